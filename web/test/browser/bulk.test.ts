import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { launch, open, signIn, troubles, word } from './chromium';
import { waits } from './desk';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const waiting = (name: string) => waits(browser, name);

test('several are assigned and closed at once, and that is taken back', async () => {
  const shared = word('Bulk');
  const [one, two] = [await waiting(`${shared} One`), await waiting(`${shared} Two`)];
  const ana = await open(browser);
  await signIn(ana.page, 'agent', '/inbox/waiting');
  await ana.page.getByRole('searchbox').fill(shared);
  const rows = ana.page.locator('.row', { hasText: shared });
  const are = (owner: string) =>
    Promise.all(
      [one, two].map((v) => rows.filter({ hasText: v.name }).locator('.owner', { hasText: owner }).waitFor()),
    );
  await are('Waiting');
  await ana.page.getByRole('button', { name: 'Choose several' }).click();
  const bar = ana.page.getByRole('group', { name: 'With the chosen conversations' });
  await ana.page.getByRole('checkbox', { name: `Choose ${one.name}` }).check();
  await bar.getByText('1 chosen').waitFor();
  await bar.getByRole('checkbox', { name: 'Choose all that are shown' }).check();
  await bar.getByText('2 chosen').waitFor();
  expect(await findings(ana.page)).toEqual([]);
  if (process.env.SHOTS) await ana.page.screenshot({ path: process.env.SHOTS + '/bulk.png' });

  await bar.getByRole('button', { name: 'Assign…' }).click();
  const dialog = ana.page.getByRole('dialog');
  await dialog.getByLabel('Person').click();
  await ana.page.getByRole('option', { name: /Lea/ }).click();
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await ana.page.getByText('2 conversations assigned.').waitFor();
  await are('Lea');
  await bar.getByText('0 chosen').waitFor();
  await ana.page.getByRole('button', { name: 'Undo' }).click();
  await ana.page.getByText('2 conversations as before.').waitFor();
  await are('Waiting');

  await bar.getByRole('checkbox', { name: 'Choose all that are shown' }).check();
  await bar.getByRole('button', { name: 'Close' }).click();
  await ana.page.getByText('2 conversations closed.').waitFor();
  await are('Closed');
  await ana.page.getByRole('button', { name: 'Choose no more' }).click();
  await bar.waitFor({ state: 'detached' });
  await ana.page.getByRole('button', { name: 'Undo' }).last().click();
  await are('Waiting');
  expect(troubles.get(ana.page)).toEqual([]);
  await Promise.all([one.context.close(), two.context.close(), ana.context.close()]);
});
