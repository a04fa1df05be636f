import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, open, troubles, until, Widget } from './chromium';
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

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

test('an owner gives hours; those that overlap are refused at their line; a visitor reads when somebody is back', async () => {
  const made = tenant(page);
  key = made.siteKey;
  const o = await open(browser);
  await enter(o.page, made.owner, password, '/settings/hours');
  await o.page.getByRole('switch', { name: 'The team has opening hours' }).check();
  const monday = o.page.getByRole('group', { name: 'Monday' });
  await monday.getByRole('button', { name: 'Add hours on Monday' }).click();
  await monday.getByLabel('Monday, from').last().fill('16:00');
  await o.page.getByRole('button', { name: 'Save', exact: true }).click();
  await monday.getByText('This overlaps with 09:00 to 17:00 on the same day').waitFor();
  await o.page.getByText('Not saved yet').waitFor();
  if (process.env.SHOTS) await o.page.screenshot({ path: process.env.SHOTS + '/hours.png', fullPage: true });

  // The team works on one day, in two days' time.
  const now = new Date();
  const there = days[(now.getDay() + 2) % 7]!;
  for (const day of days) {
    const lines = o.page.getByRole('group', { name: day });
    while (await lines.getByRole('button', { name: `Delete these hours of ${day}` }).count())
      await lines
        .getByRole('button', { name: `Delete these hours of ${day}` })
        .first()
        .click();
  }
  await o.page.getByRole('button', { name: `Add hours on ${there}` }).click();
  await o.page.getByLabel('Words while you are away').fill('We are at the fair in Porto.');
  await o.page.getByRole('button', { name: 'Save', exact: true }).click();
  await o.page.getByText(/Closed now, opens/).waitFor();
  await o.page.reload();
  await o.page.getByText(/Closed now, opens/).waitFor();
  expect(await o.page.getByLabel('Words while you are away').inputValue()).toBe('We are at the fair in Porto.');

  const v = await open(browser);
  await v.page.goto(page + '/');
  const chat = new Widget(v.page);
  await chat.launcher.click();
  await chat.say('talk to a person');
  await until('the visitor reads when somebody is back', async () =>
    (await chat.panel.getByRole('status').allInnerTexts()).some((text) =>
      new RegExp(`Back ${there} .*\\(your time\\)[^]*fair in Porto`).test(text),
    ),
  );
  if (process.env.SHOTS) await v.page.screenshot({ path: process.env.SHOTS + '/widget.png' });
  expect(troubles.get(o.page)).toEqual([]);
  expect(troubles.get(v.page)).toEqual([]);
});
