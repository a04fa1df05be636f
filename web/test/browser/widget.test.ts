import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  call,
  cookieOf,
  facts,
  launch,
  open,
  seen,
  shop,
  signIn,
  tell,
  troubles,
  until,
  Widget,
  word,
} from './chromium';
import { find } from './desk';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test('a visitor chats, taps, fills the form, and finds it all again on another page', async () => {
  const { page, context } = await open(browser);
  const chat = await shop(page);
  await chat.start();
  await chat.say('When do you open?');
  await chat.said('Monday to Saturday').waitFor();

  await chat.panel.getByRole('button', { name: 'Get an offer' }).click();
  const form = chat.panel.locator('form.form');
  await form.waitFor();
  await form.getByRole('button', { name: 'Send' }).click();
  expect(await form.locator('.wrong').allInnerTexts()).toEqual(['This is required.', 'This is required.']);
  await form.getByLabel('Your name').fill('Dana Weber');
  await form.getByLabel('Your e-mail address').fill('dana at mail');
  await form.getByRole('button', { name: 'Send' }).click();
  await form.getByText('Write an address like name@example.com.').waitFor(); // the server's judgement, in our words
  expect(await form.getByLabel('Your e-mail address').getAttribute('aria-invalid')).toBe('true');
  await until('it has the focus', () =>
    form.getByLabel('Your e-mail address').evaluate((e) => (e.getRootNode() as ShadowRoot).activeElement === e),
  );
  await form.getByLabel('Your e-mail address').fill('dana@mail.test');
  await form.getByRole('button', { name: 'Send' }).click();
  await chat.said('You will have our offer within a day').waitFor();

  const before = await chat.log.locator('.row').count();
  await page.reload();
  await new Widget(page).said('You will have our offer within a day').waitFor(); // it was open, so it is open
  await until('all messages are back', async () => (await chat.log.locator('.row').count()) === before);
  await page.getByRole('link', { name: 'Delivery' }).click();
  await page.getByRole('heading', { name: 'Delivery' }).waitFor();
  await new Widget(page).said('Monday to Saturday').waitFor();
  expect((await cookieOf(context))?.sameSite).toBe('Lax');
  expect(troubles.get(page)).toEqual([]);
  await context.close();
});

test('what is written without a network is sent once when it is back', async () => {
  const { page, context } = await open(browser);
  const chat = await shop(page);
  await chat.start();
  await context.setOffline(true);
  await chat.panel.getByText('You are offline').waitFor();
  const text = word('lighthouse ');
  await chat.say(text);
  await chat.log.locator('[data-state=waiting]', { hasText: text }).waitFor();
  await context.setOffline(false);
  await until('it is sent', async () => (await chat.log.locator('[data-state]').count()) === 0);
  await page.reload();
  await new Widget(page).said(text).waitFor();
  expect(await new Widget(page).log.locator('.bubble', { hasText: text }).count()).toBe(1);
  await context.close();
});

test('a message that waits outlives reloads of the page', async () => {
  const { page, context } = await open(browser);
  const chat = await shop(page);
  await chat.start();
  let dead = true;
  await page.routeWebSocket(/visitor_socket/, (ws) => void (dead ? ws.close() : ws.connectToServer()));
  await page.reload();
  const text = word('harbour ');
  await chat.field.waitFor();
  await chat.say(text);
  const waiting = chat.log.locator('[data-state=waiting]', { hasText: text });
  await waiting.waitFor();
  await page.reload();
  await waiting.waitFor();
  dead = false;
  await page.reload();
  await chat.said('Welcome').waitFor();
  await until('it is sent', async () => (await chat.log.locator('[data-state]').count()) === 0);
  await chat.said(text).waitFor();
  await context.close();
});

test('a closed service says that it is back soon, and gets what was written once it is open', async () => {
  const { page, context } = await open(browser);
  const chat = await shop(page);
  await chat.start();
  let closed = true;
  await page.routeWebSocket(/visitor_socket/, (ws) => {
    if (!closed) return void ws.connectToServer();
    ws.onMessage((frame) => {
      const { ref } = JSON.parse(String(frame)) as { ref: string };
      ws.send(JSON.stringify({ action: 'error', ref, code: 'closed', message: 'We are back soon.' }));
    });
  });
  await page.reload();
  await chat.panel.getByText('We are back soon. What you write is sent then.').waitFor();
  const text = word('beacon ');
  await chat.say(text);
  await chat.log.locator('[data-state=waiting]', { hasText: text }).waitFor();
  closed = false;
  await until('it is sent', async () => (await chat.log.locator('[data-state]').count()) === 0);
  expect(await chat.panel.getByText('We are back soon').count()).toBe(0);
  await context.close();
});

