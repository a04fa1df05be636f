import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { launch, open, seen, signIn, tell, troubles, until, visit, Widget, word } from './chromium';
import { find, head, menu } from './desk';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// shot keeps a picture where SHOTS says so.
async function shot(page: Page, name: string): Promise<void> {
  if (!process.env.SHOTS) return;
  mkdirSync(process.env.SHOTS, { recursive: true });
  await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
}

const reply = (page: Page) => page.getByLabel('Reply to the visitor');

// closes ends the case of the conversation that is open. Its act opens the next one.
async function closes(page: Page, name: string): Promise<void> {
  await menu(page, 'Close');
  await page.getByText('Closed.', { exact: true }).waitFor();
  await page.getByRole('searchbox').fill('');
  await find(page, name);
  await head(page).getByText(name).waitFor();
}

test('an agent closes a case, the visitor says by one tap how it was, and the team reads it', async () => {
  const name = word('Rated ');
  const v = await open(browser, { viewport: { width: 1100, height: 760 } });
  const chat = await seen(v.page, '/');
  await tell(v.page, 'identify', { name });
  await chat.start();
  await chat.say('When do you open?');
  await chat.said('9 to 18').waitFor();

  const a = await open(browser);
  await signIn(a.page, 'agent', '/inbox/bot');
  await find(a.page, name);
  await closes(a.page, name);
  await a.page.getByText('Not answered yet.').waitFor();

  const asked = chat.log.getByRole('group', { name: 'How was our help?' });
  const good = asked.getByRole('button', { name: 'Good' });
  await asked.getByRole('button', { name: 'So-so' }).click();
  await chat.log.getByText('Thank you.').waitFor();
  await good.click();
  await until('it is chosen', async () => (await good.getAttribute('aria-pressed')) === 'true');
  await shot(v.page, 'rating-widget');
  await a.page.getByText(/The customer says of case 1: good/).waitFor();
  await shot(a.page, 'rating-inbox');
  expect(await chat.log.locator('.row.mine').count()).toBe(1); // a tap is no message

  await v.page.reload(); // the answer is kept, and the chat that was open is open
  const again = new Widget(v.page);
  await until('the answer is shown', async () =>
    again.log
      .getByRole('button', { name: 'Good' })
      .getAttribute('aria-pressed', { timeout: 3000 })
      .then((is) => is === 'true')
      .catch(() => false),
  );
  expect(troubles.get(v.page)).toEqual([]);
  await v.context.close();

  await visit(a.page, '/admin/insights/team');
  await until('Insights has the answer', async () => {
    await a.page.reload();
    return a.page
      .getByRole('link', { name: /^Good: / })
      .waitFor({ timeout: 10_000 })
      .then(() => true)
      .catch(() => false);
  });
  expect(await findings(a.page)).toEqual([]);
  await shot(a.page, 'rating-team');
  await a.page.getByRole('link', { name: /^Good: / }).click();
  await a.page.getByText('the customer says: good').first().waitFor();
  expect(troubles.get(a.page)).toEqual([]);
  await a.context.close();
});

test('the question on a phone, in the dark, and from right to left', async () => {
  const name = word('Layla ');
  const v = await open(browser, {
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
    locale: 'ar',
  });
  const chat = await seen(v.page, '/');
  await tell(v.page, 'identify', { name });
  await tell(v.page, 'setLocale', 'ar');
  await chat.launcher.click();
  await chat.say('أريد التحدث مع شخص من فضلكم');
  await chat.sent('أريد التحدث').waitFor();
  const a = await open(browser);
  await signIn(a.page, 'agent', '/inbox/bot');
  await find(a.page, name);
  await reply(a.page).fill('With pleasure.');
  await reply(a.page).press('Control+Enter');
  await chat.said('With pleasure.').waitFor();
  await closes(a.page, name);
  const good = chat.log.getByRole('button', { name: 'جيدة' });
  await good.click();
  await chat.log.getByText('شكرًا لك.').waitFor();
  const box = (await good.boundingBox())!;
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(360);
  await shot(v.page, 'rating-widget-ar-dark');
  expect(troubles.get(v.page)).toEqual([]);
  await v.context.close();
  await a.context.close();
});

test('an owner switches the question off and on again', async () => {
  const { page, context } = await open(browser);
  await signIn(page, 'owner', '/settings/general');
  const asks = page.getByRole('switch', { name: 'Ask customers how a closed case was' });
  const save = page.getByRole('button', { name: 'Save' });
  for (const on of [false, true]) {
    await asks.setChecked(on);
    await save.click();
    await save.and(page.locator(':disabled')).waitFor();
    await page.reload();
    await until('it is kept', async () => (await asks.isChecked()) === on);
  }
  await shot(page, 'rating-settings');
  expect(troubles.get(page)).toEqual([]);
  await context.close();
});
