// Visitors ask a question that no bot can answer, in two languages; a lead answers them as one question.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { launch, open, shop, signIn, until, word } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// says has a new visitor ask, and tells whether the bot says something within a while.
async function says(question: string, answer: string): Promise<boolean> {
  const { page, context } = await open(browser);
  const chat = await shop(page);
  await chat.start();
  await chat.say(question);
  const said = await chat
    .said(answer)
    .waitFor({ timeout: 8000 })
    .then(() => true)
    .catch(() => false);
  await context.close();
  return said;
}

const arabic = 'كم السرعة القصوى للدراجة الكهربائية';
const spanish = 'qué velocidad máxima alcanza la eléctrica';

test('a question in two languages is one row, and is answered in four clicks', async () => {
  for (const question of [arabic, spanish]) expect(await says(question, 'I do not know that yet')).toBe(true);
  const { page: p, context } = await open(browser);
  await signIn(p, 'lead', '/training?show=questions');
  const row = p.locator('li.entry', { hasText: spanish }).filter({ hasText: arabic });
  await row.waitFor();
  await row.getByText(/2\W* people/).waitFor(); // numbers stand between marks of direction
  expect(await findings(p), 'the list').toEqual([]);

  await row.getByRole('link', { name: `Open the conversation: ${spanish}` }).click();
  await p.getByRole('link', { name: 'Answer this question' }).last().click();
  await p.getByRole('link', { name: 'All unanswered questions' }).waitFor();
  await row.waitFor();
  expect(await findings(p), 'one question').toEqual([]);

  await row.getByRole('link', { name: 'Answer it' }).click();
  const title = word('Speed ');
  const answer = word('25 km/h ');
  await p.getByLabel('Title').fill(title);
  for (const field of await p.getByLabel('Answer', { exact: true }).all()) await field.fill(answer);
  expect(await p.getByLabel('How people ask').first().inputValue()).not.toBe('');
  await p.getByRole('button', { name: 'Save', exact: true }).click();
  await p.getByRole('button', { name: 'Publish this entry' }).click();
  await p.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
  await p.locator('h1 + *', { hasText: 'Published' }).waitFor({ timeout: 60_000 });

  await until('both are answered', async () => (await says(arabic, answer)) && (await says(spanish, answer)), 90_000);
  await p.goto(`${new URL(p.url()).origin}/admin/training?show=questions`);
  await p.getByRole('combobox', { name: 'State' }).click();
  await p.getByRole('option', { name: 'Answered', exact: true }).click();
  await p.locator('li.entry', { hasText: spanish }).getByText('Answered', { exact: true }).waitFor();
  await context.close();
}, 300_000);
