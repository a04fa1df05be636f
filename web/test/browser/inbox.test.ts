import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, launch, open, seen, signIn, tell, troubles, until, word } from './chromium';
import { find } from './desk';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// someone is a visitor with a name of their own and a question that the bot has answered.
async function someone() {
  const { page, context } = await open(browser);
  const chat = await seen(page, '/');
  const name = word('Visitor ');
  await tell(page, 'identify', { name, email: name.replace(' ', '.').toLowerCase() + '@mail.test' });
  await chat.start();
  await chat.say('When do you open?');
  await chat.said('Monday to Saturday').waitFor();
  return { page, context, chat, name };
}

async function agent(who: string, name: string) {
  const opened = await open(browser);
  await signIn(opened.page, who, '/inbox/bot');
  await find(opened.page, name);
  return opened;
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const head = (page: Page) => page.locator('.convhead');
const log = (page: Page) => page.getByRole('log', { name: 'Transcript' });
const note = (page: Page) => page.getByLabel('Note for the team');
const reply = (page: Page) => page.getByLabel('Reply to the visitor');
const id = (page: Page) => page.url().split('/').pop()!;

test('a note stays a note through every change of owner between its first key and its last', async () => {
  const v = await someone();
  const [writer, other] = [await agent('agent', v.name), await agent('lead', v.name)];
  await writer.page.getByText('Note', { exact: true }).click();
  const whole = word('do not refund this one ');
  const changes: (() => Promise<void>)[] = [
    () => head(other.page).getByRole('button', { name: 'Take over' }).click(),
    () => head(other.page).getByRole('button', { name: 'Hand back' }).click(),
    async () => {
      await reply(other.page).fill('Hello from a colleague');
      await button(other.page, 'Send and join').click();
      await v.chat.said('Hello from a colleague').waitFor();
    },
    async () => {
      await button(other.page, 'More').click();
      await other.page.getByRole('menuitem', { name: 'Close' }).click();
    },
    () => v.chat.say('I want to speak to a person'),
  ];
  const owners = ['Lea', 'Bot', 'Lea', 'Closed', 'Lea']; // the one who closed it gets it back
  const step = Math.floor(whole.length / (changes.length + 1));
  await note(writer.page).focus();
  for (const [i, change] of changes.entries()) {
    await writer.page.keyboard.type(whole.slice(i * step, (i + 1) * step));
    await change();
    await head(writer.page).locator('.owner', { hasText: owners[i] }).waitFor();
    expect(await note(writer.page).inputValue()).toBe(whole.slice(0, (i + 1) * step));
    expect(await writer.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Note for the team',
    ); // the same field all the time
  }
  await writer.page.keyboard.type(whole.slice(changes.length * step));
  await button(writer.page, 'Add note').waitFor();
  await writer.page.keyboard.press('Control+Enter');
  await log(writer.page).locator('.said.note', { hasText: whole }).waitFor();
  await v.page.reload();
  await v.chat.log.waitFor();
  expect(await v.chat.log.innerText()).not.toContain(whole);
  expect([...troubles.get(writer.page)!, ...troubles.get(other.page)!]).toEqual([]);
  await Promise.all([v.context.close(), writer.context.close(), other.context.close()]);
});

test('a draft and its mode survive another conversation, another page and a reload', async () => {
  const [one, two] = [await someone(), await someone()];
  const a = await agent('agent', one.name);
  const words = word('only for us ');
  await a.page.getByText('Note', { exact: true }).click();
  await note(a.page).fill(words);
  await find(a.page, two.name);
  await reply(a.page).fill('for the visitor');
  await find(a.page, one.name);
  expect(await note(a.page).inputValue()).toBe(words);
  await a.page.getByRole('navigation').getByText('Visitors').click();
  await a.page.goBack();
  expect(await note(a.page).inputValue()).toBe(words);
  await a.page.reload();
  await note(a.page).waitFor();
  expect(await note(a.page).inputValue()).toBe(words);
  await button(a.page, 'Add note').waitFor();
  await note(a.page).press('Escape');
  await a.page.keyboard.press('r'); // it goes to the box, and does not turn a note into a reply
  await until('the box has the focus', () => note(a.page).evaluate((e) => e === document.activeElement));
  await find(a.page, two.name);
  expect(await reply(a.page).inputValue()).toBe('for the visitor');
  await Promise.all([one.context.close(), two.context.close(), a.context.close()]);
});

test('words are kept while a colleague has the conversation, who gives it up only to an explicit step', async () => {
  const v = await someone();
  const [first, second] = [await agent('agent', v.name), await agent('lead', v.name)];
  await button(first.page, 'Take over').click();
  await first.page.getByText('Also looking: Lea Brandt').waitFor(); // she is told from then on
  await reply(first.page).fill('I was about to say');
  await head(second.page).locator('.owner', { hasText: 'Ana' }).waitFor();
  await log(second.page).getByText('Ana Souza is writing…').waitFor();
  await log(second.page).getByText('Ana Souza is writing…').waitFor({ state: 'detached' }); // it fades
  await head(second.page).getByRole('button', { name: 'Take over' }).click();
  const question = second.page.getByRole('dialog');
  expect(await question.getByRole('heading').innerText()).toBe('Ana Souza has this conversation');
  await question.getByRole('button', { name: 'Leave it' }).click();
  await question.waitFor({ state: 'detached' });
  await head(second.page).locator('.owner', { hasText: 'Ana' }).waitFor();
  await second.page.keyboard.press('t');
  await question.getByRole('button', { name: 'Take over' }).click();
  await first.page.locator('.foreign').getByText('Lea').waitFor();
  await reply(first.page).press('End');
  await first.page.keyboard.type(' something');
  expect(await reply(first.page).inputValue()).toBe('I was about to say something');
  await first.page.keyboard.press('Control+Enter');
  expect(await button(first.page, 'Send').isDisabled()).toBe(true);
  await head(second.page).getByRole('button', { name: 'Hand back' }).click();
  await button(first.page, 'Send and join').click();
  await v.chat.said('I was about to say something').waitFor();
  await Promise.all([v.context.close(), first.context.close(), second.context.close()]);
});

test('words that are sent while a takeover is on its way do not overtake it', async () => {
  const v = await someone();
  const a = await agent('agent', v.name);
  const asked: string[] = [];
  a.page.on('request', (r) => r.method() === 'POST' && asked.push(new URL(r.url()).pathname.split('/').pop()!));
  const held = new Promise<Route>((resolve) => void a.page.route('**/take-over', resolve));
  await head(a.page).getByRole('button', { name: 'Take over' }).click();
  const takeover = await held;
  const text = word('right away ');
  await reply(a.page).fill(text);
  await reply(a.page).press('Control+Enter');
  await a.page.locator('.composer [type=submit][data-loading]').waitFor();
  expect(asked).not.toContain('messages');
  await takeover.continue();
  await log(a.page).getByText(text).waitFor();
  await v.chat.said(text).waitFor();
  await Promise.all([v.context.close(), a.context.close()]);
});

test('Enter sends, Shift+Enter does not, and an input method keeps its own Enter', async () => {
  const v = await someone();
  const a = await agent('agent', v.name);
  await reply(a.page).fill('one');
  await reply(a.page).press('Shift+Enter');
  await a.page.keyboard.type('two');
  await reply(a.page).dispatchEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true });
  expect(await reply(a.page).inputValue()).toBe('one\ntwo');
  await reply(a.page).press('Enter');
  await v.chat.said('one').waitFor();
  await until('the box is empty', async () => (await reply(a.page).inputValue()) === '');
  await Promise.all([v.context.close(), a.context.close()]);
});