test('two visitors never see each other’s words', async () => {
  const [one, two] = [await open(browser), await open(browser)];
  const [a, b] = [await shop(one.page), await shop(two.page)];
  await a.start();
  await b.start();
  const [mine, theirs] = [word('amber '), word('cobalt ')];
  await Promise.all([a.say(mine), b.say(theirs)]);
  await a.said(mine).waitFor();
  await b.said(theirs).waitFor();
  for (const page of [one.page, two.page]) await page.reload();
  await a.said(mine).waitFor();
  await b.said(theirs).waitFor();
  expect(await a.log.innerText()).not.toContain(theirs);
  expect(await b.log.innerText()).not.toContain(mine);
  await Promise.all([one.context.close(), two.context.close()]);
});

test('two tabs are one conversation, and five pages in them one visit', async () => {
  const { page, context } = await open(browser);
  const chat = await seen(page, '/');
  const other = await context.newPage();
  const twin = await seen(other, '/kettles');
  await seen(page, '/delivery');
  await seen(other, '/kettles/copper');
  await seen(page, '/cart');
  await chat.start();
  await twin.launcher.click();
  const text = word('saffron ');
  await chat.say(text);
  await twin.said(text).waitFor();

  const admin = await open(browser);
  await signIn(admin.page);
  const cookieId = await chatCookieId(chat);
  const row = await until('one visit with five pages', async () => {
    const { rows } = await call<{ rows: { cookieId?: string; session: { visitor: string; pages: number } }[] }>(
      admin.page,
      '/v1/sessions?state=live&limit=200',
    );
    const mine = rows.filter((r) => r.cookieId === cookieId);
    return mine.length === 1 && mine[0]!.session.pages === 5 && mine[0];
  });
  const { rows } = await call<{ rows: { event?: { kind: string } }[] }>(
    admin.page,
    `/v1/visitors/${row.session.visitor}/timeline`,
  );
  expect(rows.filter((r) => r.event?.kind === 'page')).toHaveLength(5);
  await Promise.all([context.close(), admin.context.close()]);
});

// chatCookieId reads the Cookie ID that the panel shows its visitor.
async function chatCookieId(chat: Widget): Promise<string> {
  await chat.panel.getByRole('button', { name: 'Privacy and options' }).click();
  const line = await chat.panel.locator('.privacy .faint').first().innerText();
  await chat.panel.getByRole('button', { name: 'Back to the chat' }).click();
  return line.split(' ').at(-1)!;
}

test('it works on a page whose policy allows no style at all', async () => {
  const { page, context } = await open(browser);
  const refused: string[] = [];
  await page.exposeFunction('refused', (what: string) => refused.push(what));
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', (e) =>
      window.refused(`${e.violatedDirective} ${e.blockedURI}`),
    ),
  );
  await page.goto(facts.Shop + '/?strict');
  const chat = new Widget(page);
  await chat.start();
  const box = await chat.panel.boundingBox();
  expect(box!.width).toBe(380); // so it is styled all the same
  await chat.panel.getByRole('button', { name: 'Track my order' }).click();
  await chat.panel.locator('.cards li').first().waitFor();
  expect(refused.filter((r) => !/style-src.*(inline|shop\.css)|shop.css/.test(r))).toEqual([]);
  await context.close();
});

test('a page of another origin gets no socket, and one line that says why', async () => {
  const { page, context } = await open(browser);
  const lines: string[] = [];
  const sockets: string[] = [];
  page.on('console', (m) => lines.push(m.text()));
  page.on('websocket', (s) => sockets.push(s.url()));
  const origin = facts.Shop.replace('localhost', '127.0.0.1');
  await page.goto(origin);
  await until('the line', async () => lines.some((l) => l.includes(origin)));
  expect(lines.filter((l) => l.startsWith('Botifire'))).toHaveLength(1);
  expect(sockets).toEqual([]);
  expect(await page.locator('botifire-chat').count()).toBe(0);
  await context.close();
});

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

