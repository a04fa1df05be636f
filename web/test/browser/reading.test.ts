import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, launch, open, seen, shop, signIn, tell, troubles, until, visit, type Widget, word } from './chromium';
import { find } from './desk';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// fill has the visitor say so much that the log is longer than its box. The bot says nothing more then: it answered,
// or handed over.
async function fill(chat: Widget): Promise<void> {
  for (let i = 0; i < 4; i++) {
    const text = word('filler ');
    const handed = await chat.said('I am getting a colleague').isVisible();
    await chat.say(text + '\nline\nline\nline\nline');
    await chat.said(text).waitFor();
    const last = chat.log.locator('.row').last();
    await until('the bot answers', async () => handed || (await last.getAttribute('class')) === 'row');
  }
  await until('all is sent', async () => (await chat.log.locator('[data-state]').count()) === 0);
}

const gap = (log: Locator) => log.evaluate((e) => Math.round(e.scrollHeight - e.scrollTop - e.clientHeight));
const atEnd = (chat: Widget) => until('the log is at its end', async () => (await gap(chat.log)) <= 2);

// agent is somebody of the team with this visitor's conversation open, taken over.
async function agent(
  name: string,
): Promise<{ page: Page; reply(text: string): Promise<void>; close(): Promise<void> }> {
  const { page, context } = await open(browser);
  await signIn(page, 'agent', '/inbox/bot');
  await find(page, name);
  await page.getByRole('button', { name: 'Take over', exact: true }).click();
  const reply = async (text: string) => {
    await page.getByLabel('Reply to the visitor').fill(text);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('log', { name: 'Transcript' }).getByText(text.split('\n')[0]!).first().waitFor();
  };
  return { page, reply, close: () => context.close() };
}

// named is a chatting visitor, under a name by which the team finds them.
async function named(): Promise<{ chat: Widget; page: Page; name: string; close(): Promise<void> }> {
  const { page, context } = await open(browser);
  const chat = await shop(page);
  await chat.start();
  const name = word('Reader ');
  await tell(page, 'identify', { name });
  await fill(chat);
  return { chat, page, name, close: () => context.close() };
}

const badge = (chat: Widget) => chat.host.locator('i').innerText();
const news = (chat: Widget) => chat.host.locator('.news');

test('the log follows its reader, and never jumps while they read earlier words', async () => {
  const v = await named();
  const a = await agent(v.name);
  await atEnd(v.chat);
  const text = word('mine ');
  await v.chat.log.evaluate((e) => e.scrollTo(0, 0));
  await a.reply(word('while away '));
  const pill = v.chat.panel.getByRole('button', { name: '1 new' });
  await pill.waitFor();
  expect(await v.chat.log.evaluate((e) => e.scrollTop)).toBe(0);
  await a.reply(word('more '));
  await v.chat.panel.getByRole('button', { name: '2 new' }).click();
  await atEnd(v.chat);
  await until('the pill goes', async () => (await v.chat.panel.locator('.newer').count()) === 0);

  await v.chat.log.evaluate((e) => e.scrollTo(0, 0));
  await v.chat.say(text);
  await atEnd(v.chat); // one's own words, always

  await v.chat.log.evaluate((e) => e.scrollTo(0, 0));
  await v.page.keyboard.press('Escape');
  await a.reply(word('closed '));
  await v.chat.launcher.click();
  await atEnd(v.chat);

  // Some things get their height later: a picture, and a window that a keyboard makes smaller.
  await v.chat.log.evaluate((e) => {
    const late = document.createElement('div');
    late.style.height = '300px';
    setTimeout(() => e.querySelector('.rows')!.append(late), 200);
  });
  await until(
    'it grew',
    async () => (await v.chat.log.evaluate((e) => e.querySelector('.rows')!.lastElementChild!.clientHeight)) === 300,
  );
  await atEnd(v.chat);
  await v.page.setViewportSize({ width: 1280, height: 500 });
  await atEnd(v.chat);
  expect(troubles.get(v.page)).toEqual([]);
  await Promise.all([v.close(), a.close()]);
});

