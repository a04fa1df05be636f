import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings, findingsInBoth, sideways } from './axe';
import { facts, launch, more, open, seen, shop, signIn, tell, until, visit, Widget } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// Pages are as wide as one of these. Axe looks at the narrowest and the widest, which differ in their layout.
const widths = [320, 768, 1920];
const judged = [320, 1920];

// found are the findings on a page of the admin. Colours do not depend on its width, and no rule on its direction.
async function found(page: Page, dir: string, width: number): Promise<string[]> {
  if (dir === 'rtl' || width === 768) return [];
  return width === 320 ? findings(page, 'others') : findingsInBoth(page);
}

// prefers sets the direction of a page as another tab of its person does. Then it is loaded in that direction, too.
async function prefers(page: Page, dir: 'ltr' | 'rtl'): Promise<void> {
  await page.evaluate((dir) => {
    const [key, newValue] = ['botifire-admin', JSON.stringify({ sound: false, notify: false, dir })];
    localStorage.setItem(key, newValue);
    dispatchEvent(new StorageEvent('storage', { storageArea: localStorage, key, newValue }));
  }, dir);
  const turned = () => page.waitForFunction((dir) => document.documentElement.dir === dir, dir);
  await turned();
  if (dir === 'ltr') return;
  await page.reload();
  await turned();
}

test('axe finds nothing serious in the widget, light and dark', async () => {
  const { page, context } = await open(browser, { colorScheme: 'light', bypassCSP: true });
  let says = (_: object) => {};
  await page.routeWebSocket(/visitor_socket/, (ws) => {
    const server = ws.connectToServer();
    server.onMessage((frame) => ws.send(frame));
    says = (push) => ws.send(JSON.stringify({ action: 'message', conversation: 'c', ...push }));
  });
  const chat = await shop(page);
  expect(await findingsInBoth(page)).toEqual([]);
  await chat.start();
  await page.keyboard.press('Escape');
  says({
    message: {
      id: '7ZZZZZZZZZZZZZZZZZZZZZZZZ0',
      author: { kind: 'agent', name: 'Ana' },
      at: new Date().toISOString(),
      bubbles: [{ kind: 'text', text: 'Words beside the launcher' }],
    },
  });
  await chat.host.locator('.news').waitFor();
  expect(await findingsInBoth(page), 'beside the launcher').toEqual([]);
  await page.reload();
  await chat.launcher.click();
  await chat.said('Welcome').waitFor();
  await chat.panel.getByRole('button', { name: 'Track my order' }).click();
  await chat.panel.locator('.cards li').first().waitFor();
  await chat.panel.getByRole('button', { name: 'Get an offer' }).first().click();
  await chat.panel.locator('form.form').waitFor();
  await chat.panel.locator('form.form').getByRole('button').click(); // errors at its fields
  for (const locale of ['en', 'ar']) {
    await tell(page, 'setLocale', locale);
    for (const width of judged) {
      await page.setViewportSize({ width, height: 800 });
      expect(await findingsInBoth(page), `${locale} ${width}`).toEqual([]);
    }
  }
  await tell(page, 'setLocale', 'en');
  await chat.panel.getByRole('button', { name: 'Privacy and options' }).click();
  await chat.panel.getByRole('button', { name: 'Show what is kept' }).click();
  await chat.panel.locator('.kept').waitFor();
  expect(await findingsInBoth(page)).toEqual([]);
  await context.close();
});

test('axe finds nothing serious in the admin, light and dark', async () => {
  const v = await open(browser);
  const chat = await seen(v.page, '/');
  await chat.start();
  await chat.say('When do you open?');
  const { page, context } = await open(browser, { colorScheme: 'light', bypassCSP: true });
  await signIn(page, 'owner', '/visitors');
  await page.locator('.session[data-session]').first().waitFor();
  const person = await page.locator('.session[data-session] a').first().getAttribute('href');
  await visit(page, '/admin/inbox/bot');
  const talk = await page.locator('.row').first().getAttribute('href');
  for (const dir of ['ltr', 'rtl'] as const) {
    await prefers(page, dir);
    for (const [path, ready] of [
      ['/admin/visitors', '.session[data-session]'],
      ['/admin/visitors?map=true', '.world circle'],
      ['/admin/search', 'h2'],
      ['/admin/deck', '.talk-row'],
      ['/admin/visitors?show=past', '.session[data-session]'],
      [person!, '.timeline'],
      ['/admin/inbox/unassigned', '.queue'],
      [talk!, '.transcript .said'],
      ['/admin/insights/overview?by=country', '[aria-label="Outcomes of cases"] td'],
      ['/admin/insights/goals', '[aria-label=Goals] td'],
      ['/admin/insights/bot', '[aria-label="Answers by entry"] td'],
      ['/admin/insights/places?by=language', '[aria-label="Visits by place"] td'],
      ['/admin/insights/overview?list=visits', '[role=dialog] td'],
      ['/admin/nowhere', 'h2'],
    ] as const) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await visit(page, path);
      await page.locator(ready).first().waitFor();
      // A company's own form may have any number of fields, so its table may scroll.
      expect(
        await page
          .locator('.sessions, .sideways:not([aria-label="Forms on WhatsApp"])')
          .evaluateAll((all) => all.filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.ariaLabel)),
        `${path} cuts columns off at 1280`,
      ).toEqual([]);
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        expect(await found(page, dir, width), `${path} ${dir} ${width}`).toEqual([]);
        expect(await sideways(page), `${path} ${dir} ${width} scrolls sideways`).toBe(false);
      }
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  expect(await findingsInBoth(page)).toEqual([]);
  await Promise.all([v.context.close(), context.close()]);
});

