// Sites that are one document name their pages behind a hash or in the query.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { facts, launch, open, seen, signIn, until, word } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// told is the pages that the widget tells the server from now on.
function told(page: Page): string[] {
  const urls: string[] = [];
  page.on('websocket', (ws) =>
    ws.on('framesent', (f) => {
      const { page: at } = JSON.parse(String(f.payload)) as { page?: { url: string } };
      if (at) urls.push(at.url.replace(facts.Shop, ''));
    }),
  );
  return urls;
}

test('each route is a page, whatever changes it, and nothing that is secret is told', async () => {
  const { page, context } = await open(browser);
  const urls = told(page);
  await seen(page, '/#/home');
  expect(urls).toEqual(['/#/home']);
  const goes = async (how: string, to: string, shown: string) => {
    const before = urls.length;
    await page.evaluate(
      ([how, to]) => {
        if (how === 'hash') location.hash = to;
        else history[how as 'pushState']({}, '', to);
      },
      [how, to] as const,
    );
    await until(`${to} is told`, async () => urls.length > before);
    expect(urls.slice(before)).toEqual([shown]);
  };
  await goes('hash', '#/pricing', '/#/pricing');
  await goes('hash', '#!/orders/8f14e45fceea167a5a36dedd?token=abc', '/#!/orders/*');
  await goes('pushState', '/?product=kettle-5', '/?product=kettle-5');
  await goes('pushState', '/?product=teapot-9&email=dana@mail.test&q=words', '/?product=teapot-9');
  await goes('replaceState', '/?view=map%2Flist#/u/dana@mail.test', '/?view=map%2Flist#/u/*');
  await goes('pushState', '/real/path', '/real/path');
  // As a router that kept it.
  await page.evaluate(() => History.prototype.replaceState.call(history, {}, '', '/real/path#/kept'));
  await until('the route of the router is told', async () => urls.at(-1) === '/real/path#/kept');
  // Changes within a page are not told: an anchor, a token, a search.
  for (const to of ['#reviews', '#access_token=eyJhbGciOi', '?q=words', '?page=8f14e45fceea167a5a36dedd']) {
    await page.evaluate(
      (to) =>
        new Promise((looked) => {
          history.pushState({}, '', to);
          setTimeout(looked, 60);
        }),
      to,
    ); // a timer behind the widget's
  }
  await goes('pushState', '/?page=2', '/?page=2');
  await context.close();
});

test('the team sees on which route somebody is', async () => {
  const { page, context } = await open(browser);
  await seen(page, '/kettles#/start');
  const route = word('route-');
  await page.evaluate((route) => {
    location.hash = '/' + route;
  }, route);
  const admin = await open(browser);
  await signIn(admin.page);
  await admin.page.getByText(`#/${route}`).first().waitFor();
  await Promise.all([context.close(), admin.context.close()]);
});
