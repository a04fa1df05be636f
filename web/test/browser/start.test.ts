import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { facts, launch, open, seen, signIn, tell, troubles, visit, Widget, word } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// someone is a visitor who has said nothing. Their page counts the sounds that it makes.
async function someone(path = '/kettles') {
  const { page, context } = await open(browser);
  await page.addInitScript(() => {
    const of = window as unknown as { sounds: number; AudioContext: unknown };
    of.sounds = 0;
    of.AudioContext = class {
      constructor() {
        of.sounds++;
      }
    };
  });
  const chat = await seen(page, path);
  const name = word('Silent ');
  await tell(page, 'identify', { name });
  return { page, context, chat, name };
}

const sounds = (chat: Widget) => chat.page.evaluate(() => (window as unknown as { sounds: number }).sounds);
const bubble = (chat: Widget) => chat.host.locator('.news');

test('an agent writes first to a visitor: a bubble within a second, and nothing opens, sounds or takes the focus', async () => {
  const v = await someone();
  await v.chat.launcher.click(); // the panel has been open once, so it could sound
  await v.chat.said('Welcome').waitFor();
  await v.page.keyboard.press('Escape');
  await v.page.getByRole('link', { name: 'Delivery' }).focus();
  const a = await open(browser);
  await signIn(a.page, 'agent', '/visitors');
  const row = a.page.locator('.session', { hasText: v.name });
  await row.getByRole('button', { name: 'Start a chat' }).click();
  const text = word('Are you looking for a big one? ');
  await a.page.getByLabel('Your first words').fill(text);
  if (process.env.SHOTS) await a.page.screenshot({ path: process.env.SHOTS + '/start.png' });
  const answered = a.page.waitForResponse((r) => r.url().endsWith('/chat') && r.request().method() === 'POST');
  await a.page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
  const from = Date.now();
  await bubble(v.chat).getByText(text).waitFor();
  const took = Date.now() - from;
  expect((await answered).status()).toBe(201);
  console.info(`a started chat is shown after ${took} ms`);
  if (process.env.SHOTS) await v.page.screenshot({ path: process.env.SHOTS + '/bubble.png' });
  expect(await v.chat.panel.isVisible()).toBe(false);
  expect(await v.page.evaluate(() => document.activeElement?.textContent)).toBe('Delivery');
  expect(await sounds(v.chat)).toBe(0);
  await row.getByRole('button', { name: 'Start a chat' }).waitFor({ state: 'detached' }); // once in a visit

  await bubble(v.chat).locator('.words').click();
  await v.chat.say('Yes, two litres');
  await v.chat.panel.getByText('You are talking to Ana Souza').waitFor();
  await a.page.getByRole('button', { name: 'Open the conversation' }).click();
  await a.page.getByText('Yes, two litres').first().waitFor();
  expect(troubles.get(v.page)).toEqual([]);
  await Promise.all([v.context.close(), a.context.close()]);
});

test('first words wait while the visitor fills in a form of the page, and nobody writes to a private visit', async () => {
  const v = await someone('/');
  await v.page.evaluate(() => {
    const form = document.createElement('form');
    const field = document.createElement('input');
    field.ariaLabel = 'Card number';
    form.append(field);
    document.body.prepend(form);
  });
  await v.page.getByLabel('Card number').focus();
  const a = await open(browser);
  await signIn(a.page, 'agent', '/visitors');
  await a.page.locator('.session', { hasText: v.name }).getByRole('link').first().click();
  await a.page.locator('.timeline').waitFor(); // the list has such a button in each row
  await a.page.getByRole('button', { name: 'Start a chat' }).click();
  await a.page.getByLabel('Your first words').fill('One moment of your time?');
  await a.page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
  await a.page.getByText('Their answer comes to your inbox').waitFor();
  await v.chat.host.locator('i', { hasText: '1' }).waitFor(); // the words are there
  expect(await bubble(v.chat).isVisible()).toBe(false);
  await v.page.getByLabel('Card number').blur();
  await bubble(v.chat).getByText('One moment of your time?').waitFor();

  const p = await open(browser);
  await p.page.goto(facts.Shop + '/?gpc=1');
  const chat = new Widget(p.page);
  await chat.start();
  await visit(a.page, '/admin/visitors');
  const row = a.page.locator('.session', { hasText: 'Private' }).first();
  await row.waitFor();
  expect(await row.getByRole('button', { name: 'Start a chat' }).count()).toBe(0);
  await Promise.all([v.context.close(), a.context.close(), p.context.close()]);
});
