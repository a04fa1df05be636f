import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { launch, open, troubles } from './chromium';
import { enter, password, tenant } from './team';

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test('an owner turns the weekly e-mail off and on, and reads why it does not reach their address', async () => {
  const made = tenant('http://localhost:1');
  const o = await open(browser, { bypassCSP: true });
  await enter(o.page, made.owner, password, '/settings/you');
  const weekly = o.page.getByRole('switch', { name: 'The week of your team' });
  expect(await weekly.isChecked()).toBe(true);
  for (const wants of [false, true]) {
    const said = o.page.waitForResponse((r) => r.request().method() === 'PUT' && r.url().endsWith('/v1/me/digest'));
    await weekly.click();
    expect((await said).ok()).toBe(true);
    await o.page.reload();
    await weekly.waitFor();
    expect(await weekly.isChecked()).toBe(wants);
  }
  for (const [why, words] of [
    ['bounced', 'there is no such mailbox'],
    ['complained', 'reported as spam'],
    ['stopped', 'ended all e-mails of your team'],
  ] as const) {
    await o.page.route('**/v1/me/digest', (route) =>
      route.fulfill({ json: { wants: true, silent: { why, since: '2026-11-02T09:00:00Z' } } }),
    );
    await o.page.reload();
    const alert = o.page.getByRole('status').filter({ hasText: 'Nothing is written to' });
    await alert.getByText(words).waitFor();
    expect(await alert.innerText()).toContain(made.owner);
    expect(await weekly.isChecked()).toBe(false);
    expect(await weekly.isDisabled()).toBe(true);
    await o.page.unroute('**/v1/me/digest');
  }
  for (const [width, colorScheme] of [
    [390, 'dark'],
    [1280, 'light'],
  ] as const) {
    await o.page.setViewportSize({ width, height: 900 });
    await o.page.emulateMedia({ colorScheme });
    expect(await findings(o.page)).toEqual([]);
    await weekly.scrollIntoViewIfNeeded();
    if (process.env.SHOTS) await o.page.screenshot({ path: `${process.env.SHOTS}/digest-${width}-${colorScheme}.png` });
  }
  expect(troubles.get(o.page)!).toEqual([]);
  await o.context.close();
});
