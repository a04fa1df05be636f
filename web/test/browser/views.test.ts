import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { launch, open, signIn, troubles, until, visit, word } from './chromium';
import { waits } from './desk';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// views opens the dialogue of the views from the filters.
async function views(page: Page) {
  await page.getByRole('button', { name: /^Filters/ }).click();
  await page.getByRole('button', { name: 'Keep or edit views' }).click();
  return page.getByRole('dialog', { name: 'Views' });
}

test('a list is kept under a name for oneself and for the team, counted, sorted, renamed and deleted', async () => {
  const [mine, ours] = [word('Only web '), word('All phones ')];
  const v = await waits(browser);
  const lead = await open(browser);
  await signIn(lead.page, 'lead', '/inbox/waiting?source=web');
  await lead.page.locator('.row').first().waitFor(); // the visitor's own may be on a later page
  let dialog = await views(lead.page);
  await dialog.getByLabel('Keep this list as').fill(mine);
  expect(await findings(lead.page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Keep', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  const queue = lead.page.getByRole('combobox', { name: 'Queue' });
  await until('the list has its name', async () => (await queue.inputValue()).startsWith(mine));

  await visit(lead.page, '/admin/inbox/all?source=whatsapp&sort=earliest');
  dialog = await views(lead.page);
  await dialog.getByLabel('Keep this list as').fill(mine);
  await dialog.getByRole('button', { name: 'Keep', exact: true }).click();
  await dialog.getByText('Another view has this name.').waitFor();
  await dialog.getByLabel('Keep this list as').fill(ours);
  await dialog.getByText('For the team').click();
  await dialog.getByRole('button', { name: 'Keep', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });

  const ana = await open(browser);
  await signIn(ana.page, 'agent', '/inbox/waiting');
  await ana.page.getByRole('combobox', { name: 'Queue' }).click();
  await ana.page.getByRole('option', { name: ours }).waitFor();
  expect(await ana.page.getByRole('option', { name: mine }).count()).toBe(0);
  await ana.page.getByRole('option', { name: ours }).click();
  await until('its filters are in the address', async () =>
    /\/inbox\/all\?(?=.*source=whatsapp)(?=.*sort=earliest)/.test(ana.page.url()),
  );
  dialog = await views(ana.page);
  await dialog.getByText(`is kept as “${ours}”`).waitFor();
  expect(await dialog.getByRole('button', { name: `Delete ${ours}` }).count()).toBe(0);

  await queue.click();
  await lead.page.getByRole('option', { name: new RegExp(`^${mine} \\(\\d+\\+?\\)$`) }).click();
  await until('it is the list before', async () => /\/inbox\/waiting\?source=web/.test(lead.page.url()));
  const renamed = word('Web ');
  dialog = await views(lead.page);
  await dialog.getByLabel(`Name of ${mine}`).fill(renamed);
  await dialog.getByRole('button', { name: `Delete ${ours}` }).click();
  for (const title of ['Your views', 'The team’s views']) {
    await dialog.getByRole('form', { name: title }).getByRole('button', { name: 'Save' }).click();
    await dialog
      .getByRole('form', { name: title })
      .getByRole('button', { name: 'Save' })
      .waitFor({ state: 'detached' });
  }
  await lead.page.keyboard.press('Escape');
  await queue.click();
  await lead.page.getByRole('option', { name: renamed }).waitFor();
  expect(await lead.page.getByRole('option', { name: ours }).count()).toBe(0);
  expect([...troubles.get(ana.page)!, ...troubles.get(lead.page)!.filter((t) => !t.includes('400'))]).toEqual([]);
  await Promise.all([v.context.close(), ana.context.close(), lead.context.close()]);
});
