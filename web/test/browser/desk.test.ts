import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { drawn, launch, open, saved, signIn, troubles, until, word } from './chromium';
import { find, head, joins, menu, waits } from './desk';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const waiting = (name?: string) => waits(browser, name);
const member = (who: string, name: string) => joins(browser, who, name);
const log = (page: Page) => page.getByRole('log', { name: 'Transcript' });

// away changes whether somebody can be given conversations.
async function away(page: Page, from: string) {
  await page
    .getByRole('button', { name: /your menu$/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: from }).click();
  await page.keyboard.press('Escape');
}

test('a conversation is handed to a colleague with a note, who goes away and is shown so', async () => {
  const v = await waiting();
  const [ana, lea] = [await member('agent', v.name), await member('lead', v.name)];
  await menu(ana.page, 'Assign to…');
  const dialog = ana.page.getByRole('dialog');
  await dialog.getByLabel('Person').click();
  const option = ana.page.getByRole('option', { name: /Lea/ });
  await option.getByText(/Available · \d+ open/).waitFor();
  await option.click();
  const note = word('the refund is approved ');
  await dialog.getByLabel('Note').fill(note);
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await head(lea.page).locator('.owner', { hasText: 'You' }).waitFor();
  await ana.page.getByText('Assigned.', { exact: true }).waitFor(); // and the next one is open
  await find(ana.page, v.name);
  await head(ana.page).locator('.owner', { hasText: 'Lea' }).waitFor();
  await log(lea.page).getByText(note).waitFor();
  await v.page.reload();
  await v.chat.log.waitFor();
  expect(await v.chat.log.innerText()).not.toContain(note);

  await away(lea.page, 'You are available: go away');
  await lea.page.getByText('You are away.').first().waitFor();
  await menu(ana.page, 'Assign to…');
  await dialog.getByLabel('Person').click();
  await ana.page.getByRole('option', { name: /Lea/ }).getByText(/^Away/).waitFor();
  await ana.page.getByRole('option', { name: 'The team: whoever is next' }).click();
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await head(lea.page).locator('.owner', { hasText: 'Waiting' }).waitFor();
  await away(lea.page, 'You are away: be available');
  await lea.page.getByText('You are available again.').waitFor();
  expect([...troubles.get(ana.page)!, ...troubles.get(lea.page)!]).toEqual([]);
  await Promise.all([v.context.close(), ana.context.close(), lea.context.close()]);
});

