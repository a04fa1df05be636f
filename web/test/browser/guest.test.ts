// The loader in pages that make it hard: elements with its names, snippets that run again, consent.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asksForConsent, cookieOf, facts, launch, open, shop, tell, troubles, until, Widget, word } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// before puts HTML into the shop's pages, in front of all that they run.
const before = (page: Page, html: string) =>
  page.context().route(
    (url) => url.origin === facts.Shop && !url.pathname.startsWith('/files'),
    async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).replace('<head>', '<head>' + html) });
    },
  );

test('elements that bear the names of what the loader reads change nothing', async () => {
  const { page, context } = await open(browser);
  const foreign: string[] = [];
  page.on('request', (r) => r.url().includes('evil.test') && foreign.push(r.url()));
  const names = [
    'currentScript',
    'cookie',
    'title',
    'referrer',
    'Botifire',
    'hidden',
    'visibilityState',
    'prerendering',
    'createElement',
    'addEventListener',
    'removeEventListener',
  ];
  await before(
    page,
    names
      .map(
        (name) =>
          `<form name="${name}" id="${name}"></form>` +
          `<img name="${name}" src="https://evil.test/widget.js" data-site="x">`,
      )
      .join(''),
  );
  const chat = await shop(page);
  await chat.start();
  const text = word('larch ');
  await chat.say(text);
  await chat.said(text).waitFor();
  await chat.panel.getByRole('button', { name: 'Privacy and options' }).click();
  await chat.panel.getByText('This chat remembers you with a cookie').waitFor();
  expect(foreign.filter((url) => !url.endsWith('/widget.js'))).toEqual([]); // the pictures themselves, and nothing more
  expect(troubles.get(page)!.filter((t) => t.startsWith('error'))).toEqual([]);
  await context.close();
});

test('a snippet that runs again is none: one launcher, one connection', async () => {
  const { page, context } = await open(browser, { bypassCSP: true });
  const sockets: string[] = [];
  page.on('websocket', (s) => sockets.push(s.url()));
  const chat = await shop(page);
  await chat.start();
  await page.evaluate(() => {
    for (let i = 0; i < 3; i++) {
      const was = document.querySelector<HTMLScriptElement>('script[data-site]')!;
      const again = document.createElement('script');
      again.src = was.src + '?' + i;
      again.dataset.site = was.dataset.site;
      const body = document.createElement('body');
      body.append(again);
      document.documentElement.replaceChild(body, document.body);
    }
  });
  await page.waitForLoadState('networkidle');
  await until('the launcher stands', () => chat.launcher.isVisible());
  expect(await page.locator('botifire-chat').count()).toBe(1);
  expect(sockets).toHaveLength(1);
  const text = word('rowan ');
  await chat.say(text);
  await chat.said(text).waitFor();
  await context.close();
});

test('refusing cookies in an open chat goes on in private at once, and says so', async () => {
  const { page, context } = await open(browser);
  const chat = await shop(page);
  await chat.start();
  const text = word('alder ');
  await chat.say(text);
  await chat.said(text).waitFor();
  await page.getByRole('button', { name: 'Refuse cookies' }).click();
  await chat.panel.getByText('You refused cookies').waitFor();
  await chat.said('Welcome').waitFor();
  expect(await chat.log.innerText()).not.toContain(text);
  const after = word('hazel ');
  await chat.say(after);
  await until(
    'it is sent',
    async () => (await chat.said(after).isVisible()) && (await chat.log.locator('[data-state]').count()) === 0,
  );
  const order = await chat.log.innerText();
  expect(order.indexOf('Welcome')).toBeLessThan(order.indexOf(after));
  await page.getByRole('link', { name: 'Delivery' }).click(); // a page that says nothing of it
  await page.getByRole('heading', { name: 'Delivery' }).waitFor();
  await chat.sent(after).waitFor();
  await chat.panel.getByRole('button', { name: 'Privacy and options' }).click();
  await chat.panel.getByText('This chat forgets you when you close this tab').waitFor();
  expect(await cookieOf(context)).toBeUndefined();
  expect(troubles.get(page)).toEqual([]);
  await context.close();
});