test('axe finds nothing serious in settings and privacy, light and dark', async () => {
  const { page, context } = await open(browser, { colorScheme: 'light', bypassCSP: true });
  await signIn(page, 'owner', '/privacy');
  const all: string[] = [];
  for (const [path, ready, press] of [
    ['settings/you', 'h2'],
    ['settings/team', '[data-member]'],
    ['settings/bots', '[data-bot]'],
    ['settings/sites', '[data-site]', 'Change it'],
    ['settings/goals', 'fieldset'],
    ['settings/whatsapp', 'h2', 'Check it now'],
    ['settings/keys', 'h2'],
    ['settings/audit', 'h2'],
    ['settings/bots/b_shop', '.trial', 'Greet'],
    ['privacy', '[data-walk], h3'],
    ['usage', 'h2, h3'],
  ] as const) {
    await page.setViewportSize({ width: 1280, height: 900 });
    await visit(page, `/admin/${path}`);
    await page.locator(ready).first().waitFor();
    if (press) await page.getByRole('button', { name: press }).first().click();
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const at = await found(page, 'ltr', width);
      all.push(...at.map((f) => `${path} ${width} ${f}`));
      if (await sideways(page)) all.push(`${path} ${width} scrolls sideways`);
    }
  }
  await visit(page, '/admin/settings/bots/b_shop');
  await page.getByText('JSON', { exact: true }).click();
  await page.locator('.cm-content').waitFor();
  all.push(...(await findingsInBoth(page)));
  expect(all).toEqual([]);
  await context.close();
});

test('at 200 % zoom and on a phone the chat can still be used', async () => {
  const { page, context } = await open(browser, { viewport: { width: 320, height: 512 }, deviceScaleFactor: 2 });
  const chat = await shop(page);
  await chat.start();
  const box = (await chat.panel.boundingBox())!;
  expect([box.x, box.width, box.height]).toEqual([0, 320, 512]);
  await chat.say('When do you open?');
  await chat.said('Monday to Saturday').waitFor();
  for (let i = 0; i < 30; i++) await page.keyboard.press('Tab'); // it covers the screen, so the focus stays in it
  expect(await new Widget(page).panel.evaluate((e) => e.contains((e.getRootNode() as ShadowRoot).activeElement))).toBe(
    true,
  );
  await chat.panel.getByRole('button', { name: 'Close chat' }).click();
  await until('it is closed', async () => !(await chat.panel.isVisible()));
  await context.close();
});

test('axe finds nothing serious in a WhatsApp conversation and on the phone, light and dark', async () => {
  const number = '4916' + String(Date.now()).slice(-9);
  const name = 'Axel ' + number.slice(-4);
  const say = (body: object) =>
    fetch(`${facts.Phone}/phone/${number}/say`, { method: 'POST', body: JSON.stringify({ name, ...body }) });
  await say({ text: 'When do you open?' });
  for (const raw of [
    {
      type: 'order',
      order: {
        catalog_id: '1',
        product_items: [{ product_retailer_id: 'kettle', quantity: 1, item_price: 30, currency: 'EUR' }],
      },
    },
    { type: 'contacts', contacts: [{ name: { formatted_name: 'Ana Souza' }, phones: [{ phone: '+55 11 9' }] }] },
    {
      type: 'text',
      text: { body: 'from an ad' },
      referral: { source_type: 'ad', source_id: '7', source_url: 'https://fb.test/a', headline: 'Kettles' },
      context: { forwarded: true },
    },
    {
      type: 'unsupported',
      errors: [{ code: 131051, title: 'Message type unknown' }],
      unsupported: { type: 'poll_creation' },
    },
    {
      type: 'interactive',
      interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow', response_json: '{"size":"2"}' } },
    },
  ])
    await say({ raw });
  const { page, context } = await open(browser, { colorScheme: 'light', bypassCSP: true });
  await signIn(page, 'agent', '/inbox/human');
  await until('the search finds the phone', async () => {
    await page.getByRole('searchbox').fill('');
    await page.getByRole('searchbox').fill(name);
    return page
      .locator('.row', { hasText: name })
      .click({ timeout: 15_000 })
      .then(
        () => true,
        () => false,
      );
  });
  await page.getByText('poll_creation', { exact: true }).first().waitFor();
  const all: string[] = [];
  const look = async (what: string) => {
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      all.push(...(await found(page, 'ltr', width)).map((f) => `${what} ${width} ${f}`));
      if (await sideways(page)) all.push(`${what} ${width} scrolls sideways`);
    }
  };
  await look('conversation');
  await page.getByRole('button', { name: 'Template' }).click();
  await page.getByPlaceholder('Choose one').click();
  await page.getByRole('option', { name: /^Order update/ }).click();
  await page.getByLabel('Value 1').waitFor();
  await look('template');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Send something else' }).click();
  await page.getByRole('menuitem').first().waitFor();
  await look('menu');
  await page.keyboard.press('Escape');
  const choices = await more(page, 'Offer choices');
  await choices.getByLabel('Choices, one per line').fill('One\nTwo\nThree\nFour');
  await choices.getByLabel('The button that opens the list').waitFor();
  await look('choices');
  await page.keyboard.press('Escape');
  const form = await more(page, 'Send a form');
  await form.getByPlaceholder('Choose one').click();
  await page.getByRole('option', { name: 'repair' }).click();
  await form.getByText('Which kettle is it?').waitFor();
  await look('form');
  await page.goto(`${facts.Phone}/?number=${number}&name=Axel`);
  await page.locator('.said').first().waitFor();
  await page.getByRole('button', { name: 'Send something else' }).click();
  await look('phone');
  expect(all).toEqual([]);
  await context.close();
});
