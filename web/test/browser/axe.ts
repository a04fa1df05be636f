import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// colours are the rules that look at colours. They take most of axe's time.
const colours = ['color-contrast', 'link-in-text-block'];

// findings are axe's serious findings on a page as it is now, by all its rules, by those that look at colours, or by the
// others. No rule of these reads style sheets or media ahead.
export async function findings(page: Page, by: 'all' | 'colours' | 'others' = 'all'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  return page.evaluate(
    async ({ by, colours }) => {
      const only = by === 'colours' && { runOnly: { type: 'rule' as const, values: colours } };
      const rules = by === 'others' ? Object.fromEntries(colours.map((rule) => [rule, { enabled: false }])) : {};
      const options = { resultTypes: ['violations' as const], preload: false, rules, ...only };
      const { violations } = await window.axe.run(document, options);
      return violations
        .filter((v) => v.impact === 'serious' || v.impact === 'critical')
        .flatMap((v) => v.nodes.map((n) => `${v.id}: ${JSON.stringify(n.target)} ${n.failureSummary?.slice(0, 200)}`));
    },
    { by, colours },
  );
}

// structure is what axe finds in the order of a page's headings and in the names of its landmarks.
export async function structure(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  return page.evaluate(async () => {
    const values = ['heading-order', 'landmark-unique'];
    const { violations } = await window.axe.run(document, { preload: false, runOnly: { type: 'rule', values } });
    return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${JSON.stringify(n.target)} ${n.html}`));
  });
}

// findingsInBoth are those on a light page as it is now, and then those on its dark one, which differs in nothing but
// its colours.
export async function findingsInBoth(page: Page): Promise<string[]> {
  const light = await findings(page);
  await turns(page, 'dark');
  const dark = await findings(page, 'colours');
  await turns(page, 'light');
  return [...light, ...dark.map((f) => 'dark: ' + f)];
}

// turns changes the preference of the visitor's system, and waits until the page looks so.
async function turns(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.waitForFunction((scheme) => {
    const { mantineColorScheme } = document.documentElement.dataset;
    return mantineColorScheme === undefined || mantineColorScheme === scheme;
  }, colorScheme);
  await page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const fades = document.getAnimations().filter((a) => a instanceof CSSTransition);
    await Promise.allSettled(fades.map((a) => a.finished));
  });
}

// sideways tells whether a page scrolls sideways once it has settled.
export const sideways = (page: Page): Promise<boolean> =>
  page
    .waitForFunction(() => document.documentElement.scrollWidth <= innerWidth, undefined, { timeout: 5000 })
    .then(
      () => false,
      () => true,
    );
