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

test('an owner has a channel told of customers who wait, and a notice leads to the conversation', async () => {
  const made = tenant(page);
  key = made.siteKey;
  const channel = word('help').replaceAll(/\W/g, '');
  const o = await open(browser, { bypassCSP: true });
  await enter(o.page, made.owner, password, '/settings/general');
  const save = () => o.page.getByRole('button', { name: 'Save', exact: true }).click();
  await o.page.getByRole('button', { name: 'Add a channel' }).click();
  await o.page.getByLabel('Name of the channel').fill('Support');
  const address = o.page.getByLabel('Address of its incoming webhook');
  for (const bad of ['http://hooks.slack.com/services/x', 'https://10.0.0.1/x', 'help']) {
    await address.fill(bad);
    await save();
    await o.page.getByText('Copy the address of an incoming webhook').waitFor();
  }
  expect(await findings(o.page)).toEqual([]);
  await address.fill(`${facts.Phone}/channel/gone`);
  await save();
  await saved(o.page);
  const test = o.page.getByRole('button', { name: 'Send a test to Support' });
  await test.click();
  await o.page.getByText('does not exist any more').waitFor();
  expect(await address.inputValue()).toBe('');
  await address.fill(`${facts.Phone}/channel/${channel}`);
  await save();
  await until('another address can be tested', () => test.isEnabled());
  await test.click();
  await o.page.getByText('The service took the test').waitFor();
  expect(await findings(o.page)).toEqual([]);
  if (process.env.SHOTS) await o.page.screenshot({ path: process.env.SHOTS + '/channel.png', fullPage: true });

  const outbox = await open(browser);
  const notices = async () => {
    await outbox.page.goto(`${facts.Door}/outbox`);
    return outbox.page.getByRole('article').filter({ hasText: channel });
  };
  expect(await (await notices()).allInnerTexts()).toEqual([expect.stringContaining('this is a test')]);

  const secret = word('Saddle for zebra ');
  const waiting = await until(
    'the functions know the channel, and it is told that somebody waits',
    async () => {
      const v = await open(browser);
      await v.page.goto(page + '/saddles');
      const chat = new Widget(v.page);
      await chat.launcher.click();
      await chat.say(secret);
      await chat.sent(secret).waitFor();
      await chat.say('talk to a person');
      await chat.sent('talk to a person').waitFor();
      const told = await until(
        'a notice stands in the outbox',
        async () => ((await (await notices()).count()) > 1 ? (await notices()).first() : undefined),
        15_000,
      ).catch(() => undefined);
      await v.context.close();
      return told;
    },
    90_000,
  );
  const said = await waiting.innerText();
  expect(said).toMatch(/Saddles & Sons: a customer has been waiting for a person since \d\d:\d\d\./);
  expect(said).not.toContain('zebra');
  expect(await findings(outbox.page)).toEqual([]);
  await o.page.goto((await waiting.getByRole('link').getAttribute('href'))!);
  await o.page.getByRole('log', { name: 'Transcript' }).getByText(secret).first().waitFor();

  await visit(o.page, '/admin/settings/general');
  await address.fill(`${facts.Phone}/channel/broken`);
  await save();
  await saved(o.page);
  const fails = o.page.getByRole('status').filter({ hasText: 'to tell it failed' });
  await until(
    'the functions know the new address, and the owner reads that it fails',
    async () => {
      const v = await open(browser);
      await v.page.goto(page + '/saddles');
      const chat = new Widget(v.page);
      await chat.launcher.click();
      await chat.say('talk to a person');
      await chat.sent('talk to a person').waitFor();
      await v.context.close();
      await o.page.reload();
      return await fails
        .waitFor({ timeout: 8_000 })
        .then(() => true)
        .catch(() => undefined);
    },
    90_000,
  );
  const why = await fails.innerText();
  expect(why).toContain('The service has a fault of its own (500).');
  expect(why).not.toContain('/channel/');
  expect(await o.page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true); // it is no edit
  expect(await findings(o.page)).toEqual([]);
  for (const [width, scheme] of [
    [390, 'dark'],
    [390, 'light'],
    [1280, 'dark'],
  ] as const) {
    await o.page.setViewportSize({ width, height: 900 });
    await o.page.emulateMedia({ colorScheme: scheme });
    await fails.scrollIntoViewIfNeeded();
    expect(await findings(o.page)).toEqual([]);
    if (process.env.SHOTS) await o.page.screenshot({ path: `${process.env.SHOTS}/fails-${width}-${scheme}.png` });
  }
  await test.click();
  await o.page.getByText('The service took the test').waitFor();
  await fails.waitFor({ state: 'detached' });

  await visit(o.page, '/admin/settings/audit');
  for (const what of ['Channels that are told changed', 'Channels that are told tested'])
    await o.page.getByRole('cell', { name: what }).first().waitFor();
  expect([...troubles.get(o.page)!, ...troubles.get(outbox.page)!]).toEqual([]);
  await Promise.all([o.context.close(), outbox.context.close()]);
});
