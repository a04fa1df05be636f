// The card by which the widget asks for consent, as people meet it.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { asksForConsent, cookieOf, launch, open, shop, tell, until } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const privacy = { privacy: 'https://shop.example/privacy' };

// within tells whether an element is whole in the window.
const within = (page: Page) => async () => {
  const box = (await page.locator('botifire-chat .ask').boundingBox())!;
  const { width, height } = page.viewportSize()!;
  return box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height;
};

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the card is whole and readable, ${colorScheme}`, async () => {
    const { page, context } = await open(browser, { colorScheme, bypassCSP: true });
    await asksForConsent(page, privacy);
    const chat = await shop(page);
    const card = chat.host.locator('.ask');
    for (const locale of ['en', 'ar', 'hi']) {
      await tell(page, 'setLocale', locale);
      await until(`it speaks ${locale}`, async () => (await card.getAttribute('lang')) === locale);
      expect(await card.getAttribute('dir')).toBe(locale === 'ar' ? 'rtl' : 'ltr');
      for (const width of [320, 375, 1280]) {
        await page.setViewportSize({ width, height: 700 });
        await until(`it is whole, ${locale} ${width}`, within(page));
        expect(await findings(page), `${locale} ${width}`).toEqual([]);
      }
    }
    await context.close();
  });
}

test('keyboards and screen readers find the card, and it gives the focus back', async () => {
  const { page, context } = await open(browser);
  await asksForConsent(page, { ...privacy, consentText: 'Shall we remember you? ' + 'word '.repeat(50) });
  const chat = await shop(page);
  const card = page.getByRole('region', { name: 'Privacy policy' });
  await card.getByRole('status').getByText('Shall we remember you?').waitFor(); // said when it comes
  await chat.launcher.focus();
  const stops: string[] = [];
  for (let i = 0; i < 3; i++) {
    await page.keyboard.press('Tab');
    stops.push(await chat.host.evaluate((host) => host.shadowRoot!.activeElement!.textContent));
  }
  expect(stops).toEqual(['Privacy policy', 'Yes', 'No']);
  await page.keyboard.press('Enter');
  await card.waitFor({ state: 'detached' });
  expect(await chat.host.evaluate((host) => host.shadowRoot!.activeElement?.className)).toBe('launch');
  expect(await cookieOf(context)).toBeUndefined();
  await context.close();
});

test('the card waits while newer words stand beside the launcher', async () => {
  const { page, context } = await open(browser);
  await asksForConsent(page);
  let says = (_: object) => {};
  await page.routeWebSocket(/visitor_socket/, (ws) => {
    const server = ws.connectToServer();
    server.onMessage((frame) => ws.send(frame));
    says = (push) => ws.send(JSON.stringify({ action: 'message', conversation: 'c', ...push }));
  });
  const chat = await shop(page);
  const card = chat.host.locator('.ask');
  await card.waitFor();
  await chat.start();
  await page.keyboard.press('Escape');
  await card.waitFor();
  says({
    message: {
      id: '7ZZZZZZZZZZZZZZZZZZZZZZZZ0',
      author: { kind: 'agent', name: 'Ana' },
      at: new Date().toISOString(),
      bubbles: [{ kind: 'text', text: 'Newer words' }],
    },
  });
  await chat.host.locator('.news').getByText('Newer words').waitFor();
  expect(await card.isVisible()).toBe(false);
  await chat.host.locator('.dismiss').click();
  await card.waitFor();
  await context.close();
});

test('a page that has a banner of its own gets no card', async () => {
  const { page, context } = await open(browser);
  await asksForConsent(page, { ownBanner: true });
  const chat = await shop(page);
  await page.waitForLoadState('networkidle');
  expect(await chat.host.locator('.ask').count()).toBe(0);
  await tell(page, 'consent', true);
  await until('the cookie is there', () => cookieOf(context));
  await context.close();
});
