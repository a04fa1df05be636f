import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, launch, open, saved, seen, signIn, tell, troubles, until, visit, word } from './chromium';
import { counted } from './figures';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function someone(path = '/') {
  const { page, context } = await open(browser);
  const chat = await seen(page, path);
  const name = word('Visitor ');
  await tell(page, 'identify', { name });
  return { page, context, chat, name };
}

async function agent(who: string, path: string) {
  const opened = await open(browser);
  await signIn(opened.page, who, path);
  return opened;
}

// hide puts a page out of sight, or back into view, as another tab would.
const hide = (page: Page, hidden: boolean) =>
  page.evaluate(
    (state) => {
      Object.defineProperties(Document.prototype, {
        visibilityState: { configurable: true, get: () => state },
        hidden: { configurable: true, get: () => state === 'hidden' },
      });
      document.dispatchEvent(new Event('visibilitychange'));
    },
    hidden ? 'hidden' : 'visible',
  );

test('a row says what its visitor does, where they come from, and who helps them', async () => {
  const v = await someone('/kettles');
  const a = await agent('agent', '/visitors');
  const row = a.page.locator('.session', { hasText: v.name });
  await row.getByText('Active').waitFor();
  await hide(v.page, true);
  await row.getByText('Idle').waitFor();
  await hide(v.page, false);
  await row.getByText('Active').waitFor();
  await v.chat.start();
  await v.chat.say('When do you open?');
  await row.getByText('in the chat').waitFor();
  const words = await row.innerText();
  expect(words).toMatch(/Kettle/); // the site and its bot
  expect(words).toMatch(/\d+\.\d+\.\d+\.0\/24|[0-9a-f:]+::\/48/); // its network, cut
  const { rows } = await call<{
    rows: { name?: string; session: { network: string; site: string; visitor: string } }[];
  }>(a.page, '/v1/sessions?state=live');
  const { session } = rows.find((r) => r.name === v.name)!;
  await row.getByRole('button', { name: session.network }).click();
  await until('the address says so', async () => a.page.url().includes('network='));
  await row.waitFor();
  await a.page.getByRole('button', { name: 'Clear' }).click();
  const mine = await call<{ rows: unknown[] }>(a.page, `/v1/sessions?state=live&site=${session.site}&presence=active`);
  const none = await call<{ rows: unknown[] }>(a.page, '/v1/sessions?state=live&site=none');
  expect([mine.rows.length > 0, none.rows.length]).toEqual([true, 0]);

  await row.getByRole('link').click();
  await a.page.getByText(/Here now/).waitFor();
  await a.page.locator('.visits').getByText(session.network).waitFor();
  await a.page.getByRole('link', { name: /Website chat/ }).click();
  await a.page.getByRole('button', { name: 'Take over', exact: true }).first().click();
  await a.page.getByText('took over').first().waitFor();
  await visit(a.page, '/admin/visitors?state=helped');
  await row.getByText(/Helped by/).waitFor();
  expect(troubles.get(a.page)).toEqual([]);
  await Promise.all([a.context.close(), v.context.close()]);
});

test('a visitor is found by name from the list, and their page leads back to it', async () => {
  const v = await someone('/delivery');
  const a = await agent('viewer', '/visitors?show=past');
  await until('they are found', async () => {
    await a.page.getByRole('searchbox', { name: 'Find a visitor' }).fill('');
    await a.page.getByRole('searchbox', { name: 'Find a visitor' }).fill(v.name);
    return a.page
      .getByRole('option', { name: v.name })
      .waitFor({ timeout: 15_000 })
      .then(
        () => true,
        () => false,
      );
  });
  await a.page.getByRole('option', { name: v.name }).click();
  await a.page.getByText(/Here now, on/).waitFor();
  await a.page.locator('.timeline').getByText('/delivery').waitFor();
  await a.page.getByText('Browser (Cookie ID)').waitFor();
  await a.page
    .getByText(/^ck_[0-9a-z]+$/)
    .first()
    .waitFor();
  await a.page.getByRole('link', { name: 'All visitors' }).click();
  await a.page.getByRole('heading', { name: /^Visitors/ }).waitFor();
  await Promise.all([a.context.close(), v.context.close()]);
});

test('what the team enters is judged at its field, and says who entered it', async () => {
  const v = await someone();
  const a = await agent('agent', '/visitors');
  await a.page.locator('.session', { hasText: v.name }).getByRole('link').click();
  await a.page.getByLabel(/^E-mail/).fill('not-an-email');
  await a.page.getByRole('button', { name: 'Save' }).click();
  await a.page.getByText('The e-mail address does not look right').waitFor();
  await a.page.getByLabel(/^E-mail/).fill('mia@mail.test');
  await a.page.getByRole('button', { name: 'Save' }).click();
  await a.page.getByText('Saved', { exact: true }).waitFor();
  await a.page.getByText(/entered by/).waitFor();
  await a.page.getByRole('button', { name: 'Remove E-mail' }).click();
  await a.page.getByRole('button', { name: 'Save' }).click();
  await a.page.getByText(/entered by/).waitFor({ state: 'detached' });
  expect(await a.page.getByLabel(/^E-mail/).inputValue()).toBe('');
  await Promise.all([a.context.close(), v.context.close()]);
});

