// An owner gives a bot a language model, reads the risk of its own words, and takes it away again.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { launch, open, signIn, word } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test('an owner has a bot ask a model, and none again', async () => {
  const { page, context } = await open(browser);
  await signIn(page, 'owner', '/settings/bots');
  const name = word('Adviser ');
  await page.getByLabel('Name', { exact: true }).last().fill(name);
  await page.keyboard.press('Enter'); // a click may meet the page while the other bots push its form down
  const bot = page.locator(`[data-bot="${name}"]`);
  const model = bot.getByRole('combobox', { name: 'Language model' });
  await model.click();
  await page.getByRole('option', { name: /The stand-in of this machine/ }).click();
  await bot.getByRole('switch', { name: /It words answers itself/ }).check();
  await bot.getByText('a wrong word may reach a customer').waitFor();
  await bot.getByLabel('ask for a person').check();
  await bot.getByLabel('Tokens a day for each visitor').fill('1000');
  await bot.getByText('below that the model may never be asked').waitFor();
  await bot.getByLabel('Tokens a day for each visitor').fill('50000');
  await bot.getByText('below that the model may never be asked').waitFor({ state: 'hidden' });
  await bot.getByLabel('US dollars a day, for this bot').fill('2.5');
  expect(await findings(page), 'the model').toEqual([]);
  if (process.env.SHOTS) await bot.screenshot({ path: `${process.env.SHOTS}/model.png` });
  await bot.getByRole('button', { name: 'Save the model' }).click();
  await bot.getByRole('button', { name: 'Save the model', disabled: true }).waitFor();
  await bot.getByText('$0.00 of $2.50 used today').waitFor();

  await page.reload();
  await bot.getByLabel('US dollars a day, for this bot').waitFor();
  expect(await bot.getByLabel('US dollars a day, for this bot').inputValue()).toBe('2.5');
  expect(await bot.getByRole('switch', { name: /It words answers itself/ }).isChecked()).toBe(true);
  expect(await bot.getByLabel('ask for a person').isChecked()).toBe(true);
  await bot.getByText('$0.00 of $2.50 used today').waitFor();

  await bot.locator('.mantine-InputClearButton-root').click();
  await bot.getByRole('button', { name: 'Save the model' }).click();
  await bot.getByText('It words answers itself').waitFor({ state: 'hidden' });
  await bot.getByRole('button', { name: 'Save the model', disabled: true }).waitFor();
  await page.reload();
  await bot.waitFor();
  expect(await model.inputValue()).toBe('');
  await context.close();
});
