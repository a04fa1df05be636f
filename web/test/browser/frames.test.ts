import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { facts, launch, open, seen, until } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const pages = ['/kettles', '/delivery', '/kettles/copper', '/returns'];

// counted are the messages on a page's sockets, either way: each is paid for. Those of a visitor who turns idle or
// comes back are counted apart.
function counted(page: Page) {
  const messages = { visit: [] as string[], active: [] as string[] };
  page.on('websocket', (ws) => {
    const refs = new Set<string>();
    const take = (payload: string | Buffer) => {
      const { action, ref } = JSON.parse(String(payload)) as { action: string; ref?: string };
      const active = action === 'activity' || (action === 'ack' && !!ref && refs.has(ref));
      if (action === 'activity' && ref) refs.add(ref);
      messages[active ? 'active' : 'visit'].push(action);
    };
    ws.on('framesent', ({ payload }) => take(payload));
    ws.on('framereceived', ({ payload }) => take(payload));
  });
  return messages;
}

// few prints the messages of a story, those of an active visitor apart, and holds them to a number.
function few(story: string, { visit, active }: ReturnType<typeof counted>, most: number): void {
  console.log(`${story}:`, visit.length, active.length, visit.join());
  expect(visit.length).toBeLessThanOrEqual(most);
}

test('a silent visit of five pages on one socket needs seven messages at most', async () => {
  const { page, context } = await open(browser);
  const messages = counted(page);
  await seen(page, '/');
  for (const [i, path] of pages.entries()) {
    await page.evaluate((to) => history.pushState({}, '', to), path);
    await until('the page is told', async () => messages.visit.filter((m) => m === 'page').length > i);
  }
  await page.goto('about:blank');
  few('frames of five pages on one socket', messages, 7);
  await context.close();
});

test('a silent visit of five pages that each load anew needs twelve messages at most', async () => {
  const { page, context } = await open(browser);
  const messages = counted(page);
  await seen(page, '/');
  for (const [i, path] of pages.entries()) {
    await page.goto(facts.Shop + path);
    await until('the visitor is welcomed', async () => messages.visit.filter((m) => m === 'welcome').length > i + 1);
  }
  await page.goto('about:blank');
  few('frames of five pages with reloads', messages, 12);
  await context.close();
});
