import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, open, tell, troubles, until, visit, Widget, word } from './chromium';
import { enter, ownPage, password, tenant } from './team';

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

async function asks(): Promise<{ page: Page; chat: Widget }> {
  const v = await open(browser);
  await v.page.goto(page + '/');
  const chat = new Widget(v.page);
  await chat.launcher.click();
  await chat.say('talk to a person');
  await chat.sent('talk to a person').waitFor();
  return { page: v.page, chat };
}

// somebodyReads has visitors ask for a person until one reads the line: functions know waits and hours a little later.
const somebodyReads = (line: RegExp, shot: string) =>
  until(
    `a visitor reads ${line}`,
    async () => {
      const { page: p, chat } = await asks();
      const read = await chat.panel
        .getByRole('status')
        .filter({ hasText: line })
        .waitFor({ timeout: 15_000 })
        .then(() => true)
        .catch(() => false);
      if (read && process.env.SHOTS) await p.screenshot({ path: `${process.env.SHOTS}/${shot}.png` });
      expect(troubles.get(p)).toEqual([]);
      await p.context().close();
      return read;
    },
    60_000,
  );

// A visitor who comes now sees whether somebody is here: functions know it a little later.
const sees = (somebody: boolean) =>
  until(
    `a visitor sees that somebody is here: ${somebody}`,
    async () => {
      const v = await open(browser);
      const welcomed = v.page
        .waitForEvent('websocket')
        .then((ws) => ws.waitForEvent('framereceived'))
        .then(({ payload }) => JSON.parse(String(payload)) as { here?: boolean });
      await v.page.goto(page + '/');
      const chat = new Widget(v.page);
      await chat.launcher.click();
      const told = !!(await welcomed).here;
      await chat.panel.getByText('Automatic assistant').waitFor();
      await chat.panel.getByText('Connecting…').waitFor({ state: 'detached' }); // it shows the welcome
      expect(await chat.panel.getByText('Somebody is here').isVisible()).toBe(told);
      if (told && process.env.SHOTS) await v.page.screenshot({ path: `${process.env.SHOTS}/here.png` });
      expect(troubles.get(v.page)).toEqual([]);
      await v.context.close();
      return told === somebody;
    },
    60_000,
  );

// isAway changes the owner's own presence.
async function isAway(p: Page, item: string) {
  await p
    .getByRole('button', { name: /your menu$/ })
    .first()
    .click();
  await p.getByRole('menuitem', { name: item }).click();
  await p.keyboard.press('Escape');
}

test('a visitor sees that somebody is here until they go away', async () => {
  const made = tenant(page);
  key = made.siteKey;
  const o = await open(browser);
  await enter(o.page, made.owner, password, '/inbox/waiting');
  await sees(true);
  await isAway(o.page, 'You are available: go away');
  await sees(false);
  await isAway(o.page, 'You are away: be available');
  await sees(true);
  expect(troubles.get(o.page)).toEqual([]);
  await o.context.close();
});

test('the page of the team says who waits now, and leads to them', async () => {
  const made = tenant(page);
  key = made.siteKey;
  const o = await open(browser);
  await enter(o.page, made.owner, password, '/insights/team');
  await o.page.getByRole('link', { name: 'nobody', exact: true }).waitFor();
  await asks();
  const waiting = o.page.getByRole('link', { name: /1.* for you or for anybody/ });
  await waiting.waitFor();
  await o.page.getByText('the longest since').waitFor();
  if (process.env.SHOTS) await o.page.screenshot({ path: `${process.env.SHOTS}/waiting.png` });
  await waiting.click();
  await until('one row waits', async () => (await o.page.locator('.row').count()) === 1);
  expect(troubles.get(o.page)).toEqual([]);
  await o.context.close();
});

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

test('a visitor who asks for a person reads by when one answers, and at night when the team is back', async () => {
  const made = tenant(page);
  key = made.siteKey;
  const o = await open(browser);
  await enter(o.page, made.owner, password, '/inbox/waiting');
  const first = await asks();
  await o.page.locator('.row').first().click();
  for (const n of [1, 2, 3, 4]) {
    if (n > 1) await first.chat.say(`And question ${n}?`);
    if (n > 1) await o.page.getByRole('log', { name: 'Transcript' }).getByText(`And question ${n}?`).waitFor();
    await o.page.getByLabel('Reply to the visitor').fill(`This is answer ${n}`);
    await o.page.getByRole('button', { name: n > 1 ? 'Send' : 'Send and join', exact: true }).click();
    await first.chat.said(`This is answer ${n}`).waitFor();
  }

  const usually = /Usually answered within \d+ min now/;
  await somebodyReads(usually, 'promise-now');

  // Somebody has the conversation, and has not written yet: the visitor still waits.
  const taken = await asks();
  const name = word('Taken ');
  await tell(taken.page, 'identify', { name });
  const line = taken.chat.panel.getByRole('status').filter({ hasText: usually });
  await line.waitFor();
  await visit(o.page, '/admin/inbox/waiting');
  await o.page.locator('.row', { hasText: name }).click();
  await o.page.getByRole('button', { name: 'Take over' }).click();
  await taken.chat.panel.getByText(/You are talking to/).waitFor();
  expect(await line.count()).toBe(1);
  await o.page.getByLabel('Reply to the visitor').fill('Here I am');
  await o.page.getByRole('button', { name: 'Send', exact: true }).click();
  await taken.chat.said('Here I am').waitFor();
  await line.waitFor({ state: 'detached' });

  // The team works on one day, in two days' time.
  const there = days[(new Date().getDay() + 2) % 7]!;
  await visit(o.page, '/admin/settings/hours');
  await o.page.getByRole('switch', { name: 'The team has opening hours' }).check();
  for (const day of days.filter((d) => d !== there)) {
    const lines = o.page
      .getByRole('group', { name: day })
      .getByRole('button', { name: `Delete these hours of ${day}` });
    while (await lines.count()) await lines.first().click();
  }
  const hours = o.page.getByRole('group', { name: there });
  if (!(await hours.getByRole('button', { name: `Delete these hours of ${there}` }).count()))
    await hours.getByRole('button', { name: `Add hours on ${there}` }).click();
  await o.page.getByRole('button', { name: 'Save', exact: true }).click();
  await o.page.getByText(/Closed now, opens/).waitFor();

  await somebodyReads(
    new RegExp(`Back ${there} .*9:00.*\\(your time\\)\\s*Usually answered by ${there} .*\\(your time\\)`),
    'promise-away',
  );
  expect(troubles.get(o.page)).toEqual([]);
});
