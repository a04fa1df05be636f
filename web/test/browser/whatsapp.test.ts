import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { facts, launch, more, open, signIn, troubles, until, word } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

let last = Date.now() % 1e8;

// phone is a customer's phone, with a number and a name that nobody else has.
async function phone() {
  const number = '4915' + String(++last).padStart(9, '0');
  const name = word('Phone ');
  const { page, context } = await open(browser, { viewport: { width: 430, height: 860 } });
  await page.goto(`${facts.Phone}/?number=${number}&name=${encodeURIComponent(name)}`);
  const say = async (text: string) => {
    await page.getByLabel('Message', { exact: true }).fill(text);
    await page.keyboard.press('Enter');
  };
  const theirs = (text: string) => page.locator('.said:not(.me)', { hasText: text });
  const send = async (...kinds: string[]) => {
    if (!(await page.locator('#kinds').isVisible()))
      await page.getByRole('button', { name: 'Send something else' }).click();
    for (const kind of kinds) await page.getByRole('button', { name: kind, exact: true }).click();
  };
  return { page, context, number, name, say, theirs, send };
}

async function inbox(name: string, who = 'agent') {
  const { page, context } = await open(browser);
  await signIn(page, who, '/inbox/bot');
  await until('the search finds the phone', async () => {
    await page.getByRole('searchbox').fill('');
    await page.getByRole('searchbox').fill(name);
    try {
      await page.locator('.row', { hasText: name }).click({ timeout: 15_000 });
      // The rows that a search finds may move others under the pointer.
      await page
        .getByRole('region', { name: 'Conversation', exact: true })
        .getByText(name)
        .first()
        .waitFor({ timeout: 15_000 });
      return true;
    } catch {
      return false;
    }
  });
  return { page, context, log: page.getByRole('log', { name: 'Transcript' }) };
}

// found reads the transcript from its beginning until a row is there, and brings it into view: only the rows near the
// visible ones are mounted, and one that is near is not any more once a picture has grown.
const found = (log: Locator, row: Locator) =>
  until(`the transcript has ${row}`, () =>
    log
      .evaluate((e) => e.scrollTo(0, 0))
      .then(async () => {
        for (;;) {
          if (await row.first().isVisible()) return inView(row);
          const atEnd = await log.evaluate(async (e) => {
            const before = e.scrollTop;
            e.scrollBy(0, e.clientHeight / 2);
            await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
            return e.scrollTop === before;
          });
          if (atEnd) return false;
        }
      }),
  );

const inView = (row: Locator) =>
  row
    .first()
    .scrollIntoViewIfNeeded({ timeout: 5000 })
    .then(
      () => true,
      () => false,
    );

const reply = (page: Page) => page.getByLabel('Reply to the visitor');