test('an answer with a closing behind it is taken back to the agent who answered', async () => {
  const v = await someone();
  await v.chat.say('I want to speak to a person');
  const a = await open(browser);
  await signIn(a.page, 'agent', '/inbox/unassigned');
  await a.page.locator('.row', { hasText: v.name }).click();
  await head(a.page).waitFor();
  const at = id(a.page);
  await a.page.route('**/messages', async (route) => {
    if (route.request().method() === 'POST') await a.page.waitForTimeout(1000); // the answer is under way for a while
    await route.continue();
  });
  await reply(a.page).fill('All is done.');
  await reply(a.page).press('Enter');
  await reply(a.page).blur();
  await a.page.keyboard.press('e');
  await a.page.getByText('Closed.').waitFor();
  await button(a.page, 'Undo').click();
  await a.page.waitForURL((url) => url.pathname.endsWith(at));
  await head(a.page).locator('.owner', { hasText: 'You' }).waitFor();
  await Promise.all([v.context.close(), a.context.close()]);
});

test('taking over keeps the place in the list; closing and snoozing go on, and can be undone', async () => {
  const people = [await someone(), await someone()];
  for (const v of people) await v.chat.say('I want to speak to a person');
  const a = await open(browser);
  await signIn(a.page, 'agent', '/inbox/unassigned');
  const row = (i: number) => a.page.locator('.row', { hasText: people[i]!.name });
  await row(0).click();
  await head(a.page).getByRole('button', { name: 'Take over' }).click();
  await row(0).getByText('You').waitFor();
  expect(await row(0).getAttribute('class')).toContain('chosen');
  const first = id(a.page);
  await a.page.keyboard.press('e');
  await a.page.waitForURL((url) => !url.pathname.endsWith(first));
  await row(0).waitFor({ state: 'detached' });
  await button(a.page, 'Undo').click();
  await a.page.waitForURL((url) => url.pathname.endsWith(first));
  await head(a.page).locator('.owner', { hasText: 'You' }).waitFor();
  const at = await call<{ conversation: { status: string; owner: string } }>(a.page, '/v1/conversations/' + first);
  expect(at.conversation).toMatchObject({ status: 'open', owner: 'agent' });
  await button(a.page, 'More').click();
  await a.page.getByRole('menuitem', { name: 'A day and time…' }).click();
  await a.page.getByLabel('Day and time').fill(new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 16));
  await button(a.page, 'Snooze').click();
  await a.page.getByText(/^Snoozed until /).waitFor();
  await until(
    'it is asleep',
    async () => (await call<{ conversation: { due?: string } }>(a.page, '/v1/conversations/' + first)).conversation.due,
  );
  await find(a.page, people[0]!.name);
  await row(0)
    .getByText(/^Until /)
    .waitFor();
  expect(troubles.get(a.page)).toEqual([]);
  await Promise.all([...people.map((v) => v.context.close()), a.context.close()]);
});

