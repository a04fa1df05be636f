// Pages of a team's own site become entries, and are read again each week.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { facts, launch, open, signIn } from './chromium';
import { imports, sums } from './training';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test('pages of an own site are read, and those of others are not', async () => {
  const o = await open(browser);
  const { page: p } = o;
  await signIn(p, 'lead', '/training');
  await p.getByRole('button', { name: 'Import', exact: true }).click();
  const dialog = p.getByRole('dialog');
  await dialog.getByText('Pages of your site').click();
  await dialog.getByLabel('Address of the first page').fill('https://example.com/help/');
  await dialog.getByRole('button', { name: 'Read', exact: true }).click();
  await dialog.getByText('Pages are read of your own sites only').waitFor();
  expect(await findings(p), 'a refused site').toEqual([]);
  await dialog.getByLabel('Address of the first page').fill(facts.Shop + '/');
  await dialog.getByRole('button', { name: 'Read', exact: true }).click();
  await dialog.getByText(sums('[1-9]\\d*', 0, 0)).waitFor({ timeout: 60_000 });
  expect(await findings(p), 'what pages say').toEqual([]);
  expect(await dialog.getByLabel('Read these pages again each week').isChecked()).toBe(true);
  await dialog.getByRole('button', { name: /^Import \W?\d+\W? entr/ }).click();
  await dialog.getByText(/Imported: \W?[1-9]\d*\W? new/).waitFor({ timeout: 60_000 });
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  const weekly = p.getByRole('region', { name: 'Pages that are read each week' });
  await weekly.getByRole('button', { name: 'Read now' }).click();
  await weekly.getByText('nothing changed').waitFor({ timeout: 60_000 });
  expect(await findings(p), 'pages that are read each week').toEqual([]);

  await p.route(imports, async (route) => {
    if (route.request().method() !== 'GET') return route.fallback();
    const answer = await route.fetch();
    const now = (await answer.json()) as { plan?: object };
    const plan = now.plan && { ...now.plan, refusals: 1, refused: [{ reason: 'There is no heading above.' }] };
    await route.fulfill({ response: answer, json: { ...now, plan } });
  }); // of a site that is known already a page is not taken
  await p.getByRole('button', { name: 'Import', exact: true }).click();
  await dialog.getByText('Pages of your site').click();
  await dialog.getByLabel('Address of the first page').fill(facts.Shop + '/');
  await dialog.getByRole('button', { name: 'Read', exact: true }).click();
  await dialog.getByText('There is no heading above.').waitFor({ timeout: 60_000 });
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await dialog.getByText('Saved. Nothing changed').waitFor({ timeout: 60_000 });
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await p.unrouteAll({ behavior: 'ignoreErrors' }); // one may be on its way
  const latest = async (change: object) => {
    await p.route('**/v1/knowledge/weekly', async (route) => {
      const answer = await route.fetch();
      const { rows } = (await answer.json()) as { rows: { latest: object }[] };
      const changed = rows.map((w) => ({ ...w, latest: { ...w.latest, ...change } }));
      await route.fulfill({ response: answer, json: { rows: changed } });
    });
    await p.reload();
  };
  await latest({ state: 'reading' }); // its task may be lost: then people can wake it
  await weekly.getByText(/pages? read …/).waitFor();
  const woken = p.waitForResponse((r) => r.request().method() === 'POST' && r.url().includes('/v1/knowledge/weekly/'));
  await weekly.getByRole('button', { name: 'Read now' }).click();
  expect((await woken).ok()).toBe(true);
  await p.unrouteAll({ behavior: 'ignoreErrors' });
  await latest({ state: 'done', refused: 3 });
  await weekly.getByText(/\W?3\W? pages could not be read: their entries stay/).waitFor();
  await p.unrouteAll({ behavior: 'ignoreErrors' });
  await weekly.getByRole('button', { name: 'Stop' }).click();
  await p.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
  await weekly.waitFor({ state: 'detached' });

  await p.route('**/v1/knowledge/weekly', (route) =>
    route.fulfill({ status: 503, json: { code: 'busy', message: 'The list is not there now.' } }),
  );
  await p.reload();
  await p.getByRole('alert').filter({ hasText: 'The list is not there now.' }).waitFor();
  await o.context.close();
});
