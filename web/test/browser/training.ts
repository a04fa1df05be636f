import type { Page } from 'playwright-core';
import { until, visit } from './chromium';

// writes fills in a new entry and saves it.
export async function writes(p: Page, title: string, wording: string, answer: string): Promise<void> {
  await visit(p, '/admin/training/new');
  await p.getByLabel('Title').fill(title);
  await p.getByLabel('How people ask').fill(wording);
  await p.getByLabel('Answer', { exact: true }).fill(answer);
  await p.getByRole('button', { name: 'Save', exact: true }).click();
  await p.getByText('Saved, not published. Visitors do not get it yet.').waitFor();
}

// saves saves the entry that is open once more.
export async function saves(p: Page): Promise<void> {
  const save = p.getByRole('button', { name: 'Save', exact: true });
  await save.click();
  await until('it is saved', () => save.isDisabled());
}

// publishes publishes the entry that is open, alone. Other answers that this changes are those of other tests.
export async function publishes(p: Page): Promise<void> {
  await p.getByRole('button', { name: 'Publish this entry' }).click();
  await p.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
  const published = p.locator('h1 + *', { hasText: /^Published$/ }); // not "Saved, not published"
  const change = p.getByRole('button', { name: 'Change these' });
  await published.or(change).first().waitFor({ timeout: 120_000 });
  if (await change.isVisible()) await change.click();
  await published.waitFor({ timeout: 60_000 });
}

// sums are the numbers of a difference. Marks of direction surround each.
export const sums = (added: number | string, changed: number, same: number) =>
  new RegExp(`^\\W?${added}\\W? new, \\W?${changed}\\W? changed, \\W?${same}\\W? (as they are|as it is)`);

// imports are the calls for one import.
export const imports = /\/v1\/knowledge\/imports\/[^/]+$/;
