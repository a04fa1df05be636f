import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, open, saved, signIn, until, visit, word } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test('a script that was not saved is in its fields again after a crash, and stays so', async () => {
  const o = await open(browser);
  const bot = word('Drafts ');
  await signIn(o.page, 'owner', '/settings/bots');
  await o.page.locator('form').getByLabel('Name').fill(bot);
  await o.page.keyboard.press('Enter'); // a click may meet the page while the other bots push its form down
  await o.page.locator(`[data-bot="${bot}"]`).getByRole('link', { name: 'Edit the script' }).click();
  const greeting = word('Welcome to ');
  await o.page.getByLabel('Greeting: what the bot says').fill(greeting);
  const under = () =>
    o.page.evaluate(
      (text) => Object.entries({ ...localStorage }).find(([, kept]) => String(kept).includes(text))?.[0],
      greeting,
    );
  // After a change of teams, the person does not find them in the next.
  expect(await until('the words are kept', under)).toContain('/t_demo/');
  const at = new URL(o.page.url()).pathname.replace('/admin', '');
  await o.page.close(); // as a crash: nobody is asked

  const p = await o.context.newPage();
  await signIn(p, 'owner', at);
  await p.getByRole('button', { name: 'Continue with them' }).click();
  const field = p.getByLabel('Greeting: what the bot says');
  await until('they are in the fields', async () => (await field.inputValue()) === greeting);
  await field.focus();
  await field.blur(); // a field that still held the old words would write them now
  await p.getByRole('button', { name: 'Save as version 2' }).click();
  await p.getByText('Version 2 is saved, but not published').waitFor();
  await p.reload();
  await until('it was saved', async () => (await field.inputValue()) === greeting);
  await o.context.close();
});

test('what is half written in a setting is asked for before one leaves', async () => {
  const o = await open(browser);
  const { page: p } = o;
  await signIn(p, 'owner', '/settings/team');
  await p.getByLabel('Name', { exact: true }).last().fill('Somebody');
  await p.getByRole('tab', { name: 'Goals' }).click();
  await p.getByRole('button', { name: 'Leave without saving' }).click();
  await p.getByRole('button', { name: 'Add a goal' }).waitFor();
  await p.getByRole('tab', { name: 'You' }).click();
  await p.getByRole('button', { name: 'Add a reply' }).click();
  await p.getByLabel('Title', { exact: true }).fill('Half a reply');
  await p.getByRole('tab', { name: 'Team' }).click();
  await p.getByRole('button', { name: 'Stay here' }).click();
  expect(await p.getByLabel('Title', { exact: true }).inputValue()).toBe('Half a reply');
  await o.context.close();
});

test('every fault of a goal stands at its field, all at once', async () => {
  const o = await open(browser);
  const { page: p } = o;
  await signIn(p, 'owner', '/settings/goals');
  await p.getByRole('button', { name: 'Add a goal' }).click();
  await p
    .getByLabel(/^A page of yours/)
    .last()
    .uncheck();
  await p.getByLabel('Currency').last().fill('EUR');
  await p.getByRole('button', { name: 'Save', exact: true }).click();
  await p.getByText('Correct the marked fields').waitFor();
  const last = p.locator('fieldset').last();
  for (const text of ['Give this goal a name', 'Say how this goal is reached', 'Give a value in this currency'])
    await last.getByText(text).waitFor();
  await o.context.close();
});

test('half-written settings stay when a colleague saves, and are refused only over the same ones', async () => {
  const one = await open(browser);
  const two = await open(browser);
  const [mine, theirs, goal] = [word('Mine '), word('Theirs '), word('Goal ')];
  const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();
  const add = async (page: Page, name: string) => {
    await page.getByRole('button', { name: 'Add a label' }).click();
    await page
      .getByRole('group', { name: /^Label/ })
      .last()
      .getByLabel('Name')
      .fill(name);
  };
  const named = (page: Page, name: string) => page.getByRole('group', { name: `Label ${name}` });
  await signIn(one.page, 'owner', '/settings/labels');
  await add(one.page, mine);
  await signIn(two.page, 'owner', '/settings/goals');
  await two.page.getByRole('button', { name: 'Add a goal' }).click();
  await two.page.getByLabel('Goal', { exact: true }).last().fill(goal);
  await save(two.page);
  await saved(two.page);

  const read = one.page.waitForResponse((r) => r.url().endsWith('/v1/labels') && r.request().method() === 'GET');
  let isRead = false;
  void read.then(() => {
    isRead = true;
  });
  await until('the labels are read anew once they are old', async () => {
    await one.page.evaluate(() => window.dispatchEvent(new Event('visibilitychange'))); // as on the way back to the tab
    return isRead;
  });
  await named(one.page, mine).waitFor();
  await save(one.page);
  await saved(one.page); // goals are other settings of the same row

  await visit(two.page, '/admin/settings/labels');
  await named(two.page, mine).waitFor();
  await add(two.page, theirs);
  await save(two.page);
  await saved(two.page);
  await add(one.page, `${mine} again`);
  await save(one.page);
  await one.page.getByText('Somebody else saved this meanwhile').waitFor();
  await named(one.page, `${mine} again`).waitFor();
  const load = one.page.getByRole('button', { name: 'Load theirs' });
  const asked = one.page.getByRole('dialog', { name: 'Load what they saved?' });
  await load.click();
  await asked.getByText('yours is lost').waitFor();
  await asked.getByRole('button', { name: 'Keep mine' }).click();
  await asked.waitFor({ state: 'detached' });
  await named(one.page, `${mine} again`).waitFor();
  await load.click();
  await asked.getByRole('button', { name: 'Load theirs' }).click();
  await named(one.page, theirs).waitFor();
  expect(await named(one.page, `${mine} again`).count()).toBe(0);
  await add(one.page, `${mine} again`);
  await save(one.page);
  await saved(one.page);
  await Promise.all([one.context.close(), two.context.close()]);
});
