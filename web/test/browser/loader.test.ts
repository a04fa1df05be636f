import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, open, seen, until } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

interface Frame {
  action: string;
  active?: boolean;
}

// framesOf collects the frames that the page's sockets send from now on.
function framesOf(page: Page): Frame[] {
  const sent: Frame[] = [];
  page.on('websocket', (ws) => ws.on('framesent', (f) => void sent.push(JSON.parse(String(f.payload)) as Frame)));
  return sent;
}

test('a page tells when nobody is in front of it any more, and nothing of scrolling and keys', async () => {
  const { page, context } = await open(browser);
  await page.clock.install();
  const sent = framesOf(page);
  await seen(page, '/kettles');
  await page.clock.runFor(1000);
  const told = () => sent.filter((f) => f.action === 'activity').map((f) => f.active);
  for (let i = 0; i < 5; i++) await page.mouse.wheel(0, 2000);
  // A page that still glides while the clock runs would be a sign of the visitor.
  await until('the page is at its end', () => page.evaluate(() => scrollY + innerHeight >= document.body.scrollHeight));
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowDown');
  expect(sent.map((f) => f.action)).toEqual(['hello']);
  for (const round of [1, 2, 3]) {
    await page.clock.runFor(3 * 60_000 + 1000);
    await until(`idle is told, round ${round}`, async () => told().length >= Math.min(4, 2 * round - 1));
    await page.keyboard.press('Shift');
    await page.keyboard.press('Shift');
  }
  expect(told()).toEqual([false, true, false, true]);
  await context.close();
});
