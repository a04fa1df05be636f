// A lead translates a script in its Languages view; a visitor on an Arabic page fills in the shop's form in Arabic.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { launch, open, shop, signIn, tell, visit, word } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const picture = async (page: Page, name: string) => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
};

test('a lead translates a script, attaches what a change left over, and Training leads to what lacks', async () => {
  const { page, context } = await open(browser);
  await signIn(page, 'owner', '/settings/bots');
  const name = word('Polyglot ');
  await page.getByLabel('Name', { exact: true }).last().fill(name);
  await page.keyboard.press('Enter'); // a click may meet the page while the other bots push its form down
  await page.locator(`[data-bot="${name}"]`).getByRole('link', { name: 'Edit the script' }).click();
  await page.getByText('Languages', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Another language' }).click();
  await page.getByRole('listbox', { name: 'Another language' }).getByRole('option', { name: 'Arabic' }).click();
  await page.getByRole('button', { name: 'Add it' }).click();
  await page.getByRole('switch', { name: /^Only missing texts/ }).click();
  const field = page.getByLabel('Arabic for: Hello! How can I help?');
  expect(await field.evaluate((e) => getComputedStyle(e).direction)).toBe('rtl');
  await field.fill('مرحبًا! كيف أساعدك؟');
  await page.getByLabel('Arabic for: Yes, please').fill('نعم، من فضلك');
  expect(await field.isVisible()).toBe(true); // a row stays while one types
  await page.getByLabel('The page is in').selectOption('ar');
  await page.getByRole('button', { name: 'Greet' }).click();
  await page.getByRole('log', { name: 'Trial' }).getByText('مرحبًا! كيف أساعدك؟').waitFor();
  expect(await findings(page), 'the languages of a script').toEqual([]);
  await picture(page, 'languages-wide-light');

  await page.getByText('Form', { exact: true }).click();
  await page.getByLabel('Greeting: what the bot says').fill('Hello there! How can I help?');
  await page.getByText('Languages', { exact: true }).click();
  await page.getByText('The script does not say these texts any more.').waitFor();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await picture(page, 'languages-narrow-dark');
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.getByRole('button', { name: /^Attach to/ }).click();
  await page.getByText('The script does not say these texts any more.').waitFor({ state: 'detached' });
  expect(await page.getByLabel('Arabic for: Hello there! How can I help?').inputValue()).toBe('مرحبًا! كيف أساعدك؟');

  await page.getByLabel('Arabic for: Yes, please').fill('ط'.repeat(81));
  await page.getByText('There is room for 80 characters; this has 81.').waitFor();
  await page.getByRole('button', { name: 'Save as version 2' }).click();
  await page.getByRole('alert').getByText('There is room for 80').waitFor();
  await page.getByText('Languages', { exact: true }).click();
  await page.getByLabel('Arabic for: Yes, please').fill('نعم، من فضلك');
  await page.getByRole('button', { name: 'Save as version 2' }).click();
  await page.getByRole('button', { name: 'Publish version 2' }).click();
  await page.getByRole('row', { name: /^2/ }).getByText('In force').waitFor();

  await visit(page, '/admin/training?show=coverage');
  const coverage = page.getByRole('region', { name: `Script of ${name}` });
  await coverage.getByText('I do not know that yet. Shall I get a person?').waitFor();
  expect(await findings(page), 'the coverage').toEqual([]);
  await picture(page, 'coverage-wide-light');
  await coverage.getByRole('link', { name: /^Show the .* missing$/ }).click();
  await page.getByLabel('Arabic for: I do not know that yet. Shall I get a person?').waitFor();
  await context.close();
});

test('a visitor fills in a form in Arabic, from its first word to its last, on a page in Arabic', async () => {
  for (const [scheme, width] of [
    ['light', 1280],
    ['dark', 390],
  ] as const) {
    const { page, context } = await open(browser, { colorScheme: scheme, viewport: { width, height: 844 } });
    const chat = await shop(page);
    await tell(page, 'setLocale', 'ar');
    await chat.launcher.click();
    await chat.panel.getByText('أهلًا بك في Kettle & Co. كيف أساعدك؟').waitFor();
    await chat.panel.getByRole('button', { name: 'طلب عرض سعر' }).click();
    const form = chat.panel.locator('form.form');
    await form.getByLabel('اسمك').fill('ليلى');
    expect(await form.getAttribute('dir')).toBe('rtl');
    await form.getByLabel('بريدك الإلكتروني').fill('nothing');
    await form.getByRole('button', { name: 'إرسال' }).click();
    await form.locator('.wrong', { hasText: /\p{Script=Arabic}/u }).waitFor();
    expect(await findings(page), 'the form').toEqual([]);
    await picture(page, `form-ar-${scheme}-${width}`);
    await form.getByLabel('بريدك الإلكتروني').fill('layla@mail.test');
    await form.getByRole('button', { name: 'إرسال' }).click();
    await chat.panel.getByText('شكرًا لك! سيصلك عرضنا خلال يوم.').waitFor();
    await context.close();
  }
});

test('a form in Arabic stands on a page in English, with its faults in Arabic', async () => {
  const { page, context } = await open(browser);
  const chat = await shop(page);
  await chat.start();
  await chat.say('أريد عرض سعر من فضلك لغلاية');
  // Entries of other tests may be near enough to be offered.
  await chat.panel.getByText(/لا أعرف ذلك بعد\. هل أطلب زميلًا؟|هل تقصد أحد هذه المواضيع؟/).waitFor();
  await chat.say('طلب عرض سعر');
  const form = chat.panel.locator('form.form');
  await form.getByLabel('اسمك').waitFor();
  await form.getByRole('button', { name: 'إرسال' }).click();
  expect(await form.getAttribute('lang')).toBe('ar');
  expect(await form.locator('.wrong').first().innerText()).toMatch(/\p{Script=Arabic}/u);
  await picture(page, 'form-ar-on-en');
  await context.close();
});
