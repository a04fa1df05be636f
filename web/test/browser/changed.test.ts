// A publication that would change the answer to a question of a visitor names it, and waits until a lead wants that.
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { launch, open, shop, signIn, until, visit, word } from './chromium';
import { publishes, writes } from './training';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// unsure is what a bot says that has no answer. It may offer titles: the made-up word moves each chance a little.
const unsure = /I do not know that yet|Did you mean one of these/;

// hears asks as a new visitor until the bot says something.
const hears = (question: string, answer: string | RegExp) =>
  until(
    `a visitor hears ${answer}`,
    async () => {
      const { page, context } = await open(browser);
      const chat = await shop(page);
      await chat.start();
      await chat.say(question);
      const said = await chat
        .said(answer)
        .waitFor({ timeout: 15_000 })
        .then(() => true)
        .catch(() => false);
      await context.close();
      return said;
    },
    120_000,
  );

// removes deletes the entry that is open, and has that published.
async function removes(p: Page) {
  const at = p.url();
  await p.getByRole('button', { name: 'Delete this entry' }).click();
  await p.getByRole('dialog').getByRole('button', { name: 'Delete it' }).click();
  await p.waitForURL((url) => url.pathname.endsWith('/training'));
  await p.goto(at);
  await p.getByRole('button', { name: 'Publish this entry' }).click();
  await p.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
}

const change = (alert: Locator) => alert.getByRole('button', { name: 'Change these' });

test('publishing names a question whose answer changes, and a lead chooses to change it', async () => {
  const { page: p, context } = await open(browser);
  await signIn(p, 'lead', '/training');
  const lamp = word('lamp');
  const question = `Which bulb does the ${lamp} take?`;
  const answer = word('It takes a bulb ');
  await writes(p, `Bulb of the ${lamp}`, question, answer);
  await publishes(p);
  await hears(question, answer);

  await removes(p);
  const alert = p.getByRole('alert').filter({ has: p.getByRole('button', { name: 'Change these' }) });
  const named = alert.getByRole('listitem').filter({ hasText: question });
  await named.waitFor();
  expect(await named.innerText()).toMatch(/Today\s+Bulb of the .*\s+From now on\s+No sure answer/);
  expect(await findings(p), 'the question').toEqual([]);

  const other = await open(browser); // another lead sees it as well, on the page of all entries
  await signIn(other.page, 'owner', '/training');
  await other.page.getByRole('alert').filter({ hasText: question }).waitFor();

  await change(alert).click();
  await alert.waitFor({ state: 'detached' });
  await other.page.getByRole('button', { name: 'Change these' }).click(); // the second is told
  await other.page.getByText('Somebody else decided about this publication').waitFor();
  await other.context.close();

  await hears(question, unsure);
  await visit(p, '/admin/training?show=editions');
  await p
    .getByRole('row', { name: /changed by/ })
    .first()
    .waitFor();
  await context.close();
}, 600_000);
