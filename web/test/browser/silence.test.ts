import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { launch, open, signIn, troubles } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test('an owner says what happens when a customer falls silent, for the team and for a bot', async () => {
  const { page, context } = await open(browser);
  await signIn(page, 'owner', '/settings/general');
  const silence = page.getByRole('group', { name: 'When a customer falls silent' });
  const back = silence.getByLabel('The bot has the conversation again after').first();
  const after = silence.getByLabel('Ask once whether there is more after').first();
  const save = page.getByRole('button', { name: 'Save' });
  await back.fill('1440');
  await after.fill('1320');
  await save.click();
  await silence.getByText('Write what the customer is asked.').waitFor();
  await silence.getByLabel('The question').first().fill('Is there anything else?');
  await silence.getByRole('combobox', { name: 'A bot with rules of its own' }).click();
  await page.getByRole('option').first().click();
  await silence.getByRole('button', { name: /as the team$/ }).waitFor();
  await save.click();
  await save.and(page.locator(':disabled')).waitFor();
  await page.reload();
  await silence.getByRole('button', { name: /as the team$/ }).waitFor();
  expect(await back.inputValue()).toBe('1440 minutes');
  expect(await silence.getByLabel('The question').first().inputValue()).toBe('Is there anything else?');
  expect(await findings(page)).toEqual([]);

  await silence.getByRole('button', { name: /as the team$/ }).click();
  await back.fill('0');
  await after.fill('0');
  await save.click();
  await save.and(page.locator(':disabled')).waitFor();
  expect(troubles.get(page)!.filter((t) => !t.includes('400'))).toEqual([]);
  await context.close();
});