test('files go up, are looked at, and are shown on both sides', async () => {
  const { page, context } = await open(browser);
  const chat = await shop(page);
  await chat.start();
  const name = word('kettle') + '.png';
  const file = chat.panel.locator('input[type=file]');
  await file.setInputFiles({ name, mimeType: 'image/png', buffer: png });
  const picture = chat.log.locator('.picture img');
  await picture.waitFor();
  expect(
    await until('the picture is loaded', () => picture.evaluate((i: HTMLImageElement) => i.complete && i.naturalWidth)),
  ).toBe(1);

  await file.setInputFiles({ name: 'run.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') });
  await chat.log.getByRole('alert').filter({ hasText: 'Files of this type cannot be sent' }).waitFor();
  await file.setInputFiles({
    name: 'page.png',
    mimeType: 'image/png',
    buffer: Buffer.from('<html><script>alert(1)</script></html>'),
  });
  await chat.log.getByRole('alert').filter({ hasText: 'not of the type that its name says' }).waitFor();

  const who = word('Ines ');
  await tell(page, 'identify', { name: who });
  const admin = await open(browser);
  await signIn(admin.page, 'agent', '/inbox/bot');
  await find(admin.page, who);
  const theirs = admin.page.locator('.transcript img.picture');
  await until('the agent sees the picture', () =>
    theirs.evaluate((i: HTMLImageElement) => i.complete && i.naturalWidth > 0),
  );
  expect(await theirs.getAttribute('alt')).toBe(name);
  await Promise.all([context.close(), admin.context.close()]);
});

test('the keyboard opens, closes, and finds its way back', async () => {
  const { page, context } = await open(browser);
  const chat = await shop(page);
  await chat.launcher.focus();
  await page.keyboard.press('Enter');
  await chat.said('Welcome').waitFor();
  expect(await chat.launcher.getAttribute('aria-expanded')).toBe('true');
  await until('the field has the focus', () =>
    chat.field.evaluate((e) => (e.getRootNode() as ShadowRoot).activeElement === e),
  );
  await page.keyboard.press('Escape');
  await chat.panel.waitFor({ state: 'hidden' });
  expect(await chat.launcher.getAttribute('aria-expanded')).toBe('false');
  expect(await chat.launcher.evaluate((e) => (e.getRootNode() as ShadowRoot).activeElement === e)).toBe(true);
  await context.close();
});

test('while the words of a language cannot be had, the chat speaks English and works', async () => {
  const { page, context } = await open(browser);
  await page.route(/\/widget\/hi-[^/]*\.js/, (route) => route.abort());
  const chat = await shop(page);
  await tell(page, 'setLocale', 'hi');
  await chat.start();
  expect(await chat.field.getAttribute('placeholder')).toBe('Write a message');
  expect(await chat.panel.getAttribute('lang')).toBe('en');
  await chat.say('When do you open?');
  await chat.sent('When do you open?').waitFor();
  await tell(page, 'setLocale', 'pt');
  await until('it is Portuguese', async () => (await chat.panel.getAttribute('lang')) === 'pt');
  await context.close();
});

test('a page speaks to it: language, colours, who the visitor is', async () => {
  const { page, context } = await open(browser);
  const chat = await shop(page);
  await chat.start();
  await tell(page, 'setLocale', 'ar');
  await until('it is Arabic', async () => (await chat.panel.getAttribute('dir')) === 'rtl');
  expect(await chat.field.getAttribute('placeholder')).toBe('اكتب رسالة');
  await tell(page, 'setLocale', 'de');
  await tell(page, 'setColorScheme', 'dark');
  await until('it is dark', () =>
    chat.panel.evaluate((e) => getComputedStyle(e).backgroundColor === 'rgb(22, 24, 28)'),
  );
  const name = word('Dana ');
  await tell(page, 'identify', { name, plan: 'gold' });
  const admin = await open(browser);
  await signIn(admin.page);
  await until(
    'the name is in the list',
    async () => (await admin.page.locator('.session', { hasText: name }).count()) === 1,
  );
  await tell(page, 'reset');
  await until('it is somebody else', async () => (await chat.log.locator('.row').count()) <= 1);
  expect(troubles.get(page)).toEqual([]);
  await Promise.all([context.close(), admin.context.close()]);
});