test('a phone sends every kind, and the agent sees each as what it is', async () => {
  const p = await phone();
  await p.say('When do you open?');
  await p.theirs('Monday to Saturday').waitFor();
  const a = await inbox(p.name);
  await a.log.getByText('Monday to Saturday').waitFor();
  await a.page.getByRole('button', { name: 'Take over' }).click();
  await a.page.getByText(/^Reply within .?23 h/).waitFor();

  await p.send('Location', 'Photo', 'Document', 'Sticker', 'Contact', 'Order', 'From an ad', 'Poll');
  await found(a.log, a.log.getByText('MASP'));
  expect(await a.log.getByRole('link', { name: /on a map/ }).getAttribute('href')).toContain('-23.5613');
  const picture = a.log.locator('img.picture');
  await found(a.log, picture);
  await until('the photo has its pixels', () => picture.evaluate((img: HTMLImageElement) => img.naturalWidth > 0));
  await found(a.log, a.log.locator('img.sticker'));
  await found(a.log, a.log.getByRole('button', { name: /invoice\.pdf/ }));
  await found(a.log, a.log.getByText('Ana Souza', { exact: true }));
  await found(a.log, a.log.getByText('kettle-copper'));
  await found(a.log, a.log.getByRole('link', { name: 'Copper kettles' }));
  await found(a.log, a.log.getByText('poll_creation', { exact: true }));

  await p.theirs('Monday to Saturday').getByRole('button', { name: 'React with 👍' }).click();
  const felt = a.log.locator('.felt', { hasText: '👍' });
  await found(a.log, felt);
  await p.theirs('Monday to Saturday').getByRole('button', { name: 'React with 👍' }).click();
  await felt.waitFor({ state: 'detached' });
  await a.log.getByText('Monday to Saturday').waitFor(); // its row is there still
  await p.say('I have a tpyo');
  await p.page.locator('.said.me', { hasText: 'tpyo' }).getByRole('button', { name: 'Edit' }).click();
  await p.page.getByLabel('Edited message').fill('I have a typo');
  await p.page.getByRole('button', { name: 'Save' }).click();
  await found(a.log, a.log.getByText('I have a typo'));
  await found(a.log, a.log.getByText('Edited'));
  await a.log.getByText('Edited').click();
  await a.log.getByText('I have a tpyo').waitFor();
  await p.page.locator('.said.me', { hasText: 'I have a typo' }).getByRole('button', { name: 'Delete' }).click();
  await found(a.log, a.log.getByText('Deleted by the sender'));

  await p.send('Stop offers');
  await until('the profile knows that they want no offers', async () => {
    await a.page.reload();
    return a.page
      .getByText('Does not want marketing messages')
      .waitFor({ timeout: 15_000 })
      .then(
        () => true,
        () => false,
      );
  });
  expect([...troubles.get(p.page)!, ...troubles.get(a.page)!]).toEqual([]);
  await Promise.all([p.context.close(), a.context.close()]);
});

