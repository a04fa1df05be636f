import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { facts, launch, open, seen, signIn, tell, troubles, until, word } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// Texts that strangers might write. None of them may run, lead anywhere, or move the things around it.
const texts = [
  '<img src=x onerror="window.pwned=1">',
  '<svg/onload=window.pwned=1>"><script>window.pwned=1</script>',
  'javascript:window.pwned=1 https://ok.example/javascript:alert(1)',
  'data:text/html,<script>parent.pwned=1</script>',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is an attack on templates
  '{{constructor.constructor("window.pwned=1")()}} ${window.pwned=1}',
  '\u202Egnp.exe\u202C and \u2066more',
  'A'.repeat(4000),
];

const unharmed = async (page: Page) => {
  expect(await page.evaluate(() => window.pwned)).toBeUndefined();
  expect(troubles.get(page)).toEqual([]);
};

// fits tells whether nothing made the page wider than its window.
const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

test('what strangers write is text, in the widget, the inbox, the title and notifications', async () => {
  const v = await open(browser);
  const chat = await seen(v.page, '/');
  const name = `${word('Mallory ')} <img src=x onerror=window.pwned=1>\u202Etxt`;
  await tell(v.page, 'identify', { name, email: '"><script>window.pwned=1</script>@x.test' });
  await chat.start();
  for (const text of texts) await chat.say(text);
  await until(
    'all is said',
    async () =>
      (await chat.log.locator('[data-state]').count()) === 0 &&
      (await chat.log.locator('.row.mine').count()) === texts.length,
  );
  const links = await chat.log.locator('a').evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
  expect(links).toEqual(['https://ok.example/javascript:alert(1)']);
  expect(await chat.log.evaluate((e) => e.scrollWidth <= e.clientWidth)).toBe(true);
  expect(await fits(v.page)).toBe(true);
  await unharmed(v.page);
  await chat.panel.getByRole('button', { name: 'Talk to a person' }).last().click(); // each miss offers it
  await chat.panel.getByText('A colleague will be with you').waitFor();

  const a = await open(browser, { permissions: ['notifications'] });
  await a.page.addInitScript(() => {
    const shown: Window['shown'] = [];
    window.shown = shown;
    class Fake {
      static permission = 'granted';
      static requestPermission = () => Promise.resolve('granted');
      constructor(title: string, options: NotificationOptions) {
        shown.push({ title, body: options.body });
      }
    }
    Object.defineProperty(window, 'Notification', { value: Fake });
    localStorage.setItem('botifire-admin', JSON.stringify({ sound: false, notify: true, dir: 'ltr' }));
    Object.defineProperty(document, 'hidden', { get: () => true });
  });
  await signIn(a.page, 'agent', '/inbox/unassigned');
  await a.page.getByRole('searchbox').fill('Mallory');
  await a.page.getByText('Searching all queues').waitFor();
  await a.page.locator('.row', { hasText: name.split(' <')[0]! }).click();
  const log = a.page.getByRole('log', { name: 'Transcript' });
  for (let i = 0; i < 20; i++) await log.evaluate((e) => e.scrollBy(0, -400));
  await log.getByText('<img src=x onerror=').first().waitFor();
  const admins = await log.locator('a').evaluateAll((all) => all.map((e) => (e as HTMLAnchorElement).href));
  expect(admins.filter((href) => !href.startsWith('https://ok.example/'))).toEqual([]);
  expect(await fits(a.page)).toBe(true);
  const heading = await a.page.locator('.convhead h2').innerText();
  expect(heading).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);

  // A viewer of the conversation needs no notification.
  await a.page.getByRole('link', { name: 'Visitors' }).first().click();
  await a.page.getByRole('heading', { name: 'Visitors' }).waitFor();
  const news = word('<b>late</b> ');
  await chat.say(news + '\u202Etxt.exe');
  const note = await until('a notification', () => a.page.evaluate(() => window.shown.at(-1)));
  expect(note.title + note.body).not.toMatch(/[\u202a-\u202e]/);
  expect(await a.page.title()).toMatch(/^(\(\d+\) )?Botifire$/);
  await a.page.goBack();
  await a.page.getByRole('link', { name: 'Open the profile' }).click();
  await a.page.locator('.timeline').getByText('<img src=x').first().waitFor();
  expect(await fits(a.page)).toBe(true);
  await unharmed(a.page);
  await Promise.all([v.context.close(), a.context.close()]);
});

test('the admin is a page that nobody can frame or script', async () => {
  const { page, context } = await open(browser);
  const answer = await page.goto(facts.Door + '/admin/');
  const headers = answer!.headers();
  expect(headers['content-security-policy']).toMatch(/script-src 'self';/);
  expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'/);
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['cross-origin-opener-policy']).toBe('same-origin');
  await context.close();
});
