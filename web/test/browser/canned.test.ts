import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { launch, open, signIn, tell, troubles, until, word } from './chromium';
import { head, joins, waits } from './desk';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test('a slash finds a canned reply, whose variables are filled, or written by the agent before it is sent', async () => {
  const title = word('Wrapping ');
  const lead = await open(browser);
  await signIn(lead.page, 'lead', '/settings/you');
  await lead.page.getByRole('button', { name: 'Add a reply' }).click();
  const form = lead.page.getByRole('form', { name: 'New reply' });
  await form.getByLabel('Title').fill(title);
  await form.getByLabel('Text', { exact: true }).fill('Hello {{visitor.nam}}');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await form.getByText('There is no variable {{visitor.nam}}').waitFor();
  await form.getByRole('combobox', { name: 'Language of the text' }).click();
  await lead.page.getByRole('option', { name: 'English' }).click();
  await form
    .getByLabel('Text in English')
    .fill('Hello {{visitor.first_name|there}}, I am {{agent.first_name}}. Is it {{visitor.email}}?');
  await form.getByRole('combobox', { name: 'Another language' }).click();
  await lead.page.getByRole('option', { name: 'Portuguese' }).click();
  await form.getByLabel('Text in Portuguese').fill('Olá {{visitor.first_name|você}}, embrulhamos tudo.');
  expect(await findings(lead.page)).toEqual([]);
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await form.waitFor({ state: 'detached' });
  await lead.page.getByRole('button', { name: `Edit "${title}"` }).waitFor();

  const name = word('Canned ');
  const v = await waits(browser, name);
  const ana = await joins(browser, 'agent', name);
  await head(ana.page).getByRole('button', { name: 'Take over' }).click();
  await head(ana.page).locator('.owner', { hasText: 'You' }).waitFor();
  const field = ana.page.getByLabel('Reply to the visitor');
  await field.click();
  await field.pressSequentially('/' + title.toLowerCase());
  const option = ana.page.getByRole('option', { name: new RegExp(title) });
  await option.getByText('Hello Canned, I am Ana.').waitFor();
  expect(await findings(ana.page)).toEqual([]);
  await ana.page.keyboard.press('Enter');
  await until('it stands in the field', async () => (await field.inputValue()).startsWith('Hello Canned, I am Ana.'));
  await ana.page.getByText('Not known: the visitor’s e-mail address.').waitFor();
  const send = ana.page.getByRole('button', { name: 'Send', exact: true });
  expect(await send.isDisabled()).toBe(true);
  await ana.page.keyboard.press('Control+Enter'); // and no key sends it
  await tell(v.page, 'identify', { email: 'canned@mail.test' });
  await field.fill('');
  await v.chat.say('Olá, vocês embrulham para presente? Como posso pagar?');
  await ana.page.getByRole('log').getByText('embrulham').waitFor();
  await until('the list is in the visitor’s language', async () => {
    await field.fill('/' + title);
    return option.getByText('embrulhamos tudo').isVisible();
  });
  await ana.page.keyboard.press('Escape');
  await option.waitFor({ state: 'detached' });
  await field.fill('');
  await ana.page.getByRole('button', { name: 'Canned replies' }).click();
  await ana.page.getByRole('textbox', { name: 'Find a canned reply' }).fill(title);
  await option.click();
  await ana.page.keyboard.press('Control+Enter');
  await v.chat.said('Olá Canned, embrulhamos tudo.').waitFor();
  expect(await v.chat.log.innerText()).not.toContain('{{');

  const own = word('Only Ana ');
  await field.fill('this is not ready yet');
  await ana.page.getByRole('button', { name: 'Canned replies' }).click();
  await ana.page.getByRole('button', { name: 'Add or edit' }).click();
  const dialog = ana.page.getByRole('dialog', { name: 'Canned replies' });
  await dialog.getByRole('button', { name: 'Add a reply' }).click();
  await dialog.getByLabel('Title').fill(own);
  await dialog.getByLabel('Text', { exact: true }).fill('One moment.');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.getByRole('button', { name: `Edit "${own}"` }).click();
  await dialog.getByLabel('Text', { exact: true }).fill('One moment, please.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('One moment, please.').waitFor();
  expect(await field.inputValue()).toBe('this is not ready yet'); // a form in a dialog sends no draft
  expect(await v.chat.log.innerText()).not.toContain('not ready yet');
  expect(await dialog.getByRole('button', { name: `Edit "${title}"` }).count()).toBe(0);
  await lead.page.reload();
  await lead.page.getByRole('button', { name: `Edit "${title}"` }).waitFor();
  expect(await lead.page.getByText(own).count()).toBe(0);
  await lead.page.getByRole('button', { name: `Delete "${title}"` }).click();
  await lead.page.getByRole('button', { name: `Delete "${title}"` }).waitFor({ state: 'detached' });
  expect([...troubles.get(ana.page)!.filter((t) => !t.includes('400')), ...troubles.get(v.page)!]).toEqual([]);
  await Promise.all([v.context.close(), ana.context.close(), lead.context.close()]);
});
