import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asksForConsent, call, cookieOf, facts, launch, open, shop, signIn, until, Widget, word } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// kept is all that a page has stored in the browser.
const kept = (page: Page) =>
  page.evaluate(() => ({ local: { ...localStorage }, tab: { ...sessionStorage }, cookie: document.cookie }));
const nothing = { local: {}, tab: {}, cookie: '' };

test('with Global Privacy Control nothing is stored or sent until the chat is opened', async () => {
  const { page, context } = await open(browser);
  const sent: string[] = [];
  const sockets: string[] = [];
  page.on('request', (r) => r.url().startsWith(facts.Door) && sent.push(new URL(r.url()).pathname));
  page.on('websocket', (s) => sockets.push(s.url()));
  const chat = await shop(page, '/?gpc=1');
  await page.getByRole('link', { name: 'Kettles' }).first().click();
  await page.waitForURL('**/kettles**');
  await chat.launcher.waitFor();
  await page.waitForLoadState('networkidle');
  expect([...new Set(sent)].sort()).toEqual(['/widget.js', '/widget/sites/demo-shop.json']);
  expect(sockets).toEqual([]);
  expect(await kept(page)).toEqual(nothing);

  await chat.start();
  expect(sockets[0]).toContain('mode=minimal');
  const after = await kept(page);
  expect(after.cookie).toBe('');
  expect(after.local).toEqual({});
  expect(Object.keys(after.tab).some((k) => k.endsWith('token'))).toBe(true);

  const text = word('quiet ');
  await chat.say(text);
  await chat.said(text).waitFor();
  const admin = await open(browser);
  await signIn(admin.page);
  const session = await until('the private visit is there', async () => {
    const { rows } = await call<{ rows: { session: Record<string, unknown> & { mode: string } }[] }>(
      admin.page,
      '/v1/sessions?state=live&limit=200',
    );
    return rows.find((r) => r.session.mode === 'minimal')?.session;
  });
  expect(session.pages).toBe(0);
  expect(session).not.toHaveProperty('network');
  expect(Object.keys(session.place as object)).toEqual(['country']);

  const other = await context.newPage();
  await other.goto(facts.Shop + '/?gpc=1');
  const elsewhere = new Widget(other);
  await elsewhere.start();
  expect(await elsewhere.log.innerText()).not.toContain(text); // another tab knows nothing
  await Promise.all([context.close(), admin.context.close()]);
});

test('consent that comes later keeps the conversation, and refusing it forgets the visitor', async () => {
  const { page, context } = await open(browser);
  await asksForConsent(page);
  const chat = await shop(page);
  await page.waitForLoadState('networkidle');
  expect(await kept(page)).toEqual(nothing);
  await chat.start();
  const text = word('maple ');
  await chat.say(text);
  await chat.sent(text).waitFor();
  expect(await cookieOf(context)).toBeUndefined();

  await page.getByRole('button', { name: 'Agree to cookies' }).click();
  await until('the cookie is there', () => cookieOf(context));
  await chat.panel.getByText('Connecting').waitFor({ state: 'detached' });
  expect(await chat.log.innerText()).toContain(text);
  await page.reload();
  await chat.said(text).waitFor();

  await page.getByRole('button', { name: 'Refuse cookies' }).click();
  await until('the cookie is gone', async () => !(await cookieOf(context)));
  await until('the words are gone', async () => !(await chat.log.innerText()).includes(text));
  await context.close();
});

test('a visitor reads what is kept, downloads it, and ends it', async () => {
  const { page, context } = await open(browser);
  const chat = await shop(page, '/kettles');
  await chat.start();
  const text = word('juniper ');
  await chat.say(text);
  await chat.said(text).waitFor();
  await chat.panel.getByRole('button', { name: 'Privacy and options' }).click();
  await chat.panel.getByRole('button', { name: 'Show what is kept' }).click();
  const what = chat.panel.getByRole('region', { name: 'What is kept' });
  await what.waitFor();
  await what.getByText('Pages: 1').click();
  await what.getByText(facts.Shop + '/kettles').waitFor();

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    chat.panel.getByRole('button', { name: 'Download it' }).click(),
  ]);
  const file = JSON.parse(
    await (await download.createReadStream()).toArray().then((parts) => Buffer.concat(parts).toString()),
  ) as { about: { cookieId: string }; messages: { bubbles: { text?: string }[] }[] };
  expect(file.about.cookieId).toMatch(/^ck_/);
  expect(file.messages.some((m) => m.bubbles.some((b) => b.text === text))).toBe(true);

  await chat.panel.getByRole('button', { name: 'End the chat' }).click();
  await chat.panel.getByText('This device has forgotten the chat').waitFor();
  expect(await cookieOf(context)).toBeUndefined();
  await chat.panel.getByRole('button', { name: 'Start a new chat' }).click();
  await chat.said('Welcome').waitFor();
  expect(await chat.log.innerText()).not.toContain(text);
  await context.close();
});