test('an agent corrects a message and takes one back; the visitor reads no more than that', async () => {
  const v = await someone();
  const a = await agent('agent', v.name);
  await reply(a.page).fill('It costs 500 pounds');
  await button(a.page, 'Send and join').click();
  await v.chat.said('It costs 500 pounds').waitFor();
  const said = log(a.page).locator('.said.agent').last();
  await said.hover();
  await said.getByRole('button', { name: 'Correct this message' }).click();
  await a.page.getByLabel('The new words').fill('It costs 50 pounds');
  await button(a.page, 'Correct').click();
  await v.chat.said('It costs 50 pounds').waitFor();
  await said.getByText('Edited by Ana Souza').waitFor();
  expect(await v.chat.log.innerText()).not.toContain('500');
  await v.page.reload();
  await v.chat.said('It costs 50 pounds').waitFor();
  expect(await v.chat.log.innerText()).not.toContain('500');
  await said.hover();
  await said.getByRole('button', { name: 'Take this message back' }).click();
  await button(a.page, 'Take back').click();
  await until('it is gone', async () => !(await v.chat.log.innerText()).includes('50 pounds'));
  await said.getByText('Taken back by Ana Souza').waitFor();
  await said.getByText('It costs 500 pounds').first().waitFor();
  expect([...troubles.get(a.page)!, ...troubles.get(v.page)!]).toEqual([]);
  await Promise.all([v.context.close(), a.context.close()]);
});

