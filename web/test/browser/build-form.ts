import type { Page } from 'playwright-core';

// pick chooses one of a field's choices, as a person does.
export async function pick(page: Page, label: string, choice: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).last().click();
  await page.getByRole('option', { name: choice, exact: true }).click();
}

// buildForm builds a form in the fields of the script editor: a name and a choice, and the
// words that follow in a second step. It belongs to the greeting, or to the one question if there
// is one.
export async function buildForm(p: Page, name: string, thanks: string): Promise<void> {
  await p.getByRole('button', { name: 'Add a step' }).click();
  await p.getByLabel('Step step2: what the bot says').fill(thanks);
  const asked = await p.getByLabel('Answer: what the bot says').isVisible();
  await p
    .getByRole('button', { name: 'Add a form' })
    .nth(asked ? 1 : 0)
    .click();
  const form = p.getByRole('group', { name: 'Form', exact: true });
  await form.getByLabel('Name of the form').fill(name);
  for (const [label, kind] of [
    ['Your name', 'Name'],
    ['What do you need?', 'Choice'],
  ] as const) {
    await form.getByRole('button', { name: 'Add a field' }).click();
    await form.getByLabel('Field', { exact: true }).last().fill(label);
    await form.getByRole('combobox', { name: 'Kind' }).last().click();
    await p.getByRole('option', { name: kind, exact: true }).click();
  }
  await form.getByRole('checkbox', { name: 'Required' }).first().check();
  const choices = form.getByLabel('Choices', { exact: true }).last();
  for (const choice of ['Saddle', 'Bridle']) await choices.fill(choice).then(() => choices.press('Enter'));
  await pick(p, 'When it is sent, go to', 'step2');
}
