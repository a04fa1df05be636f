import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findingsInBoth } from './axe';
import { launch, open, seen, signIn, tell, troubles, visit, Widget, word } from './chromium';
import { counted } from './figures';
import { enter, ownPage, password, tenant } from './team';
import { publishes, writes } from './training';

let browser: Browser;
let server: Server;
let page: string; // the origin of a company's own page
let key = '';

beforeAll(async () => {
  browser = await launch();
  server = createServer((_, answer) => ownPage(answer, key));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  page = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser.close();
  server.close();
});

test('a talk in Hindi goes wrong: two people are alerted, one hints, and the answer gets better', async () => {
  const title = word('Depot ');
  const lead = await open(browser, { bypassCSP: true });
  await signIn(lead.page, 'lead', '/training');
  await writes(lead.page, title, word('Is my pallet at the depot? '), `It waits at the depot of ${title}.`);
  await publishes(lead.page);
  // Agents have their hands full of the talks of other tests, and then nobody alerts them.
  const owner = await open(browser);
  await signIn(owner.page, 'owner', '/deck');
  await visit(lead.page, '/admin/deck');
  for (const p of [owner.page, lead.page]) await p.getByText('Alert me on other pages too').waitFor();

  const v = await open(browser);
  const chat = await seen(v.page, '/');
  const name = word('Hindi ');
  await tell(v.page, 'identify', { name });
  await chat.start();
  await chat.say('यह धोखा है, मेरा वकील आपको लिखेगा');
  await chat.sent('यह धोखा है').waitFor();
  for (const p of [owner.page, lead.page]) await p.getByText('A talk with the bot needs a person').first().waitFor();
  await owner.page.getByRole('button', { name: `Right: the alert of ${name}` }).click();
  await owner.page.getByRole('button', { name: `Right: the alert of ${name}`, pressed: true }).waitFor();

  await lead.page.getByRole('link', { name: `Watch ${name}` }).click();
  await lead.page.getByRole('button', { name: 'Hint to the bot' }).click();
  await lead.page.getByRole('combobox', { name: 'Answer with this entry' }).fill(title);
  await lead.page.getByRole('option', { name: title }).click();
  expect(await findingsInBoth(lead.page)).toEqual([]);
  await lead.page.getByRole('button', { name: 'Give the hint' }).click();
  await lead.page.getByText('Hint to the bot, for the team').waitFor();
  await chat.say('मेरा सामान कहाँ है?');
  await chat.said(`It waits at the depot of ${title}.`).waitFor();
  await lead.page
    .getByText(/^with /)
    .first()
    .waitFor();
  expect(await chat.log.getByText('Hint').count()).toBe(0);

  await tell(v.page, 'track', 'Checkout', { orderId: word('order ') }); // the hint is the lead's part in it
  await visit(lead.page, '/admin/insights/goals');
  await counted(lead.page, 'after both', name);
  for (const p of [owner.page, lead.page, v.page]) expect([...troubles.get(p)!]).toEqual([]);
  for (const c of [owner, lead, v]) await c.context.close();
});

// asks has a new visitor of the team with a page of its own say something.
async function asks(name: string, question: string) {
  const v = await open(browser);
  await v.page.goto(page + '/');
  const chat = new Widget(v.page);
  await chat.launcher.waitFor();
  await tell(v.page, 'identify', { name });
  await chat.launcher.click();
  await chat.panel.getByText('Connecting…').waitFor({ state: 'detached' });
  await chat.say(question);
  await chat.sent(question).waitFor();
  return { ...v, chat };
}

