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

// Most people never talk: the search in the inbox reads on over them, and says that nobody was found only at the end.
test('of 45 people who match, the one who talked is found although they are the last', async () => {
  const name = await writes('Do you mend kettles?');
  const { page, context } = await open(browser);
  await signIn(page, 'agent', '/inbox/bot');
  type Found = { rows: { visitor: { id: string }; conversations: unknown[] }[]; next?: string };
  const q = encodeURIComponent(name);
  const talked = await until(`${name} is found`, async () => {
    const { rows } = await call<Found>(page, `/v1/visitors?q=${q}`);
    return rows.find((r) => r.conversations.length);
  });
  const silent = (i: number) => ({ visitor: { ...talked.visitor, id: `v_silent${i}` }, conversations: [] });
  const people = [...Array.from({ length: 44 }, (_, i) => silent(i)), talked];
  let holds = true;
  const asked: number[] = [];
  await page.route(/\/v1\/visitors\?/, async (route) => {
    const at = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 0);
    asked.push(at);
    if (at === 20) await until('the list was looked at', async () => !holds);
    const next = at + 20 < people.length ? String(at + 20) : undefined;
    await route.fulfill({ json: { rows: people.slice(at, at + 20), next } });
  });
  await page.getByRole('searchbox').fill(name);
  await until('the second page is asked for', async () => asked.includes(20));
  expect(await page.getByText('Nobody was found').count(), 'before the last page').toBe(0);
  holds = false;
  await page.locator('.row', { hasText: name }).waitFor();
  expect([...new Set(asked)]).toEqual([0, 20, 40]); // a hint may have the first one read again
  people.pop();
  await page.getByRole('searchbox').fill(`${name} x`);
  await page.getByText('Nobody was found').waitFor();
  await context.close();
});
