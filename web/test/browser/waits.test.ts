import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findingsInBoth, sideways } from './axe';
import { launch, open, troubles, until, visit, Widget } from './chromium';
import { menu } from './desk';
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

// closes has the team work on one day only, in two days' time.
async function closes(o: Page): Promise<void> {
  const there = days[(new Date().getDay() + 2) % 7]!;
  await visit(o, '/admin/settings/hours');
  await o.getByRole('switch', { name: 'The team has opening hours' }).check();
  for (const day of days.filter((d) => d !== there)) {
    const lines = o.getByRole('group', { name: day }).getByRole('button', { name: `Delete these hours of ${day}` });
    while (await lines.count()) await lines.first().click();
  }
  const hours = o.getByRole('group', { name: there });
  if (!(await hours.getByRole('button', { name: `Delete these hours of ${there}` }).count()))
    await hours.getByRole('button', { name: `Add hours on ${there}` }).click();
  await o.getByRole('button', { name: 'Save', exact: true }).click();
  await o.getByText(/Closed now, opens/).waitFor();
}

// helps answers the only customer who waits, and closes the case.
async function helps(o: Page): Promise<void> {
  await visit(o, '/admin/inbox/unassigned');
  await o.locator('.row').first().click();
  await o.getByLabel('Reply to the visitor').fill('I help');
  await o.getByRole('button', { name: 'Send and join', exact: true }).click();
  await o.getByRole('log', { name: 'Transcript' }).getByText('I help', { exact: true }).waitFor();
  await menu(o, 'Close');
  await o.getByText('Closed.', { exact: true }).waitFor();
}

const lists = (o: Page, figure: string) => o.getByRole('link', { name: new RegExp(`^${figure}: .*Show the list`) });

// opens looks at the list behind a figure, and closes it.
async function opens(o: Page, figure: string, line: RegExp): Promise<void> {
  await lists(o, figure).click();
  const list = o.getByRole('dialog');
  await list.getByText(line).waitFor();
  expect(await list.getByRole('row').count()).toBe(2); // with its head
  await list.getByRole('button', { name: 'Close' }).click();
  await list.waitFor({ state: 'detached' });
}

// sheet is the file that a card's button saves.
async function sheet(o: Page, title: string): Promise<string> {
  const [saved] = await Promise.all([
    o.waitForEvent('download'),
    o.locator('.mantine-Card-root', { hasText: title }).getByRole('button', { name: 'CSV' }).click(),
  ]);
  return Buffer.concat(await (await saved.createReadStream()).toArray()).toString();
}

test('a wait over the closing counts on both clocks, by colleague, queue and hour, each with its list', async () => {
  const made = tenant(page);
  key = made.siteKey;
  const v = await open(browser);
  await v.page.goto(page + '/');
  const chat = new Widget(v.page);
  await chat.launcher.click();
  await chat.say('talk to a person');
  await chat.sent('talk to a person').waitFor();

  const o = await open(browser);
  await enter(o.page, made.owner, password, '/inbox/unassigned');
  await o.page.locator('.row').first().waitFor();
  await closes(o.page); // the customer has waited for some seconds, and goes on to wait
  const closed = Date.now();
  await until('a whole second of the wait is behind the closing', async () => Date.now() > closed + 1000);
  await helps(o.page);

  await visit(o.page, '/admin/insights/team');
  await until('the case is counted', async () => {
    await o.page.reload();
    return lists(o.page, 'Waited, Unassigned')
      .waitFor({ timeout: 10_000 })
      .then(() => true)
      .catch(() => false);
  });
  const both = /waited \W?\d.* for a person, \W?\d.* of it within opening hours \(unassigned\)/;
  await opens(o.page, 'Waited, Unassigned', both);
  await o.page.getByText('within opening hours', { exact: true }).click();
  await o.page.waitForURL(/clock=open/);
  await o.page.getByText('Only the opening hours count that held then').waitFor();
  await opens(o.page, 'First word, half within', both);
  await opens(o.page, 'First word, nine of ten within, Unassigned', both);
  await opens(o.page, 'Ended, half within, Unassigned', /ended after .* of it within opening hours/);
  const hour = o.page.getByRole('table').filter({ hasText: 'Began at' }).getByRole('row').nth(1);
  expect(await hour.getByRole('link').count()).toBe(6);
  expect(await lists(o.page, 'Ended, nine of ten within, .*').count()).toBe(3); // colleague, queue, hour
  expect(await sheet(o.page, 'By queue')).toMatch(
    /^\uFEFFQueue \(within opening hours\),Cases,Waited,"?First word, half within.*\r\nUnassigned,1,1,/,
  );
  expect(await findingsInBoth(o.page)).toEqual([]);
  if (process.env.SHOTS) await o.page.screenshot({ path: `${process.env.SHOTS}/waits.png`, fullPage: true });

  await o.page.setViewportSize({ width: 320, height: 740 });
  expect(await sideways(o.page)).toBe(false);
  if (process.env.SHOTS) await o.page.screenshot({ path: `${process.env.SHOTS}/waits-narrow.png`, fullPage: true });
  expect(troubles.get(o.page)).toEqual([]);
  await o.context.close();
  await v.context.close();
});
