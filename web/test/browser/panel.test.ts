import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, launch, open, shop, signIn, tell, troubles, until, visit, word } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// looks gives the demo's site another look.
const looks = (page: Page, look: object) =>
  page.route('**/widget/sites/demo-shop.json', async (route) => {
    const answer = await route.fetch();
    const site = (await answer.json()) as { look: object };
    await route.fulfill({ response: answer, json: { ...site, look: { ...site.look, ...look } } });
  });

// rewrites has the server's frames pass through a function before the widget reads them.
const rewrites = (page: Page, change: (frame: string) => string) =>
  page.routeWebSocket(/visitor_socket/, (ws) => {
    const server = ws.connectToServer();
    server.onMessage((frame) => ws.send(change(String(frame))));
  });

// conversation is the visitor's, as the agent on another page finds it.
async function conversation(admin: Page, name: string): Promise<string> {
  const found = await until('the visitor is found', async () => {
    const { rows } = await call<{ rows: { conversations: { id: string }[] }[] }>(
      admin,
      `/v1/visitors?q=${encodeURIComponent(name)}`,
    );
    return rows.length === 1 && rows[0]!.conversations.length > 0 && rows[0]!.conversations[0]!.id;
  });
  return found;
}

// post says something as the agent on a page.
const post = (admin: Page, path: string, body: object) =>
  admin.evaluate(
    async ([path, body]) => {
      const user = JSON.parse(
        Object.entries(sessionStorage).find(([key]) => key.startsWith('oidc.user:'))![1] as string,
      ) as { id_token: string };
      const answer = await fetch(path as string, {
        method: 'POST',
        headers: { Authorization: 'Bearer ' + user.id_token, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    [path, body] as const,
  );

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const id = () =>
  Date.now()
    .toString(32)
    .toUpperCase()
    .replace(/[ILOU]/g, 'V')
    .padStart(10, '0')
    .replace(/^[8-9A-Z]/, '0') + Array.from({ length: 16 }, () => letters[Math.floor(Math.random() * 32)]).join('');

test('a broken message takes no other with it, and the field stays', async () => {
  const { page, context } = await open(browser);
  await rewrites(page, (frame) => {
    const f = JSON.parse(frame) as { reply?: { bubbles: object[] } };
    if (!f.reply) return frame;
    const broken = [
      { kind: 'form', form: { id: 'f', fields: null } },
      { kind: 'cards', cards: null },
      { kind: 'buttons', text: 7, options: null },
      null,
      { kind: 'text', text: { toString: null } },
    ];
    return JSON.stringify({ ...f, reply: { ...f.reply, bubbles: broken } });
  });
  const chat = await shop(page);
  await chat.start();
  await chat.say('When do you open?');
  await chat.panel.getByText('This message cannot be shown here.').waitFor();
  const text = word('and on ');
  await chat.say(text);
  await chat.said(text).waitFor();
  await chat.said('Welcome to Kettle & Co.').waitFor();
  expect(troubles.get(page)).toEqual([]);
  await context.close();
});

test('it says that it is an assistant, whatever the site and the bot are called', async () => {
  const { page, context } = await open(browser);
  await looks(page, {
    subtitle: 'Julia and her friends answer in a minute, on every day of the week, also late at night',
    title: 'Julia',
  });
  await rewrites(page, (frame) =>
    frame.replace(/"bot":\{"id":"([^"]*)","name":"[^"]*"\}/, '"bot":{"id":"$1","name":"Julia"}'),
  );
  const chat = await shop(page);
  await chat.start();
  const line = chat.panel.locator('.who p');
  expect(await line.innerText()).toContain('Automatic assistant');
  // All of it is to be read.
  expect(await line.evaluate((e) => e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight + 1)).toBe(true);
  expect(await chat.log.locator('.by').first().innerText()).toBe('Julia · Assistant');
  await tell(page, 'setLocale', 'ar');
  await until('it is Arabic', async () => (await chat.panel.getAttribute('dir')) === 'rtl');
  const [name, head] = await Promise.all([
    chat.panel.locator('h2 bdi').boundingBox(),
    chat.panel.locator('.who').boundingBox(),
  ]);
  // A Latin title begins at the right as well.
  expect(name!.x + name!.width).toBeGreaterThan(head!.x + head!.width - 10);
  await context.close();
});

test('a form is judged by the server and says so at its fields, in one language', async () => {
  const { page, context } = await open(browser);
  const sent: string[] = [];
  page.on('websocket', (ws) => ws.on('framesent', (f) => sent.push(String(f.payload))));
  const chat = await shop(page);
  await chat.start();
  await tell(page, 'setLocale', 'de');
  await chat.panel.getByRole('button', { name: 'Get an offer' }).click();
  const form = chat.panel.locator('form.form');
  const [name, email, phone] = [
    form.locator('[name=name]'),
    form.locator('[name=email]'),
    form.locator('[name=phone]'),
  ];
  await form.locator('button').click();
  expect(await form.locator('.wrong').allInnerTexts()).toEqual(['This is required.', 'This is required.']); // in the form's language: its labels are English, whatever the panel speaks
  expect(await form.innerText()).not.toMatch(/optional/i);
  expect(await phone.getAttribute('aria-required')).toBe('false');
  expect([await email.getAttribute('type'), await phone.getAttribute('autocomplete')]).toEqual(['email', 'tel']);
  await name.fill('Dana');
  await email.fill('dana at mail');
  await phone.fill('none of it');
  await form.locator('button').click();
  await until('both are told at once', async () => (await form.locator('.wrong').count()) === 2);
  expect(await form.innerText()).not.toContain('does not look right');
  expect([
    await name.getAttribute('aria-invalid'),
    await email.getAttribute('aria-invalid'),
    await phone.getAttribute('aria-invalid'),
  ]).toEqual(['false', 'true', 'true']);
  await until('the first has the focus', () =>
    email.evaluate((e) => (e.getRootNode() as ShadowRoot).activeElement === e),
  );

  // Its last field is told once, and the typed text is still there.
  await phone.focus();
  await chat.panel.getByRole('button', { name: 'Datenschutz' }).first().click();
  await chat.panel.getByRole('button', { name: 'Zurück zum Chat' }).click();
  expect(await name.inputValue()).toBe('Dana');
  await phone.focus();
  await page.keyboard.press('Escape');
  const places = () =>
    sent
      .map((f) => JSON.parse(f) as { action: string; field?: string })
      .filter((f) => f.action === 'field')
      .map((f) => f.field);
  await until('the team hears of it', async () => places().length >= 2);
  expect(places()).toEqual(['name', 'phone']);
  expect(sent.filter((f) => f.includes('"field"')).join()).not.toContain('Dana');

  await chat.launcher.click();
  await email.fill('dana@mail.test');
  await phone.fill('');
  await form.locator('button').click();
  await chat.said('You will have our offer within a day').waitFor();
  await context.close();
});

test('a tap on a button that opens a page is told, and answered by nobody', async () => {
  const { page, context } = await open(browser);
  const chat = await shop(page);
  await chat.start();
  const name = word('Tapper ');
  await tell(page, 'identify', { name });
  await chat.say('When do you open?');
  await chat.said('Monday to Saturday').waitFor();
  const admin = await open(browser);
  await signIn(admin.page, 'agent', '/visitors');
  const where = await conversation(admin.page, name);
  await post(admin.page, `/v1/conversations/${where}/messages`, {
    id: id(),
    kind: 'buttons',
    text: 'All about it',
    options: [{ id: 'care', title: 'How to care', url: new URL('/delivery', page.url()).href }],
  });
  const link = chat.panel.getByRole('link', { name: 'How to care' });
  await link.waitFor();
  const rows = await chat.log.locator('.row').count();
  const [opened] = await Promise.all([context.waitForEvent('page'), link.click()]);
  await opened.waitForURL('**/delivery');
  await until('it is marked', async () => (await link.getAttribute('data-chosen')) !== null);
  expect(await chat.log.locator('.row').count()).toBe(rows); // a tap is no word of the visitor
  await visit(admin.page, '/admin/inbox/mine/' + where);
  const said = admin.page.getByRole('log', { name: 'Transcript' });
  await said.locator('.said.visitor', { hasText: 'How to care' }).getByText('Opened the page').waitFor();
  await Promise.all([context.close(), admin.context.close()]);
});

test('what a person corrects or takes back shows as such, at once and after a reload', async () => {
  const { page, context } = await open(browser);
  const chat = await shop(page);
  await chat.start();
  const name = word('Mended ');
  await tell(page, 'identify', { name });
  await chat.say('When do you open?');
  await chat.said('Monday to Saturday').waitFor();
  const admin = await open(browser);
  await signIn(admin.page, 'agent', '/visitors');
  const path = `/v1/conversations/${await conversation(admin.page, name)}/messages`;
  const [one, two] = [id(), id()];
  await post(admin.page, path, { id: one, kind: 'text', text: 'It costs 500' });
  await post(admin.page, path, { id: two, kind: 'text', text: 'Not for you' });
  await chat.said('Not for you').waitFor();
  await post(admin.page, path, { id: id(), kind: 'edit', text: 'It costs 50', replyTo: one });
  await post(admin.page, path, { id: id(), kind: 'revoke', replyTo: two });
  for (const again of [false, true]) {
    if (again) await page.reload();
    await chat.log.locator('.row', { hasText: 'It costs 50' }).getByText('edited').waitFor();
    await chat.panel.getByText('This message was removed.').waitFor();
    expect(await chat.log.innerText()).not.toMatch(/500|Not for you/);
  }
  await Promise.all([context.close(), admin.context.close()]);
});

test('a file gets its address on the click, and a new one when that is old', async () => {
  const { page, context } = await open(browser);
  await page.clock.install();
  const asked: string[] = [];
  page.on('websocket', (ws) =>
    ws.on('framesent', (f) => String(f.payload).includes('"action":"file"') && asked.push(String(f.payload))),
  );
  const chat = await shop(page);
  await page.clock.resume();
  await chat.start();
  const pdf = word('guide') + '.pdf';
  await chat.panel.locator('input[type=file]').setInputFiles({
    name: pdf,
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n'),
  });
  const file = chat.panel.getByRole('button', { name: 'Open ' + pdf });
  await file.waitFor();
  expect(asked).toEqual([]);
  const answers: number[] = [];
  context.on('response', (r) => r.url().includes('kept') && answers.push(r.status()));
  const taken = async () => {
    const before = answers.length;
    await file.click();
    await until('it opens', async () => answers.length > before);
  };
  await taken();
  await taken();
  expect(asked).toHaveLength(1);
  await page.clock.fastForward('17:00');
  await taken();
  expect(asked).toHaveLength(2);
  expect(answers.every((status) => status < 400)).toBe(true);

  const who = word('Filer ');
  await tell(page, 'identify', { name: who });
  const admin = await open(browser);
  await signIn(admin.page, 'agent', '/visitors');
  await visit(admin.page, '/admin/inbox/bot/' + (await conversation(admin.page, who)));
  const theirs = admin.page.locator('.transcript').getByRole('button', { name: pdf });
  const opens = admin.context.waitForEvent('response', (r) => r.url().includes('kept'));
  await theirs.click();
  expect((await opens).status()).toBeLessThan(400);
  await Promise.all([context.close(), admin.context.close()]);
});

test('a picture or a recording whose address has died gets another by itself', async () => {
  const { page, context } = await open(browser);
  const got: string[] = [];
  await page.route(/kept/, (route) => {
    got.push(route.request().url());
    return got.length % 2 ? route.fulfill({ status: 403 }) : route.continue();
  });
  const chat = await shop(page);
  await chat.start();
  const file = chat.panel.locator('input[type=file]');
  await file.setInputFiles({
    name: 'dot.png',
    mimeType: 'image/png',
    buffer: Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
      'base64',
    ),
  });
  const picture = chat.log.locator('.picture img');
  await until('the picture is there', () =>
    picture.evaluate((i: HTMLImageElement) => i.complete && i.naturalWidth > 0),
  );
  expect(got).toHaveLength(2);

  await file.setInputFiles({
    name: 'word.mp3',
    mimeType: 'audio/mpeg',
    buffer: Buffer.concat([Buffer.from('ID3\x03\0\0\0\0\0\0'), Buffer.alloc(2000)]),
  });
  const player = chat.log.locator('audio');
  await player.waitFor();
  expect(got).toHaveLength(2); // nothing before it is played
  await player.evaluate((a: HTMLAudioElement) => void a.play().catch(() => {}));
  await until('it is asked for anew', async () => got.length >= 4);
  await context.close();
});

test('deleting everything can be thought better of, and cards go by with a mouse', async () => {
  const { page, context } = await open(browser);
  const chat = await shop(page);
  await chat.start();
  await chat.say('Which kettles do you have?');
  const cards = chat.panel.locator('.cards');
  await cards.waitFor();
  expect(await cards.locator('img').first().getAttribute('referrerpolicy')).toBe('no-referrer');
  await chat.panel.getByRole('button', { name: 'Next' }).click();
  await until('the cards moved', () => cards.evaluate((e) => e.scrollLeft > 100));

  const draft = word('half a thought ');
  await chat.field.fill(draft);
  await chat.panel.getByRole('button', { name: 'Privacy and options' }).click();
  await chat.panel.getByRole('button', { name: 'Delete everything about me' }).click();
  await chat.panel.getByRole('button', { name: 'Cancel' }).click();
  expect(await chat.panel.getByRole('button', { name: 'Yes, delete it' }).count()).toBe(0);
  await chat.panel.getByRole('button', { name: 'Back to the chat' }).click();
  expect(await chat.field.inputValue()).toBe(draft);

  await chat.panel
    .locator('input[type=file]')
    .setInputFiles({ name: 'run.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') });
  await chat.panel.getByRole('button', { name: 'Discard' }).waitFor();
  expect(await chat.panel.getByRole('button', { name: 'Try again' }).count()).toBe(0); // it never could
  await context.close();
});
