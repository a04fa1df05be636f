import type { Page } from 'playwright-core';
import { until } from './chromium';

// counted waits until a cell of the goals in Insights, which the page shows, opens a list with somebody in it.
export async function counted(page: Page, cell: string, name: string): Promise<void> {
  const figure = page // its number stands between marks for scripts from right to left
    .getByRole('link', { name: new RegExp(`^Checkout, ${cell}: \\W?\\d+\\W?\\. Show the list`, 'i') })
    .first();
  await until(`the cell "${cell}" opens a list with ${name}`, async () => {
    await page.reload();
    const shown = await figure.waitFor({ timeout: 15_000 }).then(
      () => true,
      () => false,
    );
    if (!shown) return false;
    await figure.click();
    const people = page.getByRole('dialog');
    await people.getByRole('row').nth(1).waitFor();
    const found = await people.getByRole('link', { name }).count();
    await people.getByRole('button', { name: 'Close' }).click();
    await people.waitFor({ state: 'detached' });
    return found > 0;
  });
}