test("a checkout of somebody who never spoke is nobody's, and the list, the timeline and Insights say so", async () => {
  const silent = await someone('/thanks');
  const talked = await someone('/kettles');
  await talked.chat.start();
  await talked.chat.say('When do you open?');
  await tell(talked.page, 'track', 'Checkout', { orderId: word('order '), value: 59, currency: 'EUR' });
  const a = await agent('viewer', '/visitors?goal=Checkout&by=nobody');
  const row = (name: string) => a.page.locator('.session', { hasText: name });
  await row(silent.name).waitFor();
  expect(await row(talked.name).count()).toBe(0);
  await row(silent.name)
    .getByTitle(/^Without the chat, .*129/)
    .getByText('Checkout')
    .waitFor();
  await a.page.getByRole('combobox', { name: 'How a goal was reached' }).click();
  await a.page.getByRole('option', { name: 'By the bot alone' }).click();
  await row(talked.name).waitFor();
  expect(await row(silent.name).count()).toBe(0);
  await row(talked.name).getByRole('link').click();
  await a.page
    .locator('.timeline')
    .getByText(/Checkout · By the bot alone, .*59/)
    .waitFor();

  await a.page.getByRole('link', { name: 'Insights' }).click();
  await a.page.getByRole('tab', { name: 'Goals' }).click();
  await counted(a.page, 'after nobody', silent.name);
  await counted(a.page, 'after the bot alone', talked.name);
  expect([troubles.get(a.page), troubles.get(silent.page)]).toEqual([[], []]);
  await Promise.all([silent, talked, a].map((o) => o.context.close()));
});

test('past visits are counted, sorted, filtered to the end, and dated; no column is lost at 768 px', async () => {
  const a = await agent('viewer', '/visitors?show=past'); // those of the demo's last days
  const row = a.page.locator('.session[data-session]').first();
  await row.waitFor();
  await a.page
    .getByText(/visits?$/)
    .first()
    .waitFor();
  await a.page.getByRole('button', { name: 'When, how long' }).click();
  await until('it is sorted', async () => a.page.url().includes('sort=duration'));
  const first = () => row.getAttribute('data-session');
  const longest = await first();
  await a.page.getByRole('button', { name: 'When, how long' }).click();
  await until('the order turns', async () => (await first()) !== longest);
  await a.page.getByLabel('To', { exact: true }).fill('2020-01-01');
  await a.page.getByText('No visits match these filters').waitFor();
  await a.page.getByRole('button', { name: 'Clear' }).click();
  await row.waitFor();
  await a.page.setViewportSize({ width: 768, height: 900 });
  for (const name of ['When, how long', 'Goals', 'How it ended']) {
    const box = await a.page.getByRole('columnheader', { name }).boundingBox();
    expect(box && box.x + box.width <= 768).toBe(true);
  }
  await a.context.close();
});

test('days are counted in the zone that the owner chose', async () => {
  const o = await agent('owner', '/settings/general');
  await o.page.getByRole('combobox', { name: 'Time zone' }).fill('Auckland');
  await o.page.getByRole('option', { name: 'Pacific/Auckland' }).click();
  await o.page.getByRole('button', { name: 'Save' }).click();
  await saved(o.page);
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Pacific/Auckland' }).format(new Date());
  const v = await someone();
  await visit(o.page, '/admin/visitors');
  const rows = async (day: string) =>
    (await call<{ rows: { name?: string }[] }>(o.page, `/v1/sessions?state=live&fromDay=${day}&toDay=${day}`)).rows;
  await until('they are here today, as Auckland counts', async () => (await rows(day)).some((r) => r.name === v.name));
  expect(await rows('2020-01-01')).toEqual([]);
  await o.page.locator('.session', { hasText: v.name }).getByRole('link').click();
  const title = await o.page.locator('.visits time').first().getAttribute('title');
  expect(title).toMatch(/GMT\+1[23]/);
  await visit(o.page, '/admin/settings/general');
  await o.page.getByRole('combobox', { name: 'Time zone' }).fill('UTC');
  await o.page.getByRole('option', { name: 'UTC', exact: true }).click();
  await o.page.getByRole('button', { name: 'Save' }).click();
  await saved(o.page);
  await Promise.all([o.context.close(), v.context.close()]);
});

test('the map zooms by buttons and keys, and a filter makes no circle grow', async () => {
  const v = await someone();
  const a = await agent('viewer', '/visitors?map=true');
  const circle = a.page.locator('.world circle').first();
  await circle.waitFor();
  const size = async () => Number(await circle.getAttribute('r'));
  const before = await size();
  await a.page.locator('.world g.bubble').first().click();
  await until('it is chosen', async () => a.page.url().includes('country='));
  expect(Math.abs((await size()) - before)).toBeLessThan(0.01);
  const scale = () => a.page.locator('.world svg > g').getAttribute('transform');
  const was = await scale();
  await a.page.getByRole('button', { name: 'Zoom in' }).click();
  await until('it is nearer', async () => (await scale()) !== was);
  await a.page.locator('.world svg').first().press('0');
  await until('it is whole again', async () => (await scale()) === was);
  expect(troubles.get(a.page)).toEqual([]);
  await Promise.all([a.context.close(), v.context.close()]);
});

test('three minutes without a sign make a visitor idle, and a scroll makes them active', async () => {
  const { page, context } = await open(browser);
  await page.clock.install();
  await seen(page, '/kettles');
  const name = word('Visitor ');
  await tell(page, 'identify', { name });
  const a = await agent('viewer', '/visitors');
  const row = a.page.locator('.session', { hasText: name });
  await row.getByText('Active').waitFor();
  await page.clock.fastForward(181_000);
  await row.getByText('Idle').waitFor();
  await page.mouse.wheel(0, 300);
  await page.keyboard.press('ArrowDown');
  await row.getByText('Active').waitFor();
  await Promise.all([a.context.close(), context.close()]);
});