test('the list of all is narrowed by filters that stand in the address', async () => {
  const [one, two] = [await waiting(), await waiting()];
  const ana = await member('agent', one.name);
  await head(ana.page).getByRole('button', { name: 'Take over' }).click();
  await head(ana.page).locator('.owner', { hasText: 'You' }).waitFor();
  await ana.page.getByRole('searchbox').fill('');
  await ana.page.getByRole('combobox', { name: 'Queue' }).click();
  await ana.page.getByRole('option', { name: /^With the bot \(\d+\+?\)$/ }).waitFor();
  await ana.page.getByRole('option', { name: 'All', exact: true }).click();
  await drawn(ana.page, '/admin/inbox/all'); // these two stand in the list of before, too
  const row = (v: { name: string }) => ana.page.locator('.row', { hasText: v.name });
  await Promise.all([row(one).getByText('You').waitFor(), row(two).getByText('Waiting').waitFor()]);
  await ana.page.getByRole('button', { name: 'Filters' }).click();
  await ana.page.getByRole('combobox', { name: 'Person' }).click();
  await ana.page.getByRole('option', { name: 'Ana Souza' }).click();
  await row(two).waitFor({ state: 'detached' });
  await row(one).waitFor();
  await ana.page.keyboard.press('Escape');
  await row(one).click();
  await ana.page.reload();
  await ana.page.getByRole('button', { name: 'Filters, 1 in use' }).waitFor();
  expect(new URL(ana.page.url()).searchParams.get('assignee')).toBeTruthy();
  await row(one).waitFor();
  await ana.page.getByRole('button', { name: 'Filters, 1 in use' }).click();
  await ana.page.getByRole('switch', { name: 'Only what I have not read' }).click();
  await ana.page.getByRole('button', { name: 'Filters, 2 in use' }).waitFor();
  await ana.page.getByRole('button', { name: 'Clear the filters' }).last().click();
  await row(two).waitFor();
  expect(await ana.page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('switch'); // and not nowhere

  await ana.page.getByRole('combobox', { name: 'Person' }).click();
  await ana.page.getByRole('option', { name: 'Ana Souza' }).click();
  await row(two).waitFor({ state: 'detached' });
  await ana.page.keyboard.press('Escape');
  await ana.page.getByRole('combobox', { name: 'Queue' }).click();
  await ana.page.getByRole('option', { name: /^Waiting/ }).click();
  await row(two).waitFor(); // a filter that is not shown here narrows nothing
  await ana.page.getByRole('button', { name: 'Filters', exact: true }).waitFor();
  const hidden = new URL(ana.page.url());
  hidden.searchParams.set('assignee', 'somebody');
  await ana.page.goto(hidden.href); // by a link that somebody sent
  await row(two).waitFor();
  expect(troubles.get(ana.page)).toEqual([]);
  await Promise.all([one.context.close(), two.context.close(), ana.context.close()]);
});

test('taking over from a colleague who writes is asked about', async () => {
  const v = await waiting();
  const [ana, lea] = [await member('agent', v.name), await member('lead', v.name)];
  await ana.page.getByText('Also looking: Lea Brandt').waitFor(); // she is told from then on
  await ana.page.getByLabel('Reply to the visitor').pressSequentially('One moment'); // it is the team's still
  await log(lea.page).getByText('Ana Souza is writing…').waitFor();
  await head(lea.page).getByRole('button', { name: 'Take over' }).click();
  const question = lea.page.getByRole('dialog');
  await question.getByText('Ana Souza is writing', { exact: true }).waitFor();
  await question.getByText('Your colleague will be told').waitFor();
  await log(lea.page).getByText('Ana Souza is writing…').waitFor({ state: 'detached' });
  expect(await question.getByRole('heading').innerText()).toBe('Ana Souza is writing'); // as it was when Lea asked
  if (process.env.SHOTS) await lea.page.screenshot({ path: process.env.SHOTS + '/writing.png' });
  await question.getByRole('button', { name: 'Take over' }).click();
  await head(lea.page).locator('.owner', { hasText: 'You' }).waitFor();
  await ana.page.locator('.foreign').getByText('Lea').waitFor();
  expect([...troubles.get(ana.page)!, ...troubles.get(lea.page)!]).toEqual([]);
  await Promise.all([v.context.close(), ana.context.close(), lea.context.close()]);
});

test('an act that takes a conversation off the list opens the next one', async () => {
  const [one, two] = [await waiting(), await waiting()];
  const ana = await member('agent', one.name);
  const first = ana.page.url();
  const idOf = (url: URL) => url.pathname.split('/').pop()!;
  const isOf = (url: URL) => /\/inbox\/waiting\/[^/]+$/.test(url.pathname); // a conversation, and not the bare list
  await find(ana.page, two.name);
  await ana.page.locator('.convhead', { hasText: two.name }).waitFor();
  const all = ana.page.url().replace('/inbox/waiting', '/inbox/all');

  await ana.page.goto(first);
  await head(ana.page).getByText(one.name).waitFor();
  await ana.page.locator('.row').first().waitFor();
  await menu(ana.page, 'No reply needed');
  await ana.page.getByText('No reply needed.', { exact: true }).waitFor();
  await ana.page.waitForURL((url) => isOf(url) && !first.includes(idOf(url)));

  await ana.page.goto(all); // where it stays
  await head(ana.page).locator('.owner', { hasText: 'Waiting' }).waitFor();
  await menu(ana.page, 'No reply needed');
  await head(ana.page).locator('.owner', { hasText: 'Unassigned' }).waitFor();
  expect(ana.page.url()).toBe(all);
  expect(troubles.get(ana.page)).toEqual([]);
  await Promise.all([one.context.close(), two.context.close(), ana.context.close()]);
});

test('one looks further back also while the list is read anew', async () => {
  const v = await waiting();
  const ana = await open(browser);
  const asked: (string | null)[] = [];
  const [[anew, letAnew], [back, letBack]] = [latch(), latch()];
  let [held, told] = [false, 0];
  await ana.page.route(/\/v1\/conversations\?/, async (route) => {
    const cursor = new URL(route.request().url()).searchParams.get('cursor');
    asked.push(cursor);
    if (held) await (cursor ? back : anew);
    await route.fulfill({ json: { rows: [], next: cursor ? undefined : 'further' } }).catch(() => {}); // given up
  });
  await ana.page.route(/\/v1\/queues$/, async (route) => {
    told++; // by the same hint as the list
    await route.continue();
  });
  await signIn(ana.page, 'agent', '/inbox/all?unread=true');
  const further = ana.page.getByRole('button', { name: 'Look further back' });
  await further.waitFor();
  held = true;
  const before = asked.length;
  await v.chat.say('And one more thing'); // the list is told of it
  await until('the list is read anew', async () => asked.length > before);
  await further.click();
  await until('it looked further back', async () => asked.includes('further'));
  const seen = told;
  await v.chat.say('And the last thing'); // which does not end the look
  await until('the counts are read anew', async () => told > seen);
  letBack();
  await further.waitFor({ state: 'detached' });
  letAnew();
  expect(troubles.get(ana.page)).toEqual([]);
  await Promise.all([v.context.close(), ana.context.close()]);
});

// latch is a wait and its end.
function latch(): [Promise<void>, () => void] {
  let end = () => {};
  return [new Promise<void>((done) => (end = done)), () => end()];
}

test('a lead makes a label, and the inbox is filtered by it', async () => {
  const [one, two] = [await waiting(), await waiting()];
  const label = word('Refund ');
  const lea = await open(browser);
  await signIn(lea.page, 'lead', '/settings/labels');
  await lea.page.getByRole('button', { name: 'Add a label' }).click();
  const line = lea.page.getByRole('group', { name: /^Label/ }).last();
  await lea.page.getByRole('button', { name: 'Save' }).click();
  await line.getByText('Give this label a name.').waitFor();
  await line.getByLabel('Name').fill(label);
  await line.getByRole('combobox', { name: 'Colour' }).click();
  await lea.page.getByRole('option', { name: 'Red' }).click();
  await lea.page.getByRole('button', { name: 'Save' }).click();
  await saved(lea.page);
  expect(await findings(lea.page)).toEqual([]);

  const ana = await member('agent', one.name);
  await menu(ana.page, 'Labels…');
  const box = ana.page.getByRole('dialog').getByRole('checkbox', { name: label });
  await box.focus();
  await ana.page.keyboard.press('Space');
  await head(ana.page).getByText(label).waitFor();
  expect(await box.evaluate((e) => e === document.activeElement)).toBe(true); // also while it was saved
  await ana.page.keyboard.press('Escape');
  await ana.page.getByRole('searchbox').fill('');
  await ana.page.getByRole('button', { name: 'Filters' }).click();
  await ana.page.getByRole('combobox', { name: 'Label' }).click();
  await ana.page.getByRole('option', { name: label }).click();
  await ana.page.getByRole('button', { name: 'Filters, 1 in use' }).waitFor();
  const row = (v: { name: string }) => ana.page.locator('.row', { hasText: v.name });
  await row(one).getByText(label).waitFor();
  await row(two).waitFor({ state: 'detached' });
  expect(await findings(ana.page)).toEqual([]);
  if (process.env.SHOTS) await ana.page.screenshot({ path: process.env.SHOTS + '/labels.png' });
  await ana.page.keyboard.press('Escape');
  await ana.page.getByRole('searchbox').fill(two.name);
  await row(two).waitFor();
  await ana.page.getByRole('button', { name: 'Choose several' }).click();
  await ana.page.getByRole('checkbox', { name: `Choose ${two.name}` }).check();
  await ana.page.getByRole('button', { name: 'Label…' }).click();
  await ana.page.getByRole('menuitem', { name: label }).click();
  await row(two).getByText(label).waitFor();
  await ana.page.getByRole('button', { name: 'Undo' }).click();
  await row(two).getByText(label).waitFor({ state: 'detached' });
  expect([...troubles.get(ana.page)!, ...troubles.get(lea.page)!]).toEqual([]);
  await Promise.all([one, two, ana, lea].map((v) => v.context.close()));
});
