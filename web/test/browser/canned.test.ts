import { mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page, Request, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { facts, launch, open, signIn, tell, troubles, until, visit, word } from './chromium';
import { find, head, joins, menu, waits } from './desk';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test('a slash finds a canned reply, whose variables are filled, or written by the agent before sending', async () => {
  const title = word('Wrapping ');
  const lead = await open(browser);
  await signIn(lead.page, 'lead', '/settings/you');
  await lead.page.getByRole('button', { name: 'Add a reply' }).click();
  const form = lead.page.getByRole('form', { name: 'New reply' });
  await form.getByLabel('Title').fill(title);
  await form.getByLabel('Text', { exact: true }).fill('Hello {{visitor.nam}}');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await form.getByText('There is no variable {{visitor.nam}}').waitFor();
  await form.getByRole('combobox', { name: 'Language of the text' }).click();
  await lead.page.getByRole('option', { name: 'English' }).click();
  await form
    .getByLabel('Text in English')
    .fill('Hello {{visitor.first_name|there}}, I am {{agent.first_name}}. Is it {{visitor.email}}?');
  await form.getByRole('combobox', { name: 'Another language' }).click();
  await lead.page.getByRole('option', { name: 'Portuguese' }).click();
  await form.getByLabel('Text in Portuguese').fill('Olá {{visitor.first_name|você}}, embrulhamos tudo.');
  expect(await findings(lead.page)).toEqual([]);
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await form.waitFor({ state: 'detached' });
  await lead.page.getByRole('button', { name: `Edit "${title}"` }).waitFor();

  const name = word('Canned ');
  const v = await waits(browser, name);
  const ana = await joins(browser, 'agent', name);
  await head(ana.page).getByRole('button', { name: 'Take over' }).click();
  await head(ana.page).locator('.owner', { hasText: 'You' }).waitFor();
  const field = ana.page.getByLabel('Reply to the visitor');
  await field.click();
  await field.pressSequentially('/' + title.toLowerCase());
  const option = ana.page.getByRole('option', { name: new RegExp(title) });
  await option.getByText('Hello Canned, I am Ana.').waitFor();
  expect(await findings(ana.page)).toEqual([]);
  await ana.page.keyboard.press('Enter');
  await until('it stands in the field', async () => (await field.inputValue()).startsWith('Hello Canned, I am Ana.'));
  await ana.page.getByText('Not known: the visitor’s e-mail address.').waitFor();
  const send = ana.page.getByRole('button', { name: 'Send', exact: true });
  expect(await send.isDisabled()).toBe(true);
  await ana.page.keyboard.press('Control+Enter'); // and no key sends it
  await tell(v.page, 'identify', { email: 'canned@mail.test' });
  await field.fill('');
  await v.chat.say('Olá, vocês embrulham para presente? Como posso pagar?');
  await ana.page.getByRole('log').getByText('embrulham').waitFor();
  await until('the list is in the visitor’s language', async () => {
    await field.fill('/' + title);
    return option.getByText('embrulhamos tudo').isVisible();
  });
  await ana.page.keyboard.press('Escape');
  await option.waitFor({ state: 'detached' });
  await field.fill('');
  await ana.page.getByRole('button', { name: 'Canned replies' }).click();
  await ana.page.getByRole('textbox', { name: 'Find a canned reply' }).fill(title);
  await option.click();
  await ana.page.keyboard.press('Control+Enter');
  await v.chat.said('Olá Canned, embrulhamos tudo.').waitFor();
  expect(await v.chat.log.innerText()).not.toContain('{{');

  const own = word('Only Ana ');
  await field.fill('this is not ready yet');
  await ana.page.getByRole('button', { name: 'Canned replies' }).click();
  await ana.page.getByRole('button', { name: 'Add or edit' }).click();
  const dialog = ana.page.getByRole('dialog', { name: 'Canned replies' });
  await dialog.getByRole('button', { name: 'Add a reply' }).click();
  await dialog.getByLabel('Title').fill(own);
  await dialog.getByLabel('Text', { exact: true }).fill('One moment.');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.getByRole('button', { name: `Edit "${own}"` }).click();
  await dialog.getByLabel('Text', { exact: true }).fill('One moment, please.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('One moment, please.').waitFor();
  expect(await field.inputValue()).toBe('this is not ready yet'); // a form in a dialog sends no draft
  expect(await v.chat.log.innerText()).not.toContain('not ready yet');
  expect(await dialog.getByRole('button', { name: `Edit "${title}"` }).count()).toBe(0);
  await lead.page.reload();
  await lead.page.getByRole('button', { name: `Edit "${title}"` }).waitFor();
  expect(await lead.page.getByText(own).count()).toBe(0);
  await lead.page.getByRole('button', { name: `Delete "${title}"` }).click();
  await lead.page.getByRole('button', { name: `Delete "${title}"` }).waitFor({ state: 'detached' });
  expect([...troubles.get(ana.page)!.filter((t) => !t.includes('400')), ...troubles.get(v.page)!]).toEqual([]);
  await Promise.all([v.context.close(), ana.context.close(), lead.context.close()]);
});

const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const file = (name: string, buffer = Buffer.from('tea')) => ({ name, mimeType: '', buffer });

test('a canned reply brings its files, each as a message that the customer gets after the words', async () => {
  const [title, picture, list] = [word('Menu '), word('menu') + '.png', word('list') + '.txt'];
  const lead = await open(browser);
  await signIn(lead.page, 'lead', '/settings/you');
  await lead.page.getByRole('button', { name: 'Add a reply' }).click();
  const form = lead.page.getByRole('form', { name: 'New reply' });
  await form.getByLabel('Title').fill(title);
  await form.getByLabel('Text', { exact: true }).fill('Here is our menu.');
  const picks = form.locator('input[type=file]');
  const wrong = (why: string) => form.getByRole('alert').filter({ hasText: why }).waitFor();
  await picks.setInputFiles(file('run.bat'));
  await wrong('Files of this type cannot be sent');
  const long = join(mkdtempSync(join(tmpdir(), 'long-')), 'long.mp3');
  writeFileSync(long, '');
  truncateSync(long, (16 << 20) + 1); // a path is handed to the browser; bytes would go through the protocol
  await picks.setInputFiles(long);
  await wrong('at most 16 MB');
  await picks.setInputFiles([1, 2, 3, 4].map((n) => file(`${n}.txt`)));
  await wrong('at most 3 files');
  await picks.setInputFiles(
    file('game.xlsx', Buffer.concat([Buffer.from('MZ\x90\0\x03\0', 'latin1'), Buffer.alloc(500)])),
  );
  await form.getByText('game.xlsx').waitFor();
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await wrong('not of the type that its name says');
  await form.getByRole('button', { name: 'Remove game.xlsx' }).click();
  await picks.setInputFiles([file(picture, dot), file(list), file('third.txt')]);
  await form.getByText('A reply has at most 3 files.').waitFor();
  expect(await form.getByRole('button', { name: 'Add a file' }).isDisabled()).toBe(true);
  expect(await findings(lead.page)).toEqual([]);
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await form.waitFor({ state: 'detached' });
  const stored = lead.page.context().waitForEvent('response', (r) => r.url().includes('/canned/'));
  await lead.page.getByRole('button', { name: `Open ${picture}` }).click();
  expect((await stored).headers()['content-type']).toBe('image/png');
  await lead.page.getByRole('button', { name: `Edit "${title}"` }).click();
  const edit = lead.page.getByRole('form', { name: `Edit "${title}"` });
  await edit.getByRole('button', { name: 'Remove third.txt' }).click();
  await edit.getByRole('button', { name: 'Save' }).click();
  await edit.waitFor({ state: 'detached' });
  expect(await lead.page.getByRole('button', { name: 'Open third.txt' }).count()).toBe(0);

  const v = await waits(browser);
  const ana = await joins(browser, 'agent', v.name);
  await head(ana.page).getByRole('button', { name: 'Take over' }).click();
  await head(ana.page).locator('.owner', { hasText: 'You' }).waitFor();
  const field = ana.page.getByLabel('Reply to the visitor');
  const chosen = ana.page.getByRole('list', { name: 'Files to send' });
  const choose = async () => {
    await field.fill('');
    await field.pressSequentially('/' + title);
    await ana.page
      .getByRole('option', { name: new RegExp(title) })
      .getByText('2 files')
      .waitFor();
    await ana.page.keyboard.press('Enter');
    await chosen.getByText(picture).waitFor();
  };
  await choose();
  expect(await field.inputValue()).toBe('Here is our menu.');
  expect(await findings(ana.page)).toEqual([]);
  await ana.page.reload(); // the draft has them still
  await chosen.getByRole('button', { name: `Remove ${list}` }).click();
  await ana.page.keyboard.press('Escape');
  await field.click();
  await ana.page.keyboard.press('Control+Enter');
  await v.chat.said('Here is our menu.').waitFor();
  const shown = v.chat.log.locator('.picture img');
  await until('the picture is there', () => shown.evaluate((i: HTMLImageElement) => i.complete && i.naturalWidth > 0));
  const said = await v.chat.log.innerHTML();
  expect(said.indexOf('Here is our menu.')).toBeLessThan(said.indexOf('<img'));
  expect(said).not.toContain(list);
  await chosen.waitFor({ state: 'detached' });
  expect(await field.inputValue()).toBe('');

  const phone = await phoned(ana.page, 'Do you have a menu?');
  await choose();
  await ana.page.getByRole('button', { name: /^Send/ }).last().click();
  const { theirs } = phone;
  await theirs.filter({ hasText: 'Here is our menu.' }).waitFor();
  await theirs.locator('img').last().waitFor();
  await theirs.filter({ hasText: list }).waitFor();

  await choose();
  await lead.page.getByRole('button', { name: `Delete "${title}"` }).click();
  await lead.page.getByRole('button', { name: `Delete "${title}"` }).waitFor({ state: 'detached' });
  await ana.page.getByRole('button', { name: 'Send', exact: true }).click();
  await ana.page.getByRole('alert').getByText(`${picture} was taken off the canned reply meanwhile`).waitFor();
  expect(await field.inputValue()).toBe('Here is our menu.'); // nothing went
  await Promise.all([lead, v, ana, phone].map((one) => one.context.close()));
});

// phoned is a customer's phone that has asked something, and whose conversation an agent has opened.
async function phoned(agent: Page, question: string) {
  const number = '4916' + String(Date.now() % 1e9).padStart(9, '0');
  const name = word('Phone ');
  const { page, context } = await open(browser, { viewport: { width: 430, height: 860 } });
  await page.goto(`${facts.Phone}/?number=${number}&name=${encodeURIComponent(name)}`);
  await page.getByLabel('Message', { exact: true }).fill(question);
  await page.keyboard.press('Enter');
  await until('the phone is found', () =>
    find(agent, name).then(
      () => true,
      () => false,
    ),
  );
  await head(agent).getByText(name).first().waitFor();
  return { page, context, theirs: page.locator('.said:not(.me)') };
}

// enclosing is an agent with a conversation of their own and a canned reply with two files in its composer.
async function enclosing() {
  const [title, picture, list] = [word('Menu '), word('menu') + '.png', word('list') + '.txt'];
  const v = await waits(browser);
  const { page, context } = await joins(browser, 'agent', v.name);
  await head(page).getByRole('button', { name: 'Take over' }).click();
  await head(page).locator('.owner', { hasText: 'You' }).waitFor();
  await page.getByRole('button', { name: 'Canned replies' }).click();
  await page.getByRole('button', { name: 'Add or edit' }).click();
  const dialog = page.getByRole('dialog', { name: 'Canned replies' });
  await dialog.getByRole('button', { name: 'Add a reply' }).click();
  await dialog.getByLabel('Title').fill(title);
  await dialog.getByLabel('Text', { exact: true }).fill('Here is our menu.');
  await dialog.locator('input[type=file]').setInputFiles([file(picture, dot), file(list)]);
  await dialog.getByRole('button', { name: `Remove ${list}` }).waitFor();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.getByRole('button', { name: `Edit "${title}"` }).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  const field = page.getByLabel('Reply to the visitor');
  await field.pressSequentially('/' + title);
  await page.getByRole('option', { name: new RegExp(title) }).waitFor();
  await page.keyboard.press('Enter');
  const chosen = page.getByRole('list', { name: 'Files to send' });
  await chosen.getByText(list).waitFor();
  return { v, page, context, field, chosen, picture, list, asked: asks(page) };
}

// asks are what a page posts: a message by its file or its kind, anything else by the end of its address.
function asks(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (r) => {
    if (r.method() === 'POST') asked.push(saidIn(r) ?? new URL(r.url()).pathname.split('/').pop()!);
  });
  return asked;
}

function saidIn(r: Request): string | undefined {
  if (r.method() !== 'POST' || !r.url().endsWith('/messages')) return undefined;
  const message = r.postDataJSON() as { kind: string; file?: { name: string } };
  return message.file?.name ?? message.kind;
}

// held is the next upload of a page, or its next message, which goes on when it is told to.
const held = (page: Page, what = /quarantine/) =>
  new Promise<Route>((resolve) => void page.route(what, resolve, { times: 1 }));
const message = /\/messages$/;

// loses has the next message of a kind, or with a file, arrive without an answer.
const loses = async (page: Page, what: string) => {
  let lost = false;
  await page.route(message, async (route) => {
    if (lost || saidIn(route.request()) !== what) return route.fallback();
    lost = true;
    await route.fetch();
    await route.abort();
  });
};

const sending = (page: Page) => page.locator('.composer').getByRole('button', { name: 'Cancel' }).waitFor();

test('closing waits for the files of the answer before it; what failed meanwhile is told, and stays', async () => {
  const { v, page, context, field, chosen, picture, list, asked } = await enclosing();
  const sendsAndCloses = async () => {
    const upload = held(page);
    await field.press('Control+Enter');
    await sending(page);
    await menu(page, 'Close');
    await head(page).locator('.owner', { hasText: 'Closed' }).waitFor();
    return upload;
  };
  await (await sendsAndCloses()).abort();
  const told = page.getByRole('alert').filter({ hasText: 'Not sent' });
  await told.getByText(`${v.name}: The file was not sent.`).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await head(page).locator('.owner', { hasText: 'You' }).waitFor();
  await told.getByRole('button').click(); // it waits until somebody has read it
  await told.waitFor({ state: 'detached' });
  expect(await field.inputValue()).toBe('Here is our menu.');
  expect(asked).not.toContain('text');

  asked.length = 0;
  await (await sendsAndCloses()).continue();
  await page.getByText('Closed.', { exact: true }).waitFor();
  await chosen.waitFor({ state: 'detached' });
  expect(asked.filter((one) => ['text', picture, list, 'close'].includes(one))).toEqual([
    'text',
    picture,
    list,
    'close',
  ]);
  await v.chat.said('Here is our menu.').waitFor();
  await v.chat.panel.getByRole('button', { name: 'Open ' + list }).waitFor();
  await Promise.all([v.context.close(), context.close()]);
});

test('an answer whose files are on their way goes once, as it reads, if its agent leaves and returns', async () => {
  const { v, page, context, field, chosen, picture, list, asked } = await enclosing();
  const other = await waits(browser);
  const upload = held(page);
  await field.press('Control+Enter');
  await sending(page);
  await find(page, other.name);
  await head(page).getByText(other.name).waitFor();
  await find(page, v.name);
  await chosen.getByText(picture).waitFor();
  await sending(page);
  expect(await findings(page)).toEqual([]);
  await field.press('Control+Enter');
  await field.pressSequentially(' It is new.');
  expect(await field.inputValue()).toBe('Here is our menu.');
  for (const name of ['Send a file', 'Emoji', 'Canned replies'])
    expect(await page.getByRole('button', { name }).isDisabled()).toBe(true);
  await chosen.getByRole('button', { name: `Remove ${list}` }).click();
  await (await upload).continue();
  await chosen.waitFor({ state: 'detached' });
  await field.fill('That is all.');
  await field.press('Control+Enter');
  await v.chat.said('That is all.').waitFor();
  expect(asked.filter((one) => ['text', picture, list].includes(one))).toEqual(['text', picture, 'text']);
  const said = await v.chat.log.innerText();
  expect(said.split('Here is our menu.').length).toBe(2);
  await Promise.all([v.context.close(), other.context.close(), context.close()]);
});

test('what arrived without an answer does not go twice, whatever is sent in between', async () => {
  const { v, page, context, field, chosen, picture, list } = await enclosing();
  const lost = page.getByRole('alert').getByText('The server cannot be reached');
  const between = async () => {
    await lost.waitFor();
    const name = word('between') + '.txt';
    await page.locator('.composer input[type=file]').setInputFiles(file(name));
    await v.chat.panel.getByRole('button', { name: 'Open ' + name }).waitFor();
    await lost.waitFor({ state: 'detached' });
  };
  await loses(page, picture);
  await field.press('Control+Enter');
  await between();
  await page.evaluate(() => {
    for (const [key, draft] of Object.entries(sessionStorage)) // its upload is an old one
      if (draft.includes('"at":')) sessionStorage.setItem(key, draft.replace(/"at":\d+/g, '"at":0'));
  });
  await until('nothing is under way any more', () =>
    page.evaluate(() => dispatchEvent(new Event('beforeunload', { cancelable: true }))),
  );
  await page.reload();
  await loses(page, list);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await between();
  expect(await chosen.getByText(picture).count()).toBe(0);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await chosen.waitFor({ state: 'detached' });
  await loses(page, 'text');
  await field.fill('Anything else?');
  await field.press('Control+Enter');
  await between();
  await field.press('Control+Enter');
  await until('the field is empty', async () => (await field.inputValue()) === '');
  await field.fill('That is all.');
  await field.press('Control+Enter');
  await v.chat.said('That is all.').waitFor();
  expect(await v.chat.log.locator('.picture img').count()).toBe(1);
  expect(await v.chat.panel.getByRole('button', { name: 'Open ' + list }).count()).toBe(1);
  expect((await v.chat.log.innerText()).split('Anything else?').length).toBe(2);
  await Promise.all([v.context.close(), context.close()]);
});

test('an answer goes as it reads though its only file is removed; plain words hold no field', async () => {
  const { v, page, context, field, chosen, picture, list, asked } = await enclosing();
  await chosen.getByRole('button', { name: `Remove ${list}` }).click();
  const upload = held(page);
  await field.press('Control+Enter');
  await upload;
  const leaves = page.waitForEvent('dialog'); // it is declined
  await page.close({ runBeforeUnload: true });
  expect((await leaves).type()).toBe('beforeunload');
  const answer = held(page, message);
  await chosen.getByRole('button', { name: `Remove ${picture}` }).click();
  const words = await answer; // nothing waits for that upload any more
  await chosen.waitFor({ state: 'detached' });
  await field.press('Control+Enter');
  await field.pressSequentially(' It is new.');
  expect(await field.inputValue()).toBe('Here is our menu.');
  await words.continue();
  await until('the field is empty', async () => (await field.inputValue()) === '');

  const plain = held(page, message);
  await field.fill('That is all.');
  await field.press('Control+Enter');
  const last = await plain;
  const name = word('more') + '.txt';
  await page.locator('.composer input[type=file]').setInputFiles(file(name));
  await field.pressSequentially(' Goodbye.');
  expect(await field.inputValue()).toBe('That is all. Goodbye.');
  await last.continue();
  await v.chat.panel.getByRole('button', { name: 'Open ' + name }).waitFor();
  await until('the rest stays', async () => (await field.inputValue()) === ' Goodbye.');
  expect(asked.filter((one) => ['text', picture, list, name].includes(one))).toEqual(['text', 'text', name]);
  const said = await v.chat.log.innerText();
  expect(said.split('Here is our menu.').length).toBe(2);
  expect(said).not.toContain('It is new.');
  await Promise.all([v.context.close(), context.close()]);
});

test('a conversation that an answer has just joined is closed right behind it', async () => {
  const v = await waits(browser);
  const { page, context } = await joins(browser, 'agent', v.name);
  const asked = asks(page);
  const answer = held(page, message);
  await page.getByLabel('Reply to the visitor').fill('I am here.');
  await page.getByRole('button', { name: 'Send and join' }).click();
  const words = await answer;
  await menu(page, 'Close');
  await head(page).locator('.owner', { hasText: 'Closed' }).waitFor();
  await words.continue();
  await page.getByText('Closed.', { exact: true }).waitFor();
  expect(asked.filter((one) => ['text', 'close'].includes(one))).toEqual(['text', 'close', 'close']);
  await v.chat.said('I am here.').waitFor();
  await Promise.all([v.context.close(), context.close()]);
});

// givesBehindAnAnswer has an agent answer, and give the conversation to Lea while the answer, which is returned, is held.
async function givesBehindAnAnswer(page: Page) {
  const answer = held(page, message);
  await page.getByLabel('Reply to the visitor').fill('Lea knows this.');
  await page.getByRole('button', { name: 'Send and join' }).click();
  const words = await answer;
  await menu(page, 'Assign to…');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Person').click();
  await page.getByRole('option', { name: /Lea/ }).click();
  await dialog.getByRole('button', { name: 'Assign' }).click();
  return words;
}

test('a conversation that an answer has just joined is given away right behind it', async () => {
  const v = await waits(browser);
  const { page, context } = await joins(browser, 'agent', v.name);
  const lea = await open(browser);
  await signIn(lea.page, 'lead', '/inbox/mine');
  const asked = asks(page);
  const words = await givesBehindAnAnswer(page);
  await words.continue();
  await page.getByText('Assigned.', { exact: true }).waitFor();
  expect(asked.filter((one) => ['text', 'assign'].includes(one))).toEqual(['text', 'assign', 'assign']);
  await find(lea.page, v.name);
  await head(lea.page).locator('.owner', { hasText: 'You' }).waitFor();
  await Promise.all([v.context.close(), context.close(), lea.context.close()]);
});

test('a conversation that a colleague takes while it waits to be given away stays theirs', async () => {
  const v = await waits(browser);
  const { page, context } = await joins(browser, 'agent', v.name);
  const owner = await joins(browser, 'owner', v.name);
  const words = await givesBehindAnAnswer(page);
  await head(owner.page).getByRole('button', { name: 'Take over' }).click();
  await owner.page.getByRole('dialog').getByRole('button', { name: 'Take over' }).click(); // the agent writes
  const has = head(owner.page).locator('.owner', { hasText: 'You' });
  await has.waitFor();
  const shows = head(page).locator('.owner');
  await until('the agent sees who took it', async () => !/Waiting|You|Bot/.test(await shows.innerText()));
  await words.continue();
  await page.getByRole('alert').getByText('Not assigned').waitFor();
  await visit(owner.page, '/admin/inbox/mine');
  await find(owner.page, v.name);
  await has.waitFor();
  await Promise.all([v.context.close(), context.close(), owner.context.close()]);
});

test('an answer that quotes goes once over a reload, and one that never went gets the id of its time', async () => {
  const { page, context } = await open(browser);
  await signIn(page, 'agent', '/inbox/bot');
  const phone = await phoned(page, 'Do you have a menu?');
  await head(page).getByRole('button', { name: 'Take over' }).click();
  await head(page).locator('.owner', { hasText: 'You' }).waitFor();
  const asked = page.getByRole('log').locator('.said.visitor', { hasText: 'Do you have a menu?' });
  await asked.hover();
  await asked.getByRole('button', { name: 'Reply to this message' }).click();
  const field = page.getByLabel('Reply to the visitor');
  const lost = page.getByRole('alert').getByText('The server cannot be reached');
  const [once, late] = [word('We have '), word('And ')];
  await loses(page, 'text');
  await field.fill(once);
  await field.press('Control+Enter');
  await lost.waitFor();
  await page.reload();
  await until('the words are there', async () => (await field.inputValue()) === once);
  await field.press('Control+Enter');
  await until('the field is empty', async () => (await field.inputValue()) === '');

  await page.route(message, (route) => route.abort(), { times: 1 });
  await field.fill(late);
  await field.press('Control+Enter');
  await lost.waitFor();
  const old = '01H0000000';
  await page.evaluate((old) => {
    for (const [key, draft] of Object.entries(sessionStorage)) // it is tried again long after
      if (draft.includes('"unsent":')) sessionStorage.setItem(key, draft.replace(/(?<="id":")\w{10}/, old));
  }, old);
  await page.reload();
  await until('the words are there', async () => (await field.inputValue()) === late);
  const goes = page.waitForRequest((r) => saidIn(r) === 'text');
  await field.press('Control+Enter');
  expect(((await goes).postDataJSON() as { id: string }).id.startsWith(old)).toBe(false);
  await phone.theirs.filter({ hasText: late }).waitFor();
  expect(await phone.theirs.filter({ hasText: once }).count()).toBe(1);
  expect(await phone.theirs.filter({ hasText: once }).locator('.quote').count()).toBe(1);
  await Promise.all([phone.context.close(), context.close()]);
});
