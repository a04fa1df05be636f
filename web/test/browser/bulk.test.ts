import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { launch, open, signIn, troubles, until, word } from './chromium';
import { find, head, joins, menu, waits } from './desk';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const waiting = (name: string) => waits(browser, name);
const member = (who: string, name: string) => joins(browser, who, name);

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

test('what could not be done is named and stays chosen, and what a colleague did is not taken back', async () => {
  const shared = word('Part');
  const [mine, moved, shut] = [
    await waiting(`${shared} One`),
    await waiting(`${shared} Two`),
    await waiting(`${shared} Three`),
  ];
  const [ana, lea] = [await open(browser), await member('lead', moved.name)];
  await signIn(ana.page, 'agent', '/inbox/waiting');
  await ana.page.getByRole('searchbox').fill(shared);
  const row = (v: { name: string }) => ana.page.locator('.row', { hasText: v.name });
  await Promise.all([mine, moved, shut].map((v) => row(v).locator('.owner', { hasText: 'Waiting' }).waitFor()));
  await ana.page.getByRole('button', { name: 'Choose several' }).click();
  const bar = ana.page.getByRole('group', { name: 'With the chosen conversations' });
  const choice = bar.getByRole('checkbox', { name: 'Choose all that are shown' });
  await choice.check();
  await bar.getByText('3 chosen').waitFor();
  await ana.page.getByRole('searchbox').fill(mine.name);
  await bar.getByText('0 chosen').waitFor();
  await ana.page.getByRole('searchbox').fill(shared);
  await row(moved).waitFor();
  await bar.getByText('0 chosen').waitFor(); // another list has begun with none
  await choice.check();
  await bar.getByText('3 chosen').waitFor();

  let goOn = () => {};
  const stale = new Promise<void>((done) => (goOn = done));
  await ana.page.route(/\/v1\/(visitors|conversations)\?/, async (route) => {
    await stale;
    await route.continue();
  }); // Ana's list does not learn of Lea's act
  await head(lea.page).getByRole('button', { name: 'Take over' }).click();
  await head(lea.page).locator('.owner', { hasText: 'You' }).waitFor();
  await find(lea.page, shut.name);
  await head(lea.page).getByText(shut.name).waitFor();
  await menu(lea.page, 'Close');
  await lea.page.getByText('Closed.', { exact: true }).waitFor();

  let answered = 0;
  ana.page.on('response', (r) => void (r.url().endsWith('/close') && answered++));
  await bar.getByRole('button', { name: 'Close' }).click();
  await until('each is answered', async () => answered === 3);
  goOn();
  await ana.page.getByText('One conversation closed.').waitFor();
  await ana.page.getByText('One conversation was closed already.').waitFor();
  const left = ana.page.getByRole('alert').filter({ hasText: 'One conversation not closed' });
  await left.getByText(moved.name).waitFor();
  await left.getByText(/Lea/).waitFor();
  await bar.getByText('1 chosen').waitFor();
  await row(moved).locator('.owner', { hasText: 'Lea' }).waitFor();
  expect(await ana.page.getByRole('checkbox', { name: `Choose ${moved.name}` }).isChecked()).toBe(true);
  expect(await choice.evaluate((e) => e === document.activeElement)).toBe(true);
  expect(await findings(ana.page)).toEqual([]);
  if (process.env.SHOTS) await ana.page.screenshot({ path: process.env.SHOTS + '/bulk-part.png' });
  await ana.page.getByRole('button', { name: 'Undo' }).click();
  await ana.page.getByText('One conversation as before.').waitFor();
  await row(mine).locator('.owner', { hasText: 'Waiting' }).waitFor();
  await row(shut).locator('.owner', { hasText: 'Closed' }).waitFor();

  await bar.getByRole('button', { name: 'Assign…' }).click();
  const dialog = ana.page.getByRole('dialog', { name: 'Assign to' });
  await dialog.getByLabel('Person').click();
  await ana.page.getByRole('option', { name: 'The team: whoever is next' }).click();
  await dialog.getByLabel('Note').fill('Who takes this?');
  await dialog.getByRole('button', { name: 'Assign' }).click();
  const question = ana.page.getByRole('dialog', { name: 'One is with a colleague' });
  await question.getByRole('button', { name: 'Go back' }).click();
  expect(await dialog.getByLabel('Note').inputValue()).toBe('Who takes this?');
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await question.getByRole('button', { name: 'Assign all' }).click();
  await row(moved).locator('.owner', { hasText: 'Waiting' }).waitFor();
  expect([...troubles.get(ana.page)!, ...troubles.get(lea.page)!]).toEqual([]);
  await Promise.all([mine, moved, shut, ana, lea].map((v) => v.context.close()));
});