test('one broken message takes neither the conversation nor its print', async () => {
  const v = await someone();
  const a = await agent('viewer', v.name);
  await log(a.page).getByText('Monday to Saturday').waitFor();
  const at = a.page.url();
  await a.page.route(/\/messages(\?|$)/, async (route) => {
    const answer = await route.fetch();
    const page = (await answer.json()) as { rows: { id: string; bubbles: unknown[] }[] };
    const broken = {
      ...page.rows[0]!,
      id: '7ZZZZZZZZZZZZZZZZZZZZZZZZZ',
      bubbles: [{ kind: 'form', form: { id: 'f', fields: [null] } }],
    };
    await route.fulfill({ response: answer, json: { ...page, rows: [broken, ...page.rows] } });
  });
  for (const address of [at, at.replace(/inbox\/\w+/, 'print')]) {
    await a.page.goto(address);
    await a.page.getByText('A message cannot be shown').waitFor();
    await a.page.getByText('Monday to Saturday').first().waitFor();
  }
  await a.page.getByRole('link', { name: 'Back to the conversation' }).click();
  await log(a.page).getByText('Monday to Saturday').waitFor();
  await Promise.all([v.context.close(), a.context.close()]);
});

test('one reads on further up while words come, which are counted; one’s own are shown', async () => {
  const v = await someone();
  for (let i = 0; i < 8; i++) {
    await v.chat.say(`How can I pay? ${i}`);
    await v.chat.log.locator('.bubble', { hasText: `How can I pay? ${i}` }).waitFor();
  }
  const a = await agent('agent', v.name);
  await a.page.setViewportSize({ width: 1280, height: 520 });
  const first = log(a.page).locator('.said.visitor').getByText('When do you open?', { exact: true });
  await log(a.page).getByText('How can I pay? 7', { exact: true }).waitFor();
  await log(a.page).evaluate((e) => e.scrollTo(0, 0));
  await first.waitFor();
  const text = word('one more thing ');
  await v.chat.say(text);
  const news = a.page.getByRole('button', { name: /new ↓$/ });
  await news.waitFor();
  expect(await first.isVisible()).toBe(true);
  await news.click();
  await log(a.page).getByText(text).first().waitFor();
  await news.waitFor({ state: 'detached' });
  await log(a.page).evaluate((e) => e.scrollTo(0, 0));
  await first.waitFor();
  await reply(a.page).fill('Here I am');
  await reply(a.page).press('Enter');
  await log(a.page).locator('.said.agent', { hasText: 'Here I am' }).waitFor();
  await until('its end is in view', () =>
    log(a.page).evaluate((e) => e.scrollHeight - e.scrollTop - e.clientHeight < 40),
  );
  await Promise.all([v.context.close(), a.context.close()]);
});

test('a search finds accents, numbers and values everywhere, and says so', async () => {
  const { page, context } = await open(browser);
  const chat = await seen(page, '/');
  const family = word('Núñez');
  await tell(page, 'identify', {
    name: 'José ' + family,
    phone: '+49 (0)151 2345 ' + String(Date.now()).slice(-4),
    customerId: word('KD-'),
  });
  await chat.start();
  await chat.say('When do you open?');
  await chat.said('Monday to Saturday').waitFor();
  const a = await open(browser);
  await signIn(a.page, 'agent', '/inbox/unassigned');
  const plainly = family.replace('ú', 'u').replace('ñ', 'N');
  await until(
    'the search knows them',
    async () => (await call<{ rows: unknown[] }>(a.page, '/v1/visitors?q=' + plainly)).rows.length,
  );
  await a.page.getByRole('searchbox').fill(plainly);
  const row = a.page.locator('.row', { hasText: family });
  await row.getByText('Bot', { exact: true }).waitFor();
  await a.page.getByText('Searching all queues').waitFor();
  await row.click();
  await a.page.locator('.about').getByText('KD-').waitFor();
  for (const q of [
    await a.page.locator('.about dd', { hasText: 'KD-' }).innerText(),
    String(await a.page.locator('.about dd', { hasText: '+49' }).innerText()).slice(-4),
  ]) {
    await a.page.getByRole('searchbox').fill(q);
    await row.waitFor();
  }
  await Promise.all([context.close(), a.context.close()]);
});
