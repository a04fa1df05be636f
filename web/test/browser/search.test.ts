import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { call, facts, launch, open, seen, signIn, tell, troubles, until, word } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// writes has a new visitor write something, and answers with their name.
async function writes(words: string, known = {}) {
  const { page, context } = await open(browser);
  const chat = await seen(page, '/');
  const name = word('Seeker ');
  await tell(page, 'identify', { name, ...known });
  await chat.start();
  await chat.say(words);
  await chat.said(words).waitFor();
  await context.close();
  return name;
}

const box = (page: Page) => page.getByRole('searchbox', { name: 'Search messages and people' });

// finds searches once the index has heard of the message, which takes it a quarter of a minute.
async function finds(page: Page, words: string, name: string) {
  const q = encodeURIComponent(words);
  const found = async () => JSON.stringify(await call(page, `/v1/search?q=${q}`)).includes(name);
  await until(`${words} is found`, found, 60_000);
  await page.goto(`${facts.Door}/admin/search?q=${q}`);
  const hit = page.locator('a.hit', { hasText: name });
  await hit.waitFor();
  return hit;
}

test('a word in Arabic, one in Chinese and the last digits of a phone lead to their conversations', async () => {
  const digits = String(Math.floor(1000 + Math.random() * 9000));
  const arabic = await writes('وصلت الفاتورة متأخرة جدا');
  const chinese = await writes('我想退货因为水壶坏了', { phone: `+49 151 2345 ${digits}` });
  const { page, context } = await open(browser, { bypassCSP: true });
  await signIn(page, 'agent', '/visitors');
  await page.getByRole('link', { name: 'Search messages' }).waitFor();
  await page.keyboard.press('Control+k');
  await box(page).waitFor();
  const bill = await finds(page, 'فاتوره', arabic);
  expect(await bill.locator('mark').first().innerText()).toBe('الفاتورة');
  const kettle = await finds(page, '水壶', chinese);
  expect(await kettle.locator('mark').first().innerText()).toBe('水壶');
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await findings(page), String(width)).toEqual([]);
  }
  await kettle.click();
  await page.locator('.line.sought', { hasText: '我想退货' }).waitFor();

  await page.keyboard.press('Control+k');
  await box(page).fill(digits);
  const person = page.getByRole('region', { name: 'People' }).locator('.hit', { hasText: chinese });
  await person.locator('.talk').first().click();
  await page.getByRole('log', { name: 'Transcript' }).getByText('我想退货').first().waitFor();
  expect([...troubles.get(page)!]).toEqual([]);
  await context.close();
});

test('filters narrow a search, and a viewer does not find a number', async () => {
  const said = word('unrepeatable');
  const name = await writes(`${said} +49 151 9988 7766`);
  const { page, context } = await open(browser);
  await signIn(page, 'viewer', '/inbox/bot');
  await page.getByRole('link', { name: 'Search messages' }).click();
  await box(page).waitFor();
  await finds(page, said, name);
  await page.getByRole('button', { name: 'Filters' }).click();
  await page.getByLabel('Has a file').check();
  await page.getByText('Nothing was found').waitFor();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await page.locator('a.hit', { hasText: name }).waitFor();
  expect(await page.locator('a.hit').first().innerText()).not.toContain('7766');

  // The key leads to the box from everywhere, and takes away neither words nor filters.
  await page.getByLabel('Country or city').fill('Lagos');
  await page.keyboard.press('Enter');
  await page.getByText('Nothing was found').waitFor();
  expect(await page.getByLabel('Country or city').evaluate((e) => e === document.activeElement)).toBe(true);
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await page.getByRole('combobox', { name: 'Said by' }).click();
  await page.getByRole('option', { name: 'Visitors' }).click();
  await page.locator('a.hit', { hasText: name }).waitFor();
  await box(page).focus();
  await page.keyboard.press('Control+k');
  expect(await box(page).evaluate((e: HTMLInputElement) => e.value.slice(e.selectionStart!, e.selectionEnd!))).toBe(
    said,
  );
  expect(new URL(page.url()).search).toContain(`q=${said}&author=visitor`);
  await page.locator('a.hit', { hasText: name }).waitFor();
  await box(page).fill('99887766');
  await page.getByText('Nothing was found').waitFor();
  await context.close();
});
