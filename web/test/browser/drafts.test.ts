import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { facts, launch, open, signIn, until, word } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test('a script that was not saved is offered again after a reload, and goes at sign-out', async () => {
  const o = await open(browser);
  const { page: p } = o;
  await signIn(p, 'owner', '/settings/bots');
  await p.getByRole('link', { name: 'Edit the script' }).first().click();
  const greeting = p.getByLabel('Greeting: what the bot says');
  const before = await greeting.inputValue();
  const words = word('Good morning ');
  await greeting.fill('');
  await greeting.pressSequentially(words); // key by key, as people write
  expect(await greeting.inputValue()).toBe(words);
  const person = p.getByLabel('The bot’s reply');
  await person.fill('');
  await person.pressSequentially('A colleague comes.');
  expect(await person.inputValue()).toBe('A colleague comes.');
  const kept = () =>
    p.evaluate(() =>
      Object.entries(localStorage)
        .filter(([key]) => key.startsWith('botifire-draft/'))
        .map(([, text]) => text)
        .join(),
    );
  await until('the draft is kept', async () => (await kept()).includes(words));

  p.removeAllListeners('dialog').on('dialog', (d) => void d.accept()); // the browser asks before a reload
  await p.reload();
  await p.getByText('You have unsaved changes here').waitFor();
  expect(await greeting.inputValue()).toBe(before);
  await p.getByRole('button', { name: 'Continue with them' }).click();
  await until('the draft is back', async () => (await greeting.inputValue()) === words);

  await p
    .getByRole('button', { name: /your menu/ })
    .first()
    .click();
  await p.getByRole('menuitem', { name: 'Sign out' }).click();
  await p.locator('input[type=password]').waitFor();
  await p.goto(facts.Door + '/admin/config.json');
  expect(await kept()).toBe('');
  await o.context.close();
});