test('a reader who has just scrolled stays there, whatever is drawn in the same moment', async () => {
  const v = await named();
  await atEnd(v.chat);
  const top = await v.chat.log.evaluate(async (log) => {
    log.scrollTo(0, 0);
    window.Botifire('setColorScheme', 'dark'); // it is drawn before the browser tells of the scroll
    for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame);
    return log.scrollTop;
  });
  expect(top).toBe(0);
  await v.close();
});

test('seen is what was in view, and the team hears of it with the next frame', async () => {
  const v = await named();
  const sent: string[] = [];
  v.page.on('websocket', (ws) => ws.on('framesent', (f) => sent.push(String(f.payload))));
  await v.page.reload();
  await v.chat.said('filler ').waitFor();
  await atEnd(v.chat);
  await until('all of it was in view', async () => !/\d/.test((await v.chat.launcher.getAttribute('aria-label'))!));
  const a = await agent(v.name);
  const transcript = a.page.getByRole('log', { name: 'Transcript' });
  await v.chat.log.evaluate((e) => e.scrollTo(0, 0));
  const unseen = word('not in view ');
  await a.reply(unseen);
  const row = transcript.locator('.said', { hasText: unseen });
  await v.chat.panel.getByRole('button', { name: '1 new' }).waitFor();
  await v.chat.panel.getByRole('button', { name: 'Close chat' }).click(); // tells only the messages that were in view
  await v.chat.panel.waitFor({ state: 'hidden' });
  await until('the badge says one', async () => (await badge(v.chat)) === '1');
  expect(await row.innerText()).not.toContain('Seen');

  await v.chat.launcher.click();
  await atEnd(v.chat);
  await until('the badge is gone', async () => (await badge(v.chat)) === '');
  const before = sent.length;
  const text = word('and now ');
  await v.chat.say(text);
  await transcript.getByText(text).waitFor();
  await a.page.reload(); // the server's state
  await row.getByText('Seen').waitFor();
  expect(sent.slice(before).some((f) => f.includes('"seen"') && f.includes(text))).toBe(true);
  expect(sent.slice(before).filter((f) => f.includes('"read"'))).toEqual([]);

  await a.reply(word('last word '));
  await atEnd(v.chat);
  await v.page.keyboard.press('Escape');
  await until('closing tells', async () => sent.filter((f) => f.includes('"action":"read"')).length >= 1);
  await Promise.all([v.close(), a.close()]);
});

test('read words raise no badge in another tab, after a reload or in another visit', async () => {
  const v = await named();
  await v.page.keyboard.press('Escape');
  const other = await v.page.context().newPage();
  const twin = await seen(other, '/kettles');
  await until(
    'nothing is new in a second tab',
    async () => (await badge(twin)) === '' && (await news(twin).count()) === 0,
  );

  const a = await agent(v.name);
  await a.reply(word('for both '));
  await until('both tabs count one', async () => (await badge(v.chat)) === '1' && (await badge(twin)) === '1');
  await twin.launcher.click();
  await atEnd(twin);
  await other.keyboard.press('Escape');
  await until('neither counts it any more', async () => (await badge(v.chat)) === '' && (await badge(twin)) === '');

  await other.evaluate(() => sessionStorage.clear()); // as a later visit would find it
  const later = await seen(other, '/');
  await until('the conversation is known', async () => (await other.evaluate(() => document.cookie)) !== '');
  expect(await badge(later)).toBe('');
  await Promise.all([v.close(), a.close()]);
});

