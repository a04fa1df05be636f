import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { launch, open, saved, signIn, troubles, until, visit, word } from './chromium';
import { find, head, menu, waits } from './desk';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// targets sets by when those who wait for nobody in particular get a first word, in minutes.
async function targets(page: Page, minutes: string) {
  await visit(page, '/admin/settings/general');
  const field = page.getByRole('group', { name: 'First answer of a person' }).getByLabel(/for nobody in particular/);
  await field.fill(minutes);
  await page.getByRole('button', { name: 'Save' }).click();
  await saved(page);
}

test('the time that is left to answer is shown, and the waiting are sorted and narrowed by it and by priority', async () => {
  const shared = word('Due');
  const one = await waits(browser, `${shared} One`);
  const two = await waits(browser, `${shared} Two`);
  const owner = await open(browser);
  await signIn(owner.page, 'owner', '/settings/general');
  await targets(owner.page, '600');
  expect(await findings(owner.page)).toEqual([]);

  const ana = await open(browser);
  await signIn(ana.page, 'agent', '/inbox/waiting');
  await find(ana.page, two.name);
  const left = head(ana.page).getByText(/to answer$/);
  await until('functions know the setting', async () => {
    await ana.page.reload();
    await head(ana.page).getByText(two.name).waitFor();
    return left.isVisible();
  });
  await menu(ana.page, 'Urgent');
  await head(ana.page).getByText('Urgent', { exact: true }).waitFor();
  await ana.page.getByText('set the priority to urgent').waitFor();
  expect(await findings(ana.page)).toEqual([]);

  await visit(ana.page, '/admin/inbox/waiting?sort=priority');
  const rows = ana.page.locator('.row');
  await until('the urgent one is first', async () => (await rows.first().innerText()).includes(two.name));
  await rows.first().getByText('Urgent', { exact: true }).waitFor();
  await rows
    .first()
    .getByText(/to answer$/)
    .waitFor();
  await ana.page.getByRole('button', { name: /^Filters/ }).click();
  await ana.page.getByRole('combobox', { name: 'Priority' }).click();
  await ana.page.getByRole('option', { name: 'Urgent' }).click();
  await until(
    'the address has both',
    async () => /sort=priority/.test(ana.page.url()) && /urgent/.test(ana.page.url()),
  );
  await until('only urgent ones are listed', async () => {
    const all = await rows.allInnerTexts();
    return all.some((t) => t.includes(two.name)) && !all.some((t) => t.includes(one.name));
  });
  expect(await findings(ana.page)).toEqual([]);
  await ana.page.keyboard.press('Escape');

  await find(ana.page, two.name);
  await menu(ana.page, 'No priority');
  await ana.page.getByText('took the priority off').waitFor();
  await targets(owner.page, '0');
  for (const who of [ana, owner]) expect(troubles.get(who.page)).toEqual([]);
  await Promise.all([one, two, ana, owner].map((who) => who.context.close()));
});
