import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { buildForm, pick } from './build-form';
import { facts, launch, open, signIn, until, visit, word } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// answerBy has the demo's number answered by a bot.
async function answerBy(p: Page, bot: string): Promise<void> {
  await visit(p, '/admin/settings/whatsapp');
  const number = p.getByRole('combobox', { name: 'Bot' }).first();
  await number.click();
  await p.getByRole('option', { name: bot, exact: true }).click();
  await until('the number has its bot', async () => (await number.inputValue()) === bot);
}

test('a form built in fields is filled in on WhatsApp, question by question, and reaches its goal', async () => {
  const o = await open(browser);
  const { page: p } = o;
  const bot = word('Leads ');
  const goal = word('Call ');
  await signIn(p, 'owner', '/settings/bots');
  await p.locator('form').getByLabel('Name').fill(bot);
  await p.keyboard.press('Enter'); // a click may meet the page while the other bots push its form down
  await p.locator(`[data-bot="${bot}"]`).getByRole('link', { name: 'Edit the script' }).click();
  await p.getByRole('button', { name: 'Add a question' }).click();
  await p.getByLabel('Question', { exact: true }).fill('Please call me back');
  await p.getByLabel('Answer: what the bot says').fill('Gladly. Two questions first.');
  const thanks = word('Thank you, we call you ');
  const form = word('callback').replace(/\W/g, '');
  await buildForm(p, form, thanks);
  await p.getByRole('button', { name: 'Save as version 2' }).click();
  await p.getByRole('button', { name: 'Publish version 2' }).click();
  await p.getByRole('row').filter({ hasText: 'In force' }).getByRole('cell', { name: '2', exact: true }).waitFor();

  await visit(p, '/admin/settings/goals');
  await p.getByRole('button', { name: 'Add a goal' }).click();
  await p.getByLabel('Goal', { exact: true }).last().fill(goal);
  await pick(p, 'A form', form);
  await p.getByRole('button', { name: 'Save', exact: true }).click();
  await until('the goal is saved', async () => await p.getByRole('button', { name: 'Save', exact: true }).isDisabled());

  await answerBy(p, bot);
  try {
    // A warm function has the goals of before for up to a quarter of a minute.
    await until('a filled-in form reaches its goal', () => fillIn(p, thanks, goal), 90_000);
  } finally {
    await answerBy(p, 'Kettle & Co. on WhatsApp'); // other stories talk to it
  }
  await o.context.close();
});

// fillIn has a customer answer the form's questions on WhatsApp, and tells whether the inbox shows its goal.
async function fillIn(p: Page, thanks: string, goal: string): Promise<boolean> {
  const customer = word('Phone ');
  const phone = await open(browser, { viewport: { width: 430, height: 860 } });
  await phone.page.goto(
    `${facts.Phone}/?number=4917${String(Date.now() % 1e9).padStart(9, '0')}&name=${encodeURIComponent(customer)}`,
  );
  const say = async (text: string) => {
    await phone.page.getByLabel('Message', { exact: true }).fill(text);
    await phone.page.keyboard.press('Enter');
  };
  const theirs = (text: string) => phone.page.locator('.said:not(.me)', { hasText: text });
  await until(
    'the new bot answers',
    async () => {
      await say('Please call me back');
      return theirs('Your name')
        .first()
        .waitFor({ timeout: 15_000 })
        .then(
          () => true,
          () => false,
        );
    },
    70_000,
  );
  const mia = word('Mia ');
  await say(mia);
  await theirs('What do you need?').last().getByRole('button', { name: 'Bridle' }).click();
  await theirs(thanks).waitFor();

  await visit(p, '/admin/inbox/bot');
  await until('the search finds the phone', async () => {
    await p.getByRole('searchbox').fill('');
    await p.getByRole('searchbox').fill(mia);
    return p
      .locator('.row', { hasText: mia })
      .click({ timeout: 15_000 })
      .then(
        () => true,
        () => false,
      );
  });
  const reached = p.locator('dd', { hasText: goal }).waitFor({ timeout: 10_000 });
  await phone.context.close();
  return reached.then(
    () => true,
    () => false,
  );
}
