// A conversation goes on where the browser keeps no cookie of the site, and nothing breaks where it keeps nothing.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  cookieOf,
  facts,
  launch,
  launchAt,
  open,
  shop,
  signIn,
  troubles,
  until,
  Widget,
  watch,
  word,
} from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// says has a visitor write, and waits until the server has it.
async function says(chat: Widget, prefix: string): Promise<string> {
  await chat.start();
  const text = word(prefix);
  await chat.say(text);
  await chat.sent(text).waitFor();
  return text;
}

test('in a frame of another site it goes on, page after page', async () => {
  const { page, context } = await open(browser);
  await context.route(
    (url) => url.origin === facts.Shop && !url.pathname.startsWith('/files'),
    async (route) => {
      const answer = await route.fetch();
      const { 'content-security-policy': _, ...headers } = answer.headers(); // it forbids frames
      await route.fulfill({ response: answer, headers });
    },
  );
  await context.route('https://portal.test/', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<iframe src="${facts.Shop}/" width="1200" height="800"></iframe>`,
    }),
  );
  await page.goto('https://portal.test/');
  const frame = page.frameLocator('iframe');
  const chat = new Widget(page, frame);
  const text = await says(chat, 'aspen ');
  expect(await cookieOf(context)).toBeUndefined();
  await frame.getByRole('link', { name: 'Delivery' }).click();
  await frame.getByRole('heading', { name: 'Delivery' }).waitFor(); // words on the page before would go with it
  await chat.sent(text).waitFor();
  const more = word('maple ');
  await chat.say(more);
  await chat.sent(more).waitFor();
  expect((await chat.log.innerText()).split(text)).toHaveLength(2);
  await chat.panel.getByRole('button', { name: 'Privacy and options' }).click();
  await chat.panel.getByText('This chat remembers you while this tab is open').waitFor(); // no word of a cookie
  await context.close();
});

test('where the browser takes no cookies, it goes on in its tab', async () => {
  const { page, context } = await open(browser);
  await (await context.newCDPSession(page)).send('Emulation.setDocumentCookieDisabled', { disabled: true });
  const chat = await shop(page);
  const text = await says(chat, 'willow ');
  expect(await cookieOf(context)).toBeUndefined();
  await page.getByRole('link', { name: 'Delivery' }).click();
  await page.getByRole('heading', { name: 'Delivery' }).waitFor();
  await chat.sent(text).waitFor();
  await page.reload();
  await chat.sent(text).waitFor();
  expect(troubles.get(page)).toEqual([]);
  await context.close();
});

// refusing is a browser that was told to let no site keep anything.
async function refusing(then: (page: Page, context: BrowserContext) => Promise<void>): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'chromium-'));
  mkdirSync(join(home, 'Default'));
  writeFileSync(
    join(home, 'Default', 'Preferences'),
    JSON.stringify({ profile: { default_content_setting_values: { cookies: 2 } } }),
  );
  const context = await launchAt(home);
  try {
    await then(await context.newPage(), context);
  } finally {
    await context.close();
    rmSync(home, { recursive: true });
  }
}

test('where a browser lets no site keep anything, it works while its page is open', () =>
  refusing(async (page, context) => {
    watch(page);
    const chat = await shop(page);
    expect(
      await page.evaluate(() => {
        try {
          return !!sessionStorage;
        } catch {
          return false;
        }
      }),
    ).toBe(false);
    const text = await says(chat, 'spruce ');
    await chat.panel.getByRole('button', { name: 'Close chat' }).click();
    await chat.launcher.click();
    await chat.sent(text).waitFor();
    expect(await cookieOf(context)).toBeUndefined();
    expect(troubles.get(page)).toEqual([]);
  }));

test('a site without https keeps its visitors, too', async () => {
  const owner = await open(browser);
  await signIn(owner.page);
  const origin = 'http://shop.example';
  const { key } = await ask<{ key: string }>(owner.page, 'POST', '/v1/sites', {
    bot: 'b_shop',
    name: 'Plain ' + word(''),
    origins: [origin],
    consent: false,
    paused: false,
    look: {},
  });
  const { page, context } = await open(browser);
  await context.route(origin + '/**', async (route) => {
    const answer = await route.fetch({ url: route.request().url().replace(origin, facts.Shop) });
    const page = answer.headers()['content-type']?.includes('html');
    await route.fulfill(
      page
        ? { response: answer, body: (await answer.text()).replace('data-site="demo-shop"', `data-site="${key}"`) }
        : { response: answer },
    );
  });
  await page.goto(origin + '/');
  const chat = new Widget(page);
  const text = await says(chat, 'poplar ');
  const kept = await until('the cookie is there', async () =>
    (await context.cookies(origin)).find((c) => c.name === 'botifire_' + key),
  );
  expect(kept).toMatchObject({ secure: false, sameSite: 'Lax' });
  await page.close(); // the tab's memory is gone with it
  const other = await context.newPage();
  await other.goto(origin + '/delivery');
  const again = new Widget(other);
  await again.launcher.click();
  await again.sent(text).waitFor();
  await Promise.all([context.close(), owner.context.close()]);
});

// ask has the page's signed-in person change something.
function ask<T>(page: Page, method: string, path: string, body: unknown): Promise<T> {
  return page.evaluate(
    async ([method, path, body]) => {
      const user = Object.entries(sessionStorage).find(([key]) => key.startsWith('oidc.user:'))![1] as string;
      const Authorization = 'Bearer ' + (JSON.parse(user) as { id_token: string }).id_token;
      const answer = await fetch(path, {
        method,
        body,
        headers: { Authorization, 'Content-Type': 'application/json' },
      });
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()) as unknown;
    },
    [method, path, JSON.stringify(body)] as const,
  ) as Promise<T>;
}
