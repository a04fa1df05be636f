import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { structure } from './axe';
import { launch, open, saved, signIn, troubles, until, visit, word } from './chromium';
import { find, menu, waits } from './desk';
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
    expect(await structure(page), path).toEqual([]);
  }
  await context.close();
});

// disordered are the English texts of a page, words of which stand before others that they follow.
const disordered = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = [];
    const words = (run: Text[]) =>
      run.flatMap((node) =>
        [...node.data.matchAll(/\S+/g)].map((m) => {
          const range = document.createRange();
          range.setStart(node, m.index);
          range.setEnd(node, m.index + m[0].length);
          return range.getBoundingClientRect();
        }),
      );
    for (const e of document.querySelectorAll<HTMLElement>('body *:not(body [dir], body [dir] *, bdi, svg *, .vh)')) {
      if (!e.checkVisibility()) continue;
      const runs: Text[][] = [[]];
      for (const node of e.childNodes)
        if (node instanceof Text) runs.at(-1)!.push(node);
        else runs.push([]);
      for (const run of runs) {
        const text = run.map((node) => node.data).join('');
        if (!/^[\x20-\x7e·…–’“”]*$/.test(text) || !/[a-z]/i.test(text)) continue;
        const at = words(run);
        if (at.some((r, i) => i > 0 && Math.abs(r.top - at[i - 1]!.top) < 4 && r.left < at[i - 1]!.left))
          found.push(text);
      }
    }
    return found;
  });

test('from right to left our own sentences keep the order of their words', async () => {
  const v = await waits(browser);
  const { page, context } = await open(browser);
  await signIn(page, 'owner', '/inbox/waiting');
  await page.evaluate(() =>
    localStorage.setItem('botifire-admin', JSON.stringify({ sound: false, notify: false, dir: 'rtl' })),
  );
  await find(page, v.name);
  const talk = new URL(page.url()).pathname;
  for (const [path, ready] of [
    ['/admin/visitors?map=true', '.world circle'],
    ['/admin/inbox/waiting', '.row'],
    [talk, '.transcript .said'],
    ['/admin/insights/overview', '[aria-label="Outcomes of cases"] td'],
    ['/admin/insights/places', '[aria-label="Visits by place"] td'],
    ['/admin/training', 'h2'],
    ['/admin/settings/general', 'h2'],
    ['/admin/settings/audit', 'h2'],
  ] as const) {
    await visit(page, path);
    await page.locator(ready).first().waitFor();
    await page.waitForFunction(() => document.documentElement.dir === 'rtl');
    expect(await disordered(page), path).toEqual([]);
  }
  await Promise.all([v.context.close(), context.close()]);
});

test('a long word of a note is wrapped in the transcript', async () => {
  const v = await waits(browser);
  const { page, context } = await open(browser, { viewport: { width: 1000, height: 800 } });
  await signIn(page, 'agent', '/inbox/waiting');
  await find(page, v.name);
  await menu(page, 'Assign to…');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Person').click();
  await page.getByRole('option', { name: /Lea/ }).click();
  const note = 'long'.repeat(100);
  await dialog.getByLabel('Note').fill(note);
  const { pathname } = new URL(page.url());
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await dialog.waitFor({ state: 'detached' });
  await visit(page, pathname);
  const event = page.locator('p.event', { hasText: note });
  await event.waitFor();
  expect(await event.evaluate((e) => e.scrollWidth <= e.clientWidth)).toBe(true);
  await Promise.all([v.context.close(), context.close()]);
});

test('on a phone the chosen section of settings is in view', async () => {
  const { page, context } = await open(browser, { viewport: phone });
  await signIn(page, 'owner', '/settings/you');
  for (const section of ['you', 'goals', 'sites', 'whatsapp', 'audit']) {
    await visit(page, `/admin/settings/${section}`);
    const tab = page.getByRole('tab', { selected: true });
    await tab.waitFor();
    const seen = () =>
      tab.evaluate((e) => e.getBoundingClientRect().left >= 0 && e.getBoundingClientRect().right < innerWidth + 1);
    await until(`${section} is in view`, seen);
    expect(await structure(page), section).toEqual([]);
  }
  for (const path of ['/admin/visitors', '/admin/inbox/unassigned', '/admin/training']) {
    await visit(page, path);
    await page.locator('h1, h2').first().waitFor();
    expect(await structure(page), path).toEqual([]);
  }
  expect(troubles.get(page)).toEqual([]);
  await context.close();
});

test('viewers read the groups, and a name stands at the side where its language begins', async () => {
  const [o, v] = [await open(browser), await open(browser)];
  await signIn(o.page, 'owner', '/settings/groups');
  await o.page.getByRole('button', { name: 'Add a group' }).click();
  const name = word('العربية ');
  const field = o.page.getByLabel('Name', { exact: true }).last();
  await field.fill(name);
  expect(await field.evaluate((e) => getComputedStyle(e).unicodeBidi)).toBe('plaintext'); // the field’s own text decides
  await o.page.getByText('With no place and no language it gets what it is given by hand.').last().waitFor();
  expect(await o.page.getByPlaceholder(/^Any/).count()).toBe(0);
  await o.page.getByRole('button', { name: 'Save', exact: true }).click();
  await saved(o.page);
  await signIn(v.page, 'viewer', '/settings/groups');
  const shown = v.page.getByRole('group', { name }).locator('.mantine-Input-input');
  await shown.first().waitFor();
  expect(new Set(await shown.evaluateAll((all) => all.map((e) => getComputedStyle(e).opacity)))).toEqual(
    new Set(['1']),
  );
  await o.page.getByRole('button', { name: `Delete the group ${name}` }).click();
  await o.page.getByRole('button', { name: 'Save', exact: true }).click();
  await saved(o.page);
  await Promise.all([o.context.close(), v.context.close()]);
});
