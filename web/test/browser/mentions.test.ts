import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { launch, open, signIn, troubles, until, word } from './chromium';
import { find, head, menu, waits } from './desk';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test('a note that names a colleague tells them at once, and so does a conversation that is handed over', async () => {
  const v = await waits(browser);
  const [ana, lea] = [await open(browser), await open(browser)];
  await Promise.all([signIn(ana.page, 'agent', '/inbox/waiting'), signIn(lea.page, 'lead', '/visitors')]);
  await lea.page.getByRole('navigation', { name: 'Main' }).first().waitFor();
  await find(ana.page, v.name);
  await ana.page.getByText('Note', { exact: true }).click();
  const field = ana.page.getByLabel('Note for the team');
  await field.click();
  const words = word('may we refund this ');
  await field.pressSequentially(`Hello @lea`);
  await ana.page.getByRole('option', { name: /Lea Brandt/ }).waitFor();
  expect(await findings(ana.page)).toEqual([]);
  await ana.page.keyboard.press('Enter');
  await until('the name is written out', async () => (await field.inputValue()) === 'Hello @Lea Brandt ');
  await field.pressSequentially(words);
  await ana.page.getByRole('button', { name: 'Add note' }).click();
  await lea.page.getByText('Ana Souza wrote to you').waitFor();
  const bell = lea.page.getByRole('button', { name: /Mentions/ }).first();
  await until('the bell counts', async () => /\d/.test(await bell.innerText()));
  await bell.click();
  const list = lea.page.getByRole('dialog', { name: 'Mentions' });
  const row = list.getByRole('listitem').filter({ hasText: words });
  await row.getByText('New').waitFor();
  expect(await findings(lea.page)).toEqual([]);
  await until('it counts as read', async () => !/\d/.test(await bell.innerText()));
  await row.getByRole('link', { name: 'Ana Souza mentioned you' }).click();
  await lea.page.getByRole('log', { name: 'Transcript' }).getByText(words).waitFor();

  await menu(ana.page, 'Assign to…');
  const dialog = ana.page.getByRole('dialog');
  await dialog.getByLabel('Person').click();
  await ana.page.getByRole('option', { name: /Lea/ }).click();
  const note = word('she knows you ');
  await dialog.getByLabel('Note').fill(note);
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await head(lea.page).locator('.owner', { hasText: 'You' }).waitFor();
  await bell.click();
  await list.getByRole('listitem').filter({ hasText: note }).getByText('gave you a conversation').waitFor();
  await v.page.reload();
  await v.chat.log.waitFor();
  expect(await v.chat.log.innerText()).not.toContain(words);
  expect([...troubles.get(ana.page)!, ...troubles.get(lea.page)!]).toEqual([]);
  await Promise.all([v.context.close(), ana.context.close(), lea.context.close()]);
});
