import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { facts, launch, open, saved, troubles, until, visit, Widget, word } from './chromium';
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

test('a visitor who went away with an e-mail address comes back by the link of a mail, on another device', async () => {
  const made = tenant(page);
  key = made.siteKey;
  const address = `${word('ana-')}@mail.test`;
  const o = await open(browser);
  await enter(o.page, made.owner, password, '/settings/general');
  await o.page.getByLabel('Mailbox for replies').fill('team@saddles.test');
  await o.page.getByRole('button', { name: 'Save', exact: true }).click();
  await saved(o.page);

  const v = await until('the functions know the mailbox, and the widget asks for an address', async () => {
    const opened = await open(browser);
    await opened.page.goto(page + '/saddles');
    const chat = new Widget(opened.page);
    await chat.launcher.click();
    await chat.say('talk to a person');
    const asks = await chat.panel
      .getByLabel('Leave your e-mail address')
      .waitFor({ timeout: 15_000 }) // it comes with the news that the team has the conversation
      .then(() => true)
      .catch(() => false);
    if (asks) return opened;
    await opened.context.close();
    return false;
  });
  const chat = new Widget(v.page);
  const field = chat.panel.getByLabel('Leave your e-mail address');
  await field.fill('nothing');
  await chat.panel.getByRole('button', { name: 'Save' }).click();
  await chat.panel.getByText('Write an address like').waitFor();
  await field.fill(address);
  await chat.panel.getByRole('button', { name: 'Save' }).click();
  await chat.panel.getByText('If you are gone, we write to').waitFor();
  if (process.env.SHOTS) await v.page.screenshot({ path: process.env.SHOTS + '/mail-left.png' });
  await v.context.close();

  await visit(o.page, '/admin/inbox/waiting');
  await until('the conversation with the address is open', async () => {
    for (const row of await o.page.locator('.row').all()) {
      await row.click();
      const log = o.page.getByRole('log', { name: 'Transcript' });
      await log.getByText('I am getting a colleague').first().waitFor();
      if (await log.getByText('The customer left an e-mail address').count()) return true;
    }
    return false;
  });
  await o.page.getByLabel('Reply to the visitor').fill('We have it in brown.');
  await o.page.getByRole('button', { name: 'Send and join', exact: true }).click();

  const outbox = await open(browser);
  await until(
    'the mail is in the outbox',
    async () => {
      await outbox.page.goto(`${facts.Door}/outbox`);
      return outbox.page.getByRole('article').filter({ hasText: address }).count();
    },
    60_000,
  );
  const mail = outbox.page.getByRole('article').filter({ hasText: address });
  expect(await mail.innerText()).not.toContain('brown');
  if (process.env.SHOTS) await outbox.page.screenshot({ path: process.env.SHOTS + '/outbox.png' });
  const link = (await mail.getByRole('link').first().getAttribute('href'))!;

  const device = await open(browser, { viewport: { width: 390, height: 780 } });
  await device.page.goto(link);
  await device.page.reload(); // as a scanner does
  await device.page.getByRole('heading', { name: 'Your conversation with Saddles & Sons' }).waitFor();
  await device.page.getByText(/It is the conversation of .?a…@mail\.test/).waitFor();
  if (process.env.SHOTS) await device.page.screenshot({ path: process.env.SHOTS + '/continue.png' });
  expect(await findings(device.page)).toEqual([]);
  await device.page.getByRole('button', { name: 'Continue' }).click();
  await device.page.waitForURL(page + '/saddles');
  const there = new Widget(device.page);
  await device.page.getByText('This link belongs to the conversation of a…@mail.test').waitFor();
  expect(await there.said('We have it in brown.').count()).toBe(0);
  await device.page.getByRole('button', { name: 'Yes', exact: true }).click();
  await there.said('We have it in brown.').waitFor();
  await there.say('Wonderful, thank you!');
  await there.sent('Wonderful, thank you!').waitFor();
  await o.page.getByRole('log', { name: 'Transcript' }).getByText('Wonderful, thank you!').waitFor();

  const refused = await open(browser);
  for (const [code, words] of [
    ['mail_ended', 'We do not write to this address any more'],
    ['mailed_today', 'We have written to this address today already'],
    ['slow_down', 'That is too often'],
  ]) {
    await refused.page.route('**/mail/renew', (route) => route.fulfill({ status: 429, json: { code } }));
    await refused.page.goto(`${facts.Door}/`);
    await refused.page.goto(link);
    await refused.page.getByRole('button', { name: 'Send me a new link' }).click();
    await refused.page.getByText(words!).waitFor();
    await refused.page.unrouteAll();
  }

  const again = await open(browser);
  await again.page.goto(link);
  await again.page.getByRole('heading', { name: 'This link was used already' }).waitFor();
  await again.page.getByRole('button', { name: 'Send me a new link' }).click();
  await again.page.getByText('A new link is on its way').waitFor();

  // Anybody who has a link may send any browser to the site with its code: nothing is exchanged without a yes.
  let second = '';
  await until('the new link is in the outbox', async () => {
    await outbox.page.reload();
    for (const one of await mail.all()) {
      const href = (await one.getByRole('link').first().getAttribute('href'))!;
      if (href !== link) second = href;
    }
    return second;
  });
  const used = await fetch(`${facts.Door}/mail/use`, {
    method: 'POST',
    body: JSON.stringify({ link: second.split('#go=')[1], press: 'a stranger’s' }),
  });
  const { address: led } = (await used.json()) as { address: string };
  const other = await open(browser);
  await other.page.goto(page + '/elsewhere');
  const own = new Widget(other.page);
  await own.launcher.click();
  await own.say('These are my own words');
  await own.sent('These are my own words').waitFor();
  await other.page.goto(led);
  const question = other.page.getByText('This link belongs to the conversation of a…@mail.test');
  await question.waitFor();
  expect(other.page.url()).toBe(page + '/saddles');
  if (process.env.SHOTS) await other.page.screenshot({ path: process.env.SHOTS + '/asked.png' });
  expect(await findings(other.page)).toEqual([]);
  await other.page.getByRole('button', { name: 'No', exact: true }).click();
  await own.sent('These are my own words').waitFor();
  expect(await own.said('We have it in brown.').count()).toBe(0);

  const late = await open(browser);
  await late.page.route('**/mail/enter', (route) =>
    route.fulfill({ status: 404, json: { code: 'link_gone' }, headers: { 'access-control-allow-origin': '*' } }),
  );
  await late.page.goto(led);
  await late.page.getByRole('button', { name: 'Yes', exact: true }).click();
  await late.page.getByText('Open the link in your e-mail once more').waitFor();
  if (process.env.SHOTS) await late.page.screenshot({ path: process.env.SHOTS + '/late.png' });
  expect(await findings(late.page)).toEqual([]);
  await late.page.getByRole('button', { name: 'OK', exact: true }).click();
  await new Widget(late.page).launcher.click();
  await new Widget(late.page).say('My own words again');
  await new Widget(late.page).sent('My own words again').waitFor();

  const third = await open(browser);
  await third.page.goto(led);
  await third.page.getByRole('button', { name: 'Yes', exact: true }).click();
  await new Widget(third.page).said('We have it in brown.').waitFor();
  for (const p of [o.page, outbox.page, device.page, again.page, other.page, third.page])
    expect(troubles.get(p)).toEqual([]);
});
