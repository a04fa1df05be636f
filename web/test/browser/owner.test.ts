import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildForm } from './build-form';
import { facts, launch, open, signIn, tell, troubles, until, visit, Widget, word } from './chromium';
import { enter, invited, joins, password, tenant } from './team';

let browser: Browser;
let page: string; // the origin of a company's own page
let server: Server;
let snippet = '';

beforeAll(async () => {
  browser = await launch();
  server = createServer((_, answer) =>
    answer
      .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
      .end(`<!doctype html><html lang="en"><title>Fresh page</title><h1>Hello</h1>${snippet}</html>`),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  page = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser.close();
  server.close();
});

test('an owner’s first day: install, seen, edit, publish, talk, invite; and the agent answers', async () => {
  const made = tenant(page);
  const o = await open(browser);
  await enter(o.page, made.owner, password, '/settings/sites');
  const site = o.page.locator('[data-site]');
  await site.getByText('Not seen on your site yet').waitFor();
  await site.getByRole('button', { name: 'How to install it' }).click();
  snippet = await site.getByLabel('Snippet', { exact: true }).innerText();
  expect(snippet).toContain(made.siteKey);

  const v = await open(browser);
  await v.page.goto(page + '/fresh');
  const chat = new Widget(v.page);
  await chat.launcher.waitFor();
  await site.getByText(`Seen on your site at`).waitFor();
  expect(await site.innerText()).toContain(page);

  await visit(o.page, '/admin/inbox/unassigned'); // empty: the first steps show how far this has come
  const step = (title: string) =>
    o.page.getByRole('region', { name: 'First steps' }).getByRole('listitem').filter({ hasText: title });
  await step('Install the chat').getByText('(done)').waitFor();
  for (const open of ['Teach the bot', 'Invite your team', 'Connect WhatsApp'])
    await step(open).getByText('(not done yet)').waitFor();
  await o.page.getByRole('navigation', { name: 'Main' }).first().getByText('Saddles & Sons').waitFor();
  await step('Teach the bot').getByRole('link').click();
  await o.page.getByRole('link', { name: 'Edit the script' }).click();
  const greeting = word('Welcome to our saddles ');
  await o.page.getByLabel('Greeting: what the bot says').fill(greeting);
  await o.page.getByRole('button', { name: 'Add a question' }).click();
  await o.page.getByLabel('Question', { exact: true }).fill('Do you sell saddles for zebras?');
  const words = word('Yes, striped ones: ');
  await o.page.getByLabel('Answer: what the bot says').fill(words);
  const trial = o.page.getByRole('log', { name: 'Trial' });
  await o.page.getByLabel('What a visitor says').fill('do you sell saddles for zebras');
  await o.page.getByRole('button', { name: 'Say' }).click();
  await trial.getByText(words).waitFor();
  await o.page.getByLabel('What changed').fill('Zebras');
  await o.page.getByRole('button', { name: 'Save as version 2' }).click();
  await o.page
    .getByRole('row', { name: /Zebras/ })
    .getByRole('button', { name: 'Publish' })
    .click();
  await o.page
    .getByRole('row', { name: /Zebras/ })
    .getByText('In force')
    .waitFor();

  await until(
    'the published script greets somebody new',
    async () => {
      const n = await open(browser);
      await n.page.goto(page + '/fresh');
      const other = new Widget(n.page);
      await other.launcher.click();
      const greeted = await other
        .said(greeting)
        .waitFor({ timeout: 15_000 })
        .then(
          () => true,
          () => false,
        );
      await n.context.close();
      return greeted;
    },
    60_000,
  );
  await chat.launcher.click();
  await chat.said(greeting).waitFor();
  await chat.say('Do you sell saddles for zebras?');
  await chat.said(words).waitFor();

  await visit(o.page, '/admin/settings/team');
  const agent = `${word('agent-')}@mail.test`;
  await o.page.getByLabel('E-mail').fill(agent);
  await o.page.getByLabel('Name', { exact: false }).last().fill('Zola');
  await o.page.getByRole('button', { name: 'Invite' }).click();
  await o.page.getByText(`${agent} is invited`).waitFor();
  const a = await open(browser);
  await invited(a.page, agent, '/inbox/bot');
  await joins(a.page, agent, a.page.locator('[data-invitation]')); // by the name that the invitation has
  await visit(a.page, '/admin/inbox/bot');
  await a.page.locator('.row').first().click();
  const reply = word('A person here: ');
  await a.page.getByLabel('Reply to the visitor').fill(reply);
  await a.page.getByRole('button', { name: /^Send( and join)?$/ }).click();
  await chat.said(reply).waitFor();
  await chat.panel.getByText('Zola').first().waitFor();

  await o.page.reload();
  await o.page.locator(`[data-member="${agent}"]`).getByRole('button', { name: 'Remove' }).click();
  await o.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await o.page.locator(`[data-member="${agent}"]`).waitFor({ state: 'detached' });
  await a.page.getByText('Your sign-in has ended').waitFor(); // without asking for anything
  await a.page.reload();
  await a.page.getByText('Your sign-in has ended').waitFor();
  await o.page.locator(`[data-member="${made.owner}"]`).getByRole('button', { name: 'Remove' }).click();
  await o.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await o.page.getByText('A team needs an owner').waitFor();

  await visit(o.page, '/admin/settings/audit');
  for (const what of ['Script saved', 'Script published', 'Team member invited', 'Team member removed'])
    await o.page.getByRole('cell', { name: what }).first().waitFor();
  const [sheet] = await Promise.all([
    o.page.waitForEvent('download'),
    o.page.getByRole('button', { name: 'Download as a spreadsheet' }).click(),
  ]);
  const csv = Buffer.concat(await (await sheet.createReadStream()).toArray()).toString();
  expect(csv).toContain('script.published');
  expect([...troubles.get(o.page)!, ...troubles.get(v.page)!]).toEqual([]);
  await Promise.all([o.context.close(), v.context.close(), a.context.close()]);
});

test('an owner without JSON builds a lead form with a choice and a goal, and a visitor fills it in', async () => {
  const made = tenant(page);
  snippet = `<script async src="${facts.Door}/widget.js" data-site="${made.siteKey}"></script>`;
  const o = await open(browser);
  const { page: p } = o;
  await enter(p, made.owner, password, '/settings/bots');
  await p.getByRole('link', { name: 'Edit the script' }).click();
  const thanks = word('Thank you, we call you ');
  await buildForm(p, 'lead', thanks);

  await p.getByRole('link', { name: 'All bots' }).click();
  await p.getByRole('button', { name: 'Stay here' }).click(); // nothing is lost unasked
  await p.getByRole('button', { name: 'Save as version 2' }).click();
  await p.getByRole('button', { name: 'Publish version 2' }).click();
  await p.getByRole('row').filter({ hasText: 'In force' }).getByRole('cell', { name: '2', exact: true }).waitFor();

  await visit(p, '/admin/settings/goals');
  await p.getByRole('button', { name: 'Add a goal' }).click();
  await p.getByLabel('Goal', { exact: true }).last().fill('Lead');
  await p.getByRole('combobox', { name: 'A form' }).last().click();
  await p.getByRole('option', { name: 'lead', exact: true }).click();
  await p.getByRole('button', { name: 'Save', exact: true }).click();
  await until('the goal is saved', async () => await p.getByRole('button', { name: 'Save', exact: true }).isDisabled());

  const v = await open(browser);
  await until(
    'the form is in force',
    async () => {
      await v.page.goto(page + '/lead');
      const chat = new Widget(v.page);
      await chat.launcher.click();
      return chat.panel
        .getByLabel('Your name')
        .waitFor({ timeout: 15_000 })
        .then(
          () => true,
          () => false,
        );
    },
    60_000,
  );
  const chat = new Widget(v.page);
  await chat.panel.getByLabel('Your name').fill('Mia');
  await chat.panel.getByLabel('What do you need?').selectOption('Bridle');
  await chat.panel.locator('form').getByRole('button', { name: 'Send' }).first().click();
  await chat.said(thanks).waitFor();
  await Promise.all([o.context.close(), v.context.close()]);
});

test('what is wrong with a number is said at each field, all at once', async () => {
  const o = await open(browser);
  await signIn(o.page, 'owner', '/settings/whatsapp');
  const form = o.page.locator('form').filter({ has: o.page.getByLabel('Phone number id') });
  for (const [label, value] of [
    ['Phone number id', '123'],
    ['WhatsApp Business account id', '9'],
    ['Access token', 'a-token-that-is-long-enough'],
    ['App secret', 'a-secret-long-enough-0123456789'],
    ['Verify token', 'abc'],
  ] as const)
    await form.getByLabel(label).fill(value);
  await form.getByRole('button', { name: 'Connect', exact: true }).click();
  await form.getByText('Give 5 to 20 digits and nothing else.').nth(1).waitFor();
  await form.getByText('Give at least 8 characters. This has 3.').waitFor();
  await o.context.close();
});

test('two owners save the same site: the second is told, and loses nothing unasked', async () => {
  const one = await open(browser);
  const two = await open(browser);
  for (const who of [one, two]) {
    await signIn(who.page, 'owner', '/settings/sites');
    await who.page.getByRole('button', { name: 'Change it' }).first().click();
  }
  const line = word('First line ');
  await one.page.getByLabel('Subtitle').fill(line);
  await one.page.getByRole('button', { name: 'Save', exact: true }).click();
  await one.page.getByText('Saved. Pages see it').waitFor();
  await two.page.getByLabel('Subtitle').fill('Second line');
  await two.page.getByRole('button', { name: 'Save', exact: true }).click();
  await two.page.getByText('Somebody else saved this meanwhile').waitFor();
  expect(await two.page.getByLabel('Subtitle').inputValue()).toBe('Second line');
  await two.page.getByRole('button', { name: 'Load theirs' }).click();
  const asked = two.page.getByRole('dialog', { name: 'Load what they saved?' });
  await asked.getByRole('button', { name: 'Load theirs' }).click();
  await two.page.getByText('Somebody else saved this meanwhile').waitFor({ state: 'detached' });
  await two.page.getByRole('button', { name: 'Change it' }).first().click();
  await until('theirs is loaded', async () => (await two.page.getByLabel('Subtitle').inputValue()) === line);
  await Promise.all([one.context.close(), two.context.close()]);
});

test('a script that does not hold together is refused at its line, and a key is shown once', async () => {
  const o = await open(browser);
  await signIn(o.page, 'owner', '/settings/bots');
  await o.page.getByRole('link', { name: 'Edit the script' }).first().click();
  await o.page.getByText('JSON', { exact: true }).click();
  const code = o.page.getByRole('textbox', { name: 'Script as JSON' });
  await code.click();
  await o.page.keyboard.press('Control+A');
  await o.page.keyboard.insertText('{\n  "greeting": {"say": ["Hi"]},\n  "fallback": {"say": "What?"}\n}');
  await o.page.getByRole('button', { name: /Save as version/ }).click();
  await o.page
    .getByRole('alert')
    .getByText(/Line 3, fallback.say/)
    .waitFor();
  await o.page.locator('.cm-lint-marker-error').waitFor();

  await o.page.getByRole('link', { name: 'Inbox' }).first().click();
  await o.page.getByRole('button', { name: 'Leave without saving' }).click();
  await o.page.getByText('Choose a conversation').waitFor();
  await visit(o.page, '/admin/settings/keys');
  await o.page.getByLabel('Name of a new key').fill(word('Shop '));
  await o.page.getByRole('button', { name: 'Create a key' }).click();
  const secret = await o.page.getByRole('dialog').getByLabel('Your API key', { exact: true }).innerText();
  expect(secret).toMatch(/^bk_/);
  await o.page.keyboard.press('Escape');
  await o.page.reload();
  expect(await o.page.content()).not.toContain(secret);
  const answer = await fetch(facts.Door + '/v1/goals', {
    method: 'POST',
    headers: { Authorization: 'Bearer ' + secret, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'Checkout', visitor: 'v_nobody' }),
  });
  expect(answer.status).toBe(404);
  await o.context.close();
});

