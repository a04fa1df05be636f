import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { facts, launch, open, shop, signIn, troubles, until, word } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test('a visitor goes from the shop to WhatsApp, says that it was they, and is one person', async () => {
  const v = await open(browser);
  const chat = await shop(v.page, '/kettles');
  await chat.start();
  const asked = word('Which kettle is the best ');
  await chat.say(asked);
  await chat.sent(asked).waitFor();
  await chat.panel.getByRole('button', { name: 'Privacy and options' }).click();
  await chat.panel.getByRole('button', { name: 'Go on in WhatsApp' }).click();
  await chat.panel.getByRole('img', { name: 'Scan this with your phone' }).waitFor();
  const way = new URL((await chat.panel.getByRole('link', { name: 'Open WhatsApp' }).getAttribute('href'))!);
  expect(way.origin + way.pathname).toBe('https://wa.me/15550100000');
  if (process.env.SHOTS) await v.page.screenshot({ path: `${process.env.SHOTS}/pair-way.png` });
  expect(await findings(v.page)).toEqual([]);
  await chat.panel.getByRole('button', { name: 'Back' }).click();

  const number = `4915${String(Date.now() % 1e9).padStart(9, '0')}`;
  const name = word('Phone ');
  const p = await open(browser, { viewport: { width: 430, height: 860 } });
  await p.page.goto(`${facts.Phone}/?number=${number}&name=${encodeURIComponent(name)}`);
  await p.page.getByLabel('Message', { exact: true }).fill(way.searchParams.get('text')!);
  await p.page.keyboard.press('Enter');

  await chat.panel.getByText(`The number ending in ${number.slice(-2)} wrote to us`).waitFor();
  if (process.env.SHOTS) await v.page.screenshot({ path: `${process.env.SHOTS}/pair-ask.png` });
  await chat.panel.getByRole('button', { name: 'Yes, that is me' }).click();
  await chat.panel.getByText('Our team sees both chats as yours now').waitFor();
  expect(await chat.panel.getByText(`number ending in`).count()).toBe(0);

  const a = await open(browser);
  await signIn(a.page, 'agent', '/visitors');
  await until('the search finds one person', async () => {
    await a.page.getByLabel('Find a visitor').fill('');
    await a.page.getByLabel('Find a visitor').fill(name);
    try {
      await a.page.getByRole('option', { name }).click({ timeout: 15_000 });
      return true;
    } catch {
      return false;
    }
  });
  await a.page.getByRole('link', { name: 'Website chat' }).waitFor();
  await a.page.getByRole('link', { name: 'WhatsApp chat' }).waitFor();
  const joined = a.page.getByRole('region', { name: 'Also this person' });
  await joined.getByText('They went on in WhatsApp').waitFor();
  await a.page.locator('.timeline').getByText(asked).waitFor();
  await a.page.locator('.timeline').getByText('I come from your website').waitFor();
  if (process.env.SHOTS) await a.page.screenshot({ path: `${process.env.SHOTS}/pair-profile.png`, fullPage: true });
  expect(await findings(a.page)).toEqual([]);

  await joined.getByRole('button', { name: 'Take apart' }).click();
  await a.page.getByRole('dialog').getByRole('button', { name: 'Take apart' }).click();
  await joined.getByText('They went on in WhatsApp').waitFor({ state: 'hidden' });
  await joined.getByRole('button', { name: 'Join with another profile' }).click();
  const dialog = a.page.getByRole('dialog');
  await dialog.getByLabel('The other profile').fill(name);
  await dialog.getByText('No other profile was found').waitFor(); // it is this one
  if (process.env.SHOTS) await a.page.screenshot({ path: `${process.env.SHOTS}/pair-join.png` });
  for (const { page } of [v, p, a]) expect(troubles.get(page)).toEqual([]);
});
