import type { Browser, Page, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings, findingsInBoth } from './axe';
import { launch, open, seen, signIn, tell, troubles, until, word } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const talk = (page: Page, name: string) => page.getByRole('article', { name });

test('a talk that goes wrong stands on the deck with its reasons, and is taken', async () => {
  const v = await open(browser);
  const chat = await seen(v.page, '/');
  const name = word('Deck ');
  await tell(v.page, 'identify', { name });
  await chat.start();
  await chat.say('When do you open?');
  const { page, context } = await open(browser, { bypassCSP: true });
  await signIn(page, 'agent', '/inbox/bot');
  await page.getByRole('link', { name: 'Flight deck' }).first().click();
  await page.setViewportSize({ width: 1280, height: 9000 }); // a talk that goes well stands below all others
  await talk(page, name).getByText('When do you open?').waitFor();
  expect(await talk(page, name).getByText('Needs a person').count()).toBe(0);

  await chat.say('this is a scam, you will hear from my Lawyer');
  await talk(page, name).getByText('Needs a person').waitFor();
  await talk(page, name).getByText('Speaks of the law: “my Lawyer”').waitFor();
  await talk(page, name).getByText('The bot had no answer').waitFor();
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await findingsInBoth(page), String(width)).toEqual([]);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
      `scrolls sideways at ${width}`,
    ).toBe(true);
  }
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
  });
  expect(await findings(page), 'right to left').toEqual([]);
  await page.evaluate(() => {
    document.documentElement.dir = 'ltr';
  });

  const looks = await open(browser, { bypassCSP: true });
  await signIn(looks.page, 'viewer', '/deck');
  await talk(looks.page, name).getByText('Needs a person').waitFor();
  expect(await looks.page.getByRole('button', { name: /^Take / }).count()).toBe(0);
  await talk(looks.page, name).getByRole('link', { name: 'Watch' }).click();
  await looks.page.getByRole('log', { name: 'Transcript' }).getByText('hear from my lawyer').waitFor();
  const brief = looks.page.locator('details.brief');
  await brief.getByText('Speaks of the law: “').waitFor();
  await brief.getByText('An answer to “this is a scam').waitFor();
  for (const width of [320, 1280]) {
    await looks.page.setViewportSize({ width, height: 800 });
    expect(await findings(looks.page), `brief ${width}`).toEqual([]);
  }
  await looks.page.locator('.row.chosen', { hasText: name }).waitFor(); // beside it stands the list
  await brief.getByRole('link', { name: '“When do you open?”' }).first().click();
  await looks.page.locator('.line.sought', { hasText: 'When do you open?' }).waitFor();
  await looks.page.goBack();
  await looks.page.goBack();
  await talk(looks.page, name).waitFor();

  await talk(page, name).getByRole('button', { name: 'Take' }).click();
  await page.getByLabel('Reply to the visitor').waitFor();
  await until('it left the deck', async () => !(await talk(looks.page, name).count()));
  for (const p of [page, looks.page]) expect([...troubles.get(p)!]).toEqual([]);
  for (const c of [v, looks]) await c.context.close();
  await context.close();
});

const now = () => new Date().toISOString();
const row = (i: number) => ({
  row: {
    name: `Visitor ${i}`,
    conversation: {
      tenant: 't',
      id: `c_${i}`,
      bot: 'b',
      visitor: `v_${i}`,
      source: 'web',
      owner: 'bot',
      epoch: 0,
      status: 'open',
      at: now(),
      visitorAt: now(),
      preview: `Where is order ${i}?`,
    },
  },
  score: Math.max(0, 90 - i),
  needs: i < 40,
  reasons: i < 40 ? [{ code: 'no_answer', points: 42, times: 2 }] : [],
  stakes: [],
});

// The test plays the server, because it measures the page.
async function plays(page: Page, rows: object[]) {
  const played: { socket?: WebSocketRoute } = {};
  await page.routeWebSocket(/agent_socket/, (ws) => {
    played.socket = ws;
  });
  await page.route('**/v1/deck', (route) => route.fulfill({ json: { rows, more: rows.length >= 500 } }));
  return played;
}

test('of 500 talks one change draws one row, and keys lead through them', async () => {
  const { page, context } = await open(browser);
  const rows = Array.from({ length: 500 }, (_, i) => row(i));
  const played = await plays(page, rows);
  await signIn(page, 'agent', '/deck');
  await page.getByText('500 talks with the bot, 40 need a person').waitFor();
  expect(await page.locator('.talk-row').count()).toBeLessThanOrEqual(40);
  const dealt = () => page.evaluate(() => window.botifireDealt!.rows);
  await until('it is quiet', async () => !!played.socket && (await dealt()) > 0);
  await page.waitForLoadState('networkidle');
  const before = await dealt();
  rows[2] = { ...rows[2]!, reasons: [{ code: 'asked_again', points: 60, times: 3 }] };
  played.socket!.send(JSON.stringify({ action: 'changed', list: 'inbox' }));
  await talk(page, 'Visitor 2').getByText('Asks the same again, 3 times').waitFor();
  expect((await dealt()) - before).toBe(1);

  await page.locator('body').press('j');
  await page.locator('body').press('j');
  await page.getByRole('link', { name: 'Watch Visitor 1', exact: true }).and(page.locator(':focus')).waitFor();
  await page.locator('body').press('k');
  await page.getByRole('link', { name: 'Watch Visitor 0', exact: true }).and(page.locator(':focus')).waitFor();
  await context.close();
});

test('an answer that waits shows all that goes out with it, also without words', async () => {
  const { page, context } = await open(browser, { bypassCSP: true });
  await plays(page, []);
  const card = { kind: 'cards', cards: [{ title: 'Copper kettle', options: [{ id: 'c', title: 'Buy it' }] }] };
  const held = (question: string, bubbles: object[]) => ({
    conversation: 'c_1',
    message: `m_${question}`,
    question,
    until: new Date(Date.now() + 60_000).toISOString(),
    // biome-ignore lint/suspicious/noThenProperty: the server's answer has it
    then: 'send',
    bubbles,
  });
  const offer = { kind: 'choices', text: 'Do you mean one of these?', options: [{ id: 'a', title: 'Opening hours' }] };
  await page.route('**/v1/deck?view=alerts', (route) =>
    route.fulfill({ json: { rows: [], alerts: [], held: [held('When?', [offer]), held('Which?', [card])] } }),
  );
  await signIn(page, 'agent', '/deck');
  const when = page.getByRole('article', { name: 'Waits: When?' });
  await when.getByText('Sent with it: Opening hours').waitFor();
  await when.getByLabel('The bot would answer').fill('From nine.');
  await when.getByText('Not sent with your words: Opening hours').waitFor();
  const which = page.getByRole('article', { name: 'Waits: Which?' });
  await which.getByText('Sent with it: Copper kettle · Buy it').waitFor();
  expect(await which.getByRole('button', { name: 'Send as it is' }).isEnabled()).toBe(true);
  expect(await findingsInBoth(page)).toEqual([]);
  await context.close();
});

test('an empty deck says what will stand there', async () => {
  const { page, context } = await open(browser);
  await plays(page, []);
  await signIn(page, 'viewer', '/deck');
  await page.getByRole('heading', { name: 'The bot is not talking to anyone' }).waitFor();
  await page.getByText('why a person should look at it').waitFor();
  await context.close();
});