test('words that wait when cookies are refused are sent in private, in order', async () => {
  const { page, context } = await open(browser);
  let held = true;
  await page.routeWebSocket(/visitor_socket/, (ws) => {
    const server = ws.connectToServer();
    ws.onMessage((frame) =>
      held && (JSON.parse(String(frame)) as { action: string }).action === 'message' ? undefined : server.send(frame),
    );
  });
  const chat = await shop(page);
  await chat.start();
  const words = ['first ', 'second ', 'third '].map(word);
  for (const text of words) await chat.say(text);
  await chat.log.locator('[data-state]').nth(2).waitFor();
  held = false;
  await page.getByRole('button', { name: 'Refuse cookies' }).click();
  await chat.sent(words[2]!).waitFor();
  await chat.panel.getByText('You refused cookies').waitFor();
  const log = await chat.log.innerText();
  const places = ['Welcome', ...words].map((text) => log.indexOf(text));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  for (const text of words) expect(log.split(text)).toHaveLength(2);
  expect(await cookieOf(context)).toBeUndefined();
  await context.close();
});

test('an input method’s keys are its own: Enter sends nothing, Escape closes nothing', async () => {
  const { page, context } = await open(browser);
  const chat = await shop(page);
  await chat.start();
  await chat.field.fill('にほんご');
  const key = (name: string, more: object) =>
    chat.field.dispatchEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true, ...more });
  for (const name of ['Enter', 'Escape']) {
    for (const how of [{ isComposing: true }, { keyCode: 229 }]) await key(name, how);
    await chat.field.evaluate((field, name) => {
      field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, composed: true }));
      // As Safari orders them.
      field.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true }));
    }, name);
  }
  expect(await chat.field.inputValue()).toBe('にほんご');
  await chat.field.press('Enter');
  await chat.sent('にほんご').waitFor();
  await context.close();
});

test('an old cookie is dropped where the browser asks for privacy', async () => {
  const { page, context } = await open(browser);
  const chat = await shop(page);
  await chat.start();
  const text = word('cedar ');
  await chat.say(text);
  await chat.said(text).waitFor();
  await until('the cookie is there', () => cookieOf(context));
  await page.close();
  const again = await context.newPage();
  await again.goto(facts.Shop + '/?gpc=1');
  const quiet = new Widget(again);
  await quiet.start();
  expect(await cookieOf(context)).toBeUndefined();
  expect(await quiet.log.innerText()).not.toContain(text);
  await quiet.panel.getByRole('button', { name: 'Privacy and options' }).click();
  await quiet.panel.getByText('This chat forgets you when you close this tab').waitFor();
  await again.close();
  const later = await shop(await context.newPage()); // and without the signal nothing of it comes back
  await later.start();
  expect(await later.log.innerText()).not.toContain(text);
  await context.close();
});

test('the widget asks for consent itself, keeps nothing before a yes, and asks once', async () => {
  const { page, context } = await open(browser);
  await asksForConsent(page);
  const chat = await shop(page);
  const card = chat.host.locator('.ask');
  await card.getByText('May this chat remember you?').waitFor();
  expect(await cookieOf(context)).toBeUndefined();
  await card.getByRole('button', { name: 'Yes' }).click();
  await until('the cookie is there', () => cookieOf(context));
  await card.waitFor({ state: 'detached' });

  const { page: other, context: refusing } = await open(browser);
  await asksForConsent(other);
  const second = await shop(other);
  await second.host.locator('.ask').getByRole('button', { name: 'No' }).click();
  await other.reload();
  await second.launcher.waitFor();
  await other.waitForLoadState('networkidle');
  expect(await second.host.locator('.ask').count()).toBe(0);
  expect(await cookieOf(refusing)).toBeUndefined();
  await tell(other, 'consent', true); // the page's word counts, too
  await until('the cookie is there', () => cookieOf(refusing));
  await Promise.all([context.close(), refusing.close()]);
});