test('a closed chat shows the newest words beside the launcher, until they are read or put away', async () => {
  const v = await named();
  await v.page.keyboard.press('Escape');
  const a = await agent(v.name);
  const text = word('a kettle for you ');
  await a.reply(text);
  const bubble = news(v.chat);
  await bubble.getByText(text).waitFor();
  expect(await bubble.getAttribute('role')).toBe('status');
  expect(await bubble.innerText()).toContain('Ana Souza');
  const unread = await badge(v.chat); // the bot's last words, too, if they came as the chat was closed
  expect(Number(unread)).toBeGreaterThan(0);
  await bubble.getByRole('button', { name: 'Dismiss' }).click();
  await bubble.waitFor({ state: 'hidden' });
  await seen(v.page, '/kettles'); // still put away on the next page
  await until('the badge stays', async () => (await badge(v.chat)) === unread);
  expect(await bubble.isVisible()).toBe(false);

  await a.reply(word('very long ') + ' words'.repeat(500));
  await v.page.setViewportSize({ width: 375, height: 667 });
  await bubble.waitFor();
  const box = (await bubble.boundingBox())!;
  expect(box.width * box.height).toBeLessThan((375 * 667) / 2);
  expect(box.height).toBeLessThan(667 / 3);
  await bubble.locator('.words').click();
  await v.chat.panel.waitFor();
  await bubble.waitFor({ state: 'hidden' });
  await atEnd(v.chat);
  expect(troubles.get(v.page)).toEqual([]);
  await Promise.all([v.close(), a.close()]);
});

// focused is the element with the focus within the widget: '' if the page has it.
const focused = (chat: Widget) => chat.host.evaluate((e) => e.shadowRoot!.activeElement?.tagName ?? '');

test('an open panel leaves the page its focus, and a phone its keyboard', async () => {
  const { page, context } = await open(browser);
  const chat = await shop(page);
  await chat.start();
  await until('the field has the focus', async () => (await focused(chat)) === 'TEXTAREA');
  await page.reload();
  await chat.said('Welcome').waitFor();
  expect(await focused(chat)).toBe('');
  await page.getByRole('link', { name: 'Delivery' }).focus();
  await tell(page, 'close');
  await chat.panel.waitFor({ state: 'hidden' });
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Delivery');
  await context.close();

  const phone = await open(browser, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const small = await shop(phone.page);
  await small.start();
  await until('the panel has the focus', async () => (await focused(small)) === 'DIV');
  await phone.context.close();
});

test('a person may look at a chat that was only opened, and write into it', async () => {
  const { page, context } = await open(browser);
  const chat = await shop(page);
  const name = word('Silent ');
  await tell(page, 'identify', { name });
  await chat.start();
  const admin = await open(browser);
  await signIn(admin.page, 'agent', '/visitors');
  await admin.page.locator('.session', { hasText: name }).click();
  await admin.page.getByRole('link', { name: 'Website chat' }).click();
  await admin.page.getByRole('log', { name: 'Transcript' }).getByText('Welcome to Kettle & Co.').waitFor();
  const text = word('May I help ');
  await admin.page.getByLabel('Reply to the visitor').fill(text);
  await admin.page.keyboard.press('Control+Enter');
  await chat.said(text).waitFor();
  await chat.panel.getByText('You are talking to Ana Souza').waitFor();
  expect(troubles.get(admin.page)).toEqual([]);
  await Promise.all([context.close(), admin.context.close()]);
});

test('block is at once', async () => {
  const v = await named();
  const { page, context } = await open(browser);
  await signIn(page, 'agent', '/visitors');
  const { rows } = await until('the visitor is found', async () => {
    const found = await call<{ rows: { visitor: { id: string } }[] }>(
      page,
      `/v1/visitors?q=${encodeURIComponent(v.name)}`,
    );
    return found.rows.length === 1 && found;
  });
  await visit(page, '/admin/visitors/' + rows[0]!.visitor.id);
  await page.getByRole('button', { name: 'Block' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
  await v.chat.panel.getByText('This chat is closed.').waitFor({ timeout: 5_000 });
  expect(await v.chat.field.count()).toBe(0);
  await Promise.all([v.close(), context.close()]);
});