test('a visitor has everything deleted from the chat, and a team erases and exports', async () => {
  const v = await open(browser);
  await v.page.goto(facts.Shop + '/kettles');
  const chat = new Widget(v.page);
  await chat.launcher.waitFor();
  await chat.start();
  const text = word('quince ');
  await chat.say(text);
  await chat.said(text).waitFor();
  await chat.panel.getByRole('button', { name: 'Privacy and options' }).click();
  await chat.panel.getByRole('button', { name: 'Delete everything about me' }).click();
  await chat.panel.getByRole('button', { name: 'Yes, delete it' }).click();
  await chat.panel.getByText('Everything about you is being deleted').waitFor();

  const w = await open(browser);
  await w.page.goto(facts.Shop + '/delivery');
  const other = new Widget(w.page);
  await other.launcher.waitFor();
  await other.start();
  const name = word('Erasmus ');
  await tell(w.page, 'identify', { name });
  await other.say('When do you open?');
  await other.said('Monday to Saturday').waitFor();
  const o = await open(browser);
  await signIn(o.page, 'owner', '/visitors');
  await o.page.locator('.session', { hasText: name }).getByRole('link').click();
  await o.page.getByRole('button', { name: 'Privacy' }).last().click();
  await o.page.getByRole('menuitem', { name: 'Export everything about them' }).click();
  await o.page.getByRole('button', { name: 'Make the file' }).click();
  const [file] = await Promise.all([
    o.page.waitForEvent('download'),
    o.page
      .getByRole('dialog')
      .getByRole('button', { name: /^visitor/ })
      .click(),
  ]);
  const zip = Buffer.concat(await (await file.createReadStream()).toArray());
  expect(zip.subarray(0, 2).toString()).toBe('PK');
  await o.page.keyboard.press('Escape');
  await o.page.getByRole('button', { name: 'Privacy' }).last().click();
  await o.page.getByRole('menuitem', { name: 'Erase them' }).click();
  await o.page.getByLabel('Erase them for good').check();
  await o.page.getByRole('dialog').getByRole('button', { name: 'Erase' }).click();
  await o.page.getByRole('heading', { name: 'Privacy', level: 1 }).waitFor();
  await until('both erasures are there', async () => (await o.page.locator('[data-erasure]').count()) >= 2);
  expect(await o.page.locator('body').innerText()).not.toContain(name);
  await Promise.all([v.context.close(), w.context.close(), o.context.close()]);
});
