import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, open, shop, signIn, tell, until, word } from './chromium';
import { find } from './desk';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// entry is one stored file of a zip archive, and its line in the list at the end.
function entry(name: string, at: number): [Buffer, Buffer] {
  const path = Buffer.from(name);
  // No flags, no time, nothing in it.
  const file = Buffer.concat([Buffer.from('PK\x03\x04\x14\0'), Buffer.alloc(24), path]);
  file.writeUInt16LE(path.length, 26);
  const line = Buffer.concat([Buffer.from('PK\x01\x02\x14\0\x14\0'), Buffer.alloc(38), path]);
  line.writeUInt16LE(path.length, 28);
  line.writeUInt32LE(at, 42);
  return [file, line];
}

function archive(...names: string[]): Buffer {
  const files: Buffer[] = [];
  const lines: Buffer[] = [];
  for (const name of names) {
    const [file, line] = entry(name, Buffer.concat(files).length);
    files.push(file);
    lines.push(line);
  }
  const end = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]);
  end.writeUInt16LE(names.length, 8);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(Buffer.concat(lines).length, 12);
  end.writeUInt32LE(Buffer.concat(files).length, 16);
  return Buffer.concat([...files, ...lines, end]);
}

const docx = archive('[Content_Types].xml', 'word/document.xml');
const exe = Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), Buffer.alloc(500)]);

test('an office document goes both ways as a download; what only says that it is one is refused', async () => {
  const { page, context } = await open(browser);
  const chat = await shop(page);
  await chat.start();
  const ours = chat.panel.locator('input[type=file]');
  const offer = word('offer') + '.docx';
  await ours.setInputFiles({ name: offer, mimeType: '', buffer: docx });
  const mine = chat.panel.getByRole('button', { name: 'Open ' + offer });
  await mine.waitFor();
  const saved = page.context().waitForEvent('response', (r) => r.url().includes('kept'));
  await mine.click();
  expect((await saved).headers()['content-disposition']).toBe(`attachment; filename=${offer}`);

  await ours.setInputFiles({ name: 'game.docx', mimeType: '', buffer: exe });
  await chat.log.getByRole('alert').filter({ hasText: 'not of the type that its name says' }).waitFor();
  for (const [name, why] of [
    ['run.bat', 'Files of this type cannot be sent'],
    ['IMG_1.HEIC', 'Save the picture as a JPEG'],
    ['run.pdf.exe', 'Files of this type cannot be sent'],
  ] as const) {
    await ours.setInputFiles({ name, mimeType: '', buffer: exe });
    await chat.log.locator('.row', { hasText: name }).getByRole('alert').filter({ hasText: why }).waitFor();
  }

  const who = word('Femi ');
  await tell(page, 'identify', { name: who });
  const admin = await open(browser);
  await signIn(admin.page, 'agent', '/inbox/bot');
  await find(admin.page, who);
  await admin.page.locator('.transcript').getByRole('button', { name: offer }).waitFor();
  const theirs = admin.page.locator('input[type=file]').first();
  await theirs.setInputFiles({ name: 'photo.heic', mimeType: '', buffer: exe });
  await admin.page.getByRole('alert').filter({ hasText: 'HEIC' }).waitFor();
  await theirs.setInputFiles({ name: 'game.xlsx', mimeType: '', buffer: exe });
  await admin.page.getByRole('alert').filter({ hasText: 'not of the type that its name says' }).waitFor();
  const answer = word('answer') + '.docx';
  await theirs.setInputFiles({ name: answer, mimeType: '', buffer: docx });
  await chat.panel.getByRole('button', { name: 'Open ' + answer }).waitFor();
  await Promise.all([context.close(), admin.context.close()]);
});

test('what is wrong with a file is said in the visitor’s language, whoever finds it', async () => {
  const { page, context } = await open(browser);
  const chat = await shop(page);
  await chat.start();
  await tell(page, 'setLocale', 'de');
  const ours = chat.panel.locator('input[type=file]');
  // The beginning of a PNG of 9000 by 9000.
  const wide = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAIygAACMoCAIAAADit+Xt', 'base64');
  for (const [name, buffer, why] of [
    ['game.docx', exe, 'nicht von der Art, die ihr Name angibt'],
    ['wand.png', wide, 'höchstens 64 Megapixel'],
    ['IMG_2.HEIC', exe, 'als JPEG'],
  ] as const) {
    await ours.setInputFiles({ name, mimeType: '', buffer });
    await chat.log.locator('.row', { hasText: name }).getByRole('alert').filter({ hasText: why }).waitFor();
  }
  await context.close();
});

test('a file on its way can be stopped, on both sides, and is not said then', async () => {
  const { page, context } = await open(browser);
  await context.route(/quarantine/, () => {}); // it never ends
  const chat = await shop(page);
  await chat.start();
  const name = word('long') + '.zip';
  await chat.panel.locator('input[type=file]').setInputFiles({ name, mimeType: '', buffer: archive('a.txt') });
  await chat.log.getByRole('progressbar', { name }).waitFor();
  await chat.log.getByRole('button', { name: 'Cancel' }).click();
  await until('it is off the list', async () => !(await chat.log.innerText()).includes(name));
  await chat.say('When do you open?');
  expect(await chat.log.innerText()).not.toContain(name);

  const who = word('Stella ');
  await tell(page, 'identify', { name: who });
  const admin = await open(browser);
  await admin.context.route(/quarantine/, () => {});
  await signIn(admin.page, 'agent', '/inbox/bot');
  await find(admin.page, who);
  await admin.page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name, mimeType: '', buffer: archive('a.txt') });
  await admin.page.getByRole('button', { name: 'Cancel' }).click();
  await admin.page.getByRole('progressbar', { name: 'Upload' }).waitFor({ state: 'detached' });
  expect(await admin.page.getByRole('form', { name: 'Reply' }).getByRole('alert').count()).toBe(0);
  await Promise.all([context.close(), admin.context.close()]);
});