test('an unsure answer waits for a person, who changes and sends it', async () => {
  const made = tenant(page);
  key = made.siteKey;
  const owner = await open(browser, { bypassCSP: true });
  await enter(owner.page, made.owner, password, '/settings/bots');
  await owner.page.getByRole('combobox', { name: 'Answers of which it is not sure' }).click();
  await owner.page.getByRole('option', { name: 'Wait, and go out if nobody decides' }).click();
  await visit(owner.page, '/admin/deck');
  await owner.page.getByRole('heading', { name: 'Flight deck' }).waitFor();

  const name = word('Waits ');
  // Settings and who is on deck are known to functions some seconds later.
  const card = owner.page.getByRole('article', { name: /^Waits: / });
  let waits = await asks(name, 'Do you sell saddles for zebras?');
  for (let i = 0; i < 10 && !(await card.isVisible()); i++) {
    const came = await card
      .waitFor({ timeout: 15_000 })
      .then(() => true)
      .catch(() => false);
    if (came) break;
    await waits.context.close();
    waits = await asks(name, 'Do you sell saddles for zebras?');
  }
  await card.getByLabel('The bot would answer').fill('Not yet. Ask again in May.');
  expect(await findingsInBoth(owner.page)).toEqual([]);
  await card.getByRole('button', { name: 'Send your words' }).click();
  await waits.chat.said('Not yet. Ask again in May.').waitFor();
  await card.waitFor({ state: 'detached' });

  await tell(waits.page, 'track', 'Checkout', { orderId: word('order ') }); // whose words they were stands in Insights
  await visit(owner.page, '/admin/insights/goals');
  await counted(owner.page, 'after a person alone', name);
  expect([...troubles.get(owner.page)!]).toEqual([]);
  for (const c of [owner, waits]) await c.context.close();
});

test('a colleague reads a talk in the words of a language model, each line with its message', async () => {
  const made = tenant(page);
  key = made.siteKey;
  const owner = await open(browser, { bypassCSP: true });
  await enter(owner.page, made.owner, password, '/settings/bots');
  await owner.page.getByRole('combobox', { name: 'Language model' }).click();
  await owner.page.getByRole('option', { name: /The stand-in of this machine/ }).click();
  await owner.page.getByRole('button', { name: 'Save the model' }).click();
  await owner.page.getByRole('button', { name: 'Save the model', disabled: true }).waitFor();
  const name = word('Zoë ');
  const v = await asks(name, 'Do you sell saddles for zebras?');

  await visit(owner.page, '/admin/inbox/bot');
  await owner.page.locator('.row', { hasText: name }).click();
  await owner.page.getByText('Brief', { exact: true }).click();
  await owner.page.getByText('In the words of a language model').waitFor();
  const want = owner.page.getByRole('link', { name: 'They asked: Do you sell saddles for zebras?' });
  await want.click();
  expect(new URL(owner.page.url()).searchParams.get('message')).toBeTruthy();
  expect(await findingsInBoth(owner.page)).toEqual([]);
  if (process.env.SHOTS) await owner.page.screenshot({ path: process.env.SHOTS + '/brief-model.png' });
  await v.chat.say('And for 3 donkeys?');
  await owner.page.getByText('It has not read the latest ones.').waitFor();
  await owner.page.getByRole('button', { name: 'Ask again' }).click();
  await owner.page.getByRole('link', { name: 'Still open: And for 3 donkeys?' }).waitFor();
  expect([...troubles.get(owner.page)!]).toEqual([]);
  for (const c of [owner, v]) await c.context.close();
});

test('a visitor who opened the chat and said nothing is watched from the deck', async () => {
  const v = await open(browser);
  const chat = await seen(v.page, '/');
  const name = word('Silent ');
  await tell(v.page, 'identify', { name });
  await chat.start();
  const agent = await open(browser);
  await signIn(agent.page, 'agent', '/deck');
  await agent.page.getByText('Opened the chat, and said nothing yet').click();
  await agent.page.getByRole('link', { name: `Watch ${name}` }).click();
  await agent.page.getByRole('log', { name: 'Transcript' }).getByText('Welcome to Kettle & Co.').waitFor();
  await chat.say('When do you open?');
  await agent.page
    .getByRole('log', { name: 'Transcript' })
    .locator('.words', { hasText: 'When do you open?' })
    .waitFor();
  for (const c of [v, agent]) await c.context.close();
});
