import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, open, visit } from './chromium';
import { enter, password, tenant } from './team';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const phone = { width: 390, height: 844 };

// inside tells whether the content of what says that nothing is there begins and ends within its place.
const inside = (heading: Locator) =>
  heading.evaluate((h) => {
    const box = h.closest('.mantine-Center-root')!;
    const [around, content] = [box.getBoundingClientRect(), box.firstElementChild!.getBoundingClientRect()];
    return content.top >= around.top && content.bottom <= around.bottom;
  });

// onTop tells whether a place can be brought to where nothing else covers it.
const onTop = (at: Locator) =>
  at.evaluate((e) => {
    e.scrollIntoView({ block: 'center' });
    const { left, top, width, height } = e.getBoundingClientRect();
    return e.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  });

test('on a phone an empty team reads all that its pages say', async () => {
  const { owner } = tenant('http://localhost:3999');
  const { page, context } = await open(browser, { viewport: phone });
  await enter(page, owner, password, '/visitors');
  await page.getByText('What should visitors call you?').waitFor();
  for (const [path, words] of [
    ['/admin/visitors', 'Nobody is here right now'],
    ['/admin/inbox/unassigned', /./],
  ] as const) {
    await visit(page, path);
    await page.getByRole('region', { name: 'First steps' }).waitFor();
    const heading = page.locator('.mantine-Center-root').getByRole('heading', { name: words }).first();
    expect(await inside(heading), path).toBe(true);
    expect(await onTop(heading), path).toBe(true);
    expect(await onTop(page.getByRole('region', { name: 'First steps' }).getByRole('link').last()), path).toBe(true);
  }
  await context.close();
});