test('an agent sends every kind, and the phone shows each', async () => {
  const p = await phone();
  await p.say('When do you open?');
  await p.theirs('Monday to Saturday').waitFor();
  const a = await inbox(p.name);
  await a.page.getByRole('button', { name: 'Take over' }).click();

  const said = a.log.locator('.said.visitor', { hasText: 'When do you open?' });
  await said.hover();
  await said.getByRole('button', { name: 'Reply to this message' }).click();
  await a.page.getByText('Reply to: When do you open?').waitFor();
  const words = word('As a person, ');
  await reply(a.page).fill(words);
  await a.page.getByRole('button', { name: /^Send( and join)?$/ }).click();
  await p.theirs(words).locator('.quote', { hasText: 'When do you open?' }).waitFor();
  await a.log.locator('.said', { hasText: words }).locator('.quote', { hasText: 'When do you open?' }).waitFor();
  await a.log.locator('.said', { hasText: words }).getByText('Read').waitFor();
  await said.hover();
  await said.getByRole('button', { name: 'React to this message' }).click();
  await a.page.getByRole('button', { name: '🙏', exact: true }).last().click();
  await p.page.locator('.said.me .feel', { hasText: '🙏' }).waitFor();

  let dialog = await more(a.page, 'Offer choices');
  await dialog.getByLabel('Text above the choices').fill('Which one?');
  await dialog.getByLabel('Choices, one per line').fill('Copper\nSteel');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await p.theirs('Which one?').getByRole('button', { name: 'Steel' }).click();
  await a.log.locator('.said.visitor', { hasText: 'Steel' }).getByText('Tapped').waitFor();
  dialog = await more(a.page, 'Offer choices');
  await dialog.getByLabel('Text above the choices').fill('And which size?');
  await dialog.getByLabel('Choices, one per line').fill('One litre\nTwo litres\nThree litres\nFour litres');
  await dialog.getByLabel('The button that opens the list').fill('See the sizes');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await p.theirs('And which size?').getByText('See the sizes').click();
  await p.theirs('And which size?').getByRole('button', { name: 'Four litres' }).click();
  await a.log.locator('.said.visitor', { hasText: 'Four litres' }).getByText('Tapped').waitFor();
  dialog = await more(a.page, 'Send a form');
  await dialog.getByPlaceholder('Choose one').click();
  await a.page.getByRole('option', { name: 'repair' }).click();
  await dialog.getByText('Which kettle is it?').waitFor();
  await dialog.getByLabel('Text above it').fill('Tell us what is broken');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await p.theirs('Tell us what is broken').getByRole('button', { name: 'Book a repair' }).waitFor();
  dialog = await more(a.page, 'Ask for their location');
  await dialog.getByLabel('Your question').fill('Where shall we bring it?');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await p.page.getByRole('button', { name: 'Send location' }).click();
  await a.log.getByText('MASP').waitFor();
  dialog = await more(a.page, 'Send a contact');
  await dialog.getByLabel('Name').fill('The workshop');
  await dialog.getByLabel('Phone number').fill('+49 30 123');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await p.theirs('The workshop').waitFor();

  await a.page.getByRole('button', { name: 'Template' }).click();
  const pick = a.page.getByRole('dialog', { name: 'Send a template' });
  await pick.getByPlaceholder('Choose one').click();
  await a.page.getByRole('option', { name: /^Order update/ }).click();
  expect(await pick.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
  await pick.getByLabel('Value 1').fill(p.name);
  await pick.getByLabel('Value 2').fill('KC-77');
  await pick.getByText(`Hello ${p.name}, your order KC-77 is on its way.`).waitFor();
  await pick.getByRole('button', { name: 'Send' }).click();
  await p.theirs('KC-77').waitFor();
  await a.log.getByText(`Hello ${p.name}, your order KC-77 is on its way.`).waitFor();
  await until('what Meta bills is told', async () => {
    await a.page.reload();
    return a.page
      .getByText(/utility message/)
      .waitFor({ timeout: 15_000 })
      .then(
        () => true,
        () => false,
      );
  });
  expect([...troubles.get(p.page)!, ...troubles.get(a.page)!]).toEqual([]);
  await Promise.all([p.context.close(), a.context.close()]);
});

test('an agent writes by a template from the profile, and reads in the dialog why it did not go', async () => {
  const p = await phone();
  await p.say('When do you open?');
  const a = await inbox(p.name);
  await a.page.getByRole('link', { name: 'Open the profile' }).click();
  await a.page.getByRole('link', { name: 'Write by template' }).click();
  const pick = a.page.getByRole('dialog', { name: 'Send a template' });
  await pick.getByPlaceholder('Choose one').click();
  await a.page.getByRole('option', { name: /^Order update/ }).click();
  await pick.getByLabel('Value 1').fill(p.name);
  await pick.getByLabel('Value 2').fill('KC-78');
  await a.context.setOffline(true);
  await pick.getByRole('button', { name: 'Send' }).click();
  await pick.getByRole('alert').waitFor();
  await a.context.setOffline(false);
  await pick.getByRole('button', { name: 'Send' }).click();
  await p.theirs('KC-78').waitFor();
  await pick.waitFor({ state: 'detached' });
  expect(new URL(a.page.url()).search).not.toContain('template');
  await Promise.all([p.context.close(), a.context.close()]);
});

test('a form is a Flow on the phone, and what was filled in is a table', async () => {
  const p = await phone();
  await p.say('Can you repair my kettle?');
  await p.page.getByRole('button', { name: 'Book a repair' }).click();
  const form = p.page.getByRole('dialog', { name: 'Form' });
  await form.getByLabel('Which kettle is it?').selectOption('Copper');
  const trouble = word('It whistles ');
  await form.getByLabel('What is wrong with it?').fill(trouble);
  await form.getByRole('button', { name: 'Continue' }).click();
  await form.getByLabel('Where do we write to?').fill('nobody');
  await form.getByRole('button', { name: 'Continue' }).click();
  await form.getByRole('alert').waitFor();
  await form.getByLabel('Where do we write to?').fill('zoe@example.test');
  await form.getByRole('button', { name: 'Continue' }).click();
  await p.theirs('We will write to you when the workshop has a place').waitFor();
  const a = await inbox(p.name, 'owner');
  await a.log.getByText(trouble).waitFor();
  await a.page.getByRole('link', { name: 'Insights' }).click();
  await a.page.getByRole('tab', { name: 'Bot' }).click();
  const table = a.page.getByRole('region', { name: 'Forms on WhatsApp' });
  const mine = table.getByRole('row', { name: p.name });
  await mine.getByText(trouble).waitFor();
  await mine.getByText('Completed').waitFor();
  await mine
    .getByText(/opened the form.*reached the screen CONTACT; "email" was refused on the screen CONTACT/)
    .waitFor();
  expect(await a.page.locator('input[aria-label="Flow"]').inputValue()).toBe('Kettle repair');
  await a.page.getByLabel('Answer contains').fill('no such words');
  await a.page.getByText('No form matches the filters').waitFor();
  await a.page.getByLabel('Answer contains').fill(trouble);
  await mine.waitFor();
  await a.page.getByLabel('Person').and(a.page.locator('input')).fill(p.name);
  await a.page.getByRole('option', { name: p.name }).click();
  await mine.waitFor();
  const [sheet] = await Promise.all([
    a.page.waitForEvent('download'),
    a.page.getByRole('button', { name: 'Download as a spreadsheet' }).click(),
  ]);
  expect(await readFile((await sheet.path())!, 'utf8')).toContain(trouble);
  await mine.getByRole('link', { name: p.name }).click();
  await a.page.locator('.timeline').getByText('"repair": reached the screen CONTACT').waitFor();
  expect([...troubles.get(p.page)!, ...troubles.get(a.page)!]).toEqual([]);
  await Promise.all([p.context.close(), a.context.close()]);
});

test('cards are shown with their pictures', async () => {
  const p = await phone();
  await p.say('Which kettles do you have?');
  for (const name of ['copper', 'enamel', 'travel']) {
    const card = p.theirs(`The ${name} kettle`);
    await until(`the picture of ${name} has its pixels`, () =>
      card.locator('img').evaluate((img: HTMLImageElement) => img.naturalWidth > 0),
    );
    await card.getByRole('button', { name: `Offer for ${name}` }).waitFor();
  }
  expect(troubles.get(p.page)).toEqual([]);
  await p.context.close();
});

test('when the window is closed only templates are offered, and what failed can be sent again', async () => {
  const p = await phone();
  await fetch(`${facts.Phone}/phone/${p.number}/say`, {
    method: 'POST',
    body: JSON.stringify({ name: p.name, text: 'When do you open?', hoursAgo: 26 }),
  });
  const a = await inbox(p.name);
  await a.page.getByText('Templates only').waitFor();
  await a.page.getByText('WhatsApp takes only templates now').waitFor();
  expect(await reply(a.page).isDisabled()).toBe(true);
  await a.page.getByRole('button', { name: 'Template' }).waitFor();
  await a.log.getByText('Answer with a template.').first().waitFor({ timeout: 60_000 }); // the bot's words came too late to be sent
  await p.say('When do you open?');
  await a.page.getByText(/^Reply within .?23 h/).waitFor();
  await fetch(`${facts.Phone}/behave`, { method: 'POST', body: JSON.stringify({ fail: [131026], to: p.number }) });
  const words = word('Are you there? ');
  await reply(a.page).fill(words);
  await a.page.getByRole('button', { name: /^Send( and join)?$/ }).click();
  const row = a.log.locator('.said', { hasText: words });
  await row.getByText('This customer cannot be reached').first().waitFor();
  await row.getByRole('button', { name: 'Send again' }).click();
  await p.theirs(words).waitFor();
  expect([...troubles.get(p.page)!, ...troubles.get(a.page)!]).toEqual([]);
  await Promise.all([p.context.close(), a.context.close()]);
});

test('an owner reads what Meta told, and fetches the templates', async () => {
  const note = word('note ');
  await fetch(`${facts.Phone}/tell`, {
    method: 'POST',
    body: JSON.stringify({ field: 'phone_number_quality_update', value: { event: 'ONBOARDING', note } }),
  });
  const { page, context } = await open(browser);
  await signIn(page, 'owner', '/settings/whatsapp');
  await page.getByText(/4 templates/).click();
  await page.getByRole('button', { name: 'Fetch them from Meta' }).click();
  await page.getByText('old_news').waitFor();
  await page.getByText('phone_number_quality_update').first().click();
  await page.getByText(note).waitFor();
  expect(troubles.get(page)).toEqual([]);
  await context.close();
});
