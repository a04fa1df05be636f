import type { Browser, Page, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, open, signIn, until } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// The test plays the server, because it measures the page.
const now = () => new Date().toISOString();
const session = (i: number) => ({
  name: `Visitor ${i}`,
  cookieId: `ck_${i}`,
  presence: { state: 'active', sign: now() },
  session: {
    tenant: 't',
    id: `s_${String(i).padStart(5, '0')}`,
    visitor: `v_${i}`,
    bot: 'b',
    source: 'web',
    mode: 'full',
    started: now(),
    lastAt: now(),
    returning: false,
    place: { country: 'DE', city: 'Berlin' },
    device: { browser: 'Chrome', os: 'Linux' },
    page: { url: 'https://shop.test/', title: 'Home' },
    pages: 1,
  },
});

const drawn = (page: Page) => page.evaluate(() => window.botifireDrawn!.rows);

// longest is the longest task of the page while something is done, in ms.
async function longest(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    window.longest = 0;
    new PerformanceObserver((list) =>
      list.getEntries().forEach((e) => {
        window.longest = Math.max(window.longest, e.duration);
      }),
    ).observe({ entryTypes: ['longtask'] });
  });
  await act();
  return page.evaluate(() => Math.round(window.longest));
}

test('of 500 visitors some sixty rows are mounted, and one change draws one row', async () => {
  const { page, context } = await open(browser);
  const rows = Array.from({ length: 500 }, (_, i) => session(i));
  let socket: WebSocketRoute | undefined;
  await page.routeWebSocket(/agent_socket/, (ws) => {
    socket = ws;
  });
  await page.route('**/v1/sessions**', (route) => {
    const from = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 0);
    return route.fulfill({
      json: { rows: rows.slice(from, from + 200), ...(from + 200 < rows.length && { next: String(from + 200) }) },
    });
  });
  await signIn(page);
  await page.getByText(/500. here now/).waitFor();
  const mounted = await page.locator('.session[data-session]').count();
  expect(mounted).toBeGreaterThan(5);
  expect(mounted).toBeLessThanOrEqual(60);

  await until('it is quiet', async () => !!socket && (await drawn(page)) > 0);
  await page.waitForLoadState('networkidle');
  const before = await drawn(page);
  rows[2] = {
    ...rows[2]!,
    session: { ...rows[2]!.session, page: { url: 'https://shop.test/cart', title: 'The cart' }, pages: 2 },
  };
  socket!.send(JSON.stringify({ action: 'changed', list: 'visitors' }));
  await page.locator('.session', { hasText: 'The cart' }).waitFor();
  expect((await drawn(page)) - before).toBe(1);

  const list = page.locator('.sessions');
  const task = await longest(page, async () => {
    for (let y = 0; y < 30_000; y += 800)
      await list.evaluate((e, y) => {
        e.scrollTop = y;
        return new Promise(requestAnimationFrame);
      }, y);
  });
  expect(await page.locator('.session[data-session]').count()).toBeLessThanOrEqual(60);
  await page.locator('.session', { hasText: 'Visitor 499' }).waitFor();
  console.log(`longest task while scrolling 500 visitors: ${task || 'under 50'} ms`);
  await context.close();
});

test('of 5,000 messages some sixty are mounted, from the end, and earlier ones come without a jump', async () => {
  const { page, context } = await open(browser);
  const id = (i: number) => '01ARZ3NDEKTSV4RRFF' + String(i).padStart(8, '0');
  const at = (i: number) => new Date(Date.now() - (5000 - i) * 60_000).toISOString();
  const message = (i: number) => ({
    id: id(i),
    at: at(i),
    author: i % 3 ? { kind: 'visitor' } : { kind: 'bot' },
    bubbles: [{ kind: 'text', text: `Message ${i} ` + 'words '.repeat(i % 40) }],
  });
  const head = {
    tenant: 't',
    id: 'c_big',
    bot: 'b',
    visitor: 'v_1',
    source: 'web',
    owner: 'bot',
    epoch: 0,
    status: 'open',
    at: now(),
  };
  await page.routeWebSocket(/agent_socket/, () => {});
  await page.route('**/v1/conversations?**', (route) =>
    route.fulfill({ json: { rows: [{ conversation: head, name: 'Big' }] } }),
  );
  await page.route('**/v1/conversations/c_big', (route) =>
    route.fulfill({ json: { conversation: head, name: 'Big' } }),
  );
  await page.route('**/v1/visitors/**', (route) =>
    route.fulfill({
      json: {
        visitor: { tenant: 't', id: 'v_1', firstSeen: now(), source: 'web' },
        presence: { state: 'left', sign: now() },
        sessions: [],
        conversations: [head],
        notes: [],
      },
    }),
  );
  await page.route('**/v1/conversations/c_big/messages**', (route) => {
    const to = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 5000);
    const from = Math.max(0, to - 100);
    return route.fulfill({
      json: {
        rows: Array.from({ length: to - from }, (_, i) => message(to - 1 - i)),
        ...(from > 0 && { older: String(from) }),
      },
    });
  });
  await signIn(page, 'owner', '/inbox/bot/c_big');
  const log = page.getByRole('log', { name: 'Transcript' });
  await log.getByText('Message 4999').waitFor(); // it begins at the end
  expect(await log.locator('.line').count()).toBeLessThanOrEqual(60);

  let [jumps, number] = [0, 5000];
  const task = await longest(page, async () => {
    for (const end = Date.now() + 60_000; !(number < 4000) && Date.now() < end; ) {
      const shown = await log.evaluate(async (e) => {
        e.scrollTop -= 900;
        await new Promise(requestAnimationFrame);
        const top = e.getBoundingClientRect().top;
        const line = [...e.querySelectorAll('.line')].find(
          (l) => l.getBoundingClientRect().top >= top && /Message/.test(l.textContent ?? ''),
        );
        return {
          number: Number(line?.textContent?.match(/Message (\d+)/)?.[1]),
          mounted: e.querySelectorAll('.line').length,
        };
      });
      if (shown.mounted > 60) jumps++;
      number = shown.number;
    }
  });
  expect(jumps).toBe(0);
  expect(number, 'a thousand are read back').toBeLessThan(4000);
  console.log(`longest task while scrolling back through a thousand of 5,000 messages: ${task || 'under 50'} ms`);
  await context.close();
});
