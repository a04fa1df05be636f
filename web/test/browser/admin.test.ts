import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  facts,
  launch,
  more,
  open,
  seen,
  shop,
  signIn,
  signInAnew,
  tell,
  troubles,
  until,
  visit,
  word,
} from './chromium';
import { find } from './desk';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// someone is a visitor with a name that nobody else has.
async function someone(path = '/') {
  const { page, context } = await open(browser);
  const chat = await seen(page, path);
  const name = word('Visitor ');
  await tell(page, 'identify', { name, email: name.replace(' ', '.').toLowerCase() + '@mail.test' });
  return { page, context, chat, name };
}

async function agent(who: string, path: string) {
  const opened = await open(browser);
  await signIn(opened.page, who, path);
  return opened;
}

test('a visitor who never opens the chat appears by themselves, moves, and leaves', async () => {
  const a = await agent('viewer', '/visitors');
  await a.page.getByRole('heading', { name: 'Visitors' }).waitFor();
  const v = await someone('/kettles');
  const row = a.page.locator('.session', { hasText: v.name });
  await row.waitFor();
  expect(await row.innerText()).toMatch(/Kettles[\s\S]*Chrome, Linux[\s\S]*Active/);
  const gone = await a.page.evaluateHandle((name) => {
    const missing = { times: 0 };
    const look = () => {
      [...document.querySelectorAll('.session')].some((e) => e.textContent!.includes(name)) || missing.times++;
      requestAnimationFrame(look);
    };
    look();
    return missing;
  }, v.name);
  await seen(v.page, '/kettles/copper');
  await seen(v.page, '/delivery');
  await row.getByText('Delivery').waitFor();
  expect(await gone.evaluate((m) => m.times)).toBe(0); // a page that loads does not make the row flicker
  await row.getByRole('link').click();
  await a.page.getByText(/^Visits \(.1/).waitFor();
  await a.page.locator('.timeline').getByText('Kettles').first().waitFor();
  await a.page.goBack();
  await row.waitFor();
  await v.context.close();
  await row.waitFor({ state: 'detached', timeout: 60_000 }); // half a minute later: page loads do not flicker
  expect(troubles.get(a.page)).toEqual([]);
  await a.context.close();
});

test('an agent takes over, answers, and hands back; the visitor reads it', async () => {
  const v = await someone();
  await v.chat.start();
  await v.chat.say('When do you open?');
  await v.chat.said('Monday to Saturday').waitFor();
  const a = await agent('agent', '/inbox/bot');
  await find(a.page, v.name);
  const log = a.page.getByRole('log', { name: 'Transcript' });
  await log.getByText('Monday to Saturday').waitFor();

  await a.page.getByRole('button', { name: 'Take over' }).click();
  await v.chat.panel.getByText('Ana Souza has joined').waitFor();
  await v.chat.panel.getByText('You are talking to Ana Souza').waitFor();
  await v.chat.field.pressSequentially('I wanted');
  await a.page.getByText('The visitor is writing').waitFor();
  await a.page.getByLabel('Reply to the visitor').fill('Hello, I am a person. https://shop.demo.test/help');
  await v.chat.panel.getByText('Ana Souza is writing').waitFor();
  await a.page.keyboard.press('Control+Enter');
  await v.chat.said('Hello, I am a person').waitFor();
  expect(await v.chat.said('Hello, I am a person').locator('a').getAttribute('href')).toBe(
    'https://shop.demo.test/help',
  );
  await v.page.keyboard.press('Escape'); // the read position is told when the chat is put away
  await log.getByText('Seen').last().waitFor();
  await v.chat.launcher.click();

  await a.page.getByText('Note', { exact: true }).click();
  await a.page.getByLabel('Note for the team').fill('Wants kettles, many.');
  await a.page.getByRole('button', { name: 'Add note' }).click();
  await log.getByText('Wants kettles, many.').waitFor();

  const text = word('orchard ');
  await v.chat.say(text);
  await log.getByText(text).waitFor();
  await a.page.getByRole('button', { name: 'Hand back' }).click();
  await v.chat.panel.getByText('The assistant is back').waitFor();
  await v.chat.say('How can I pay?');
  await v.chat.said('By card, PayPal').waitFor();
  await log.getByText('By card, PayPal').waitFor();
  expect(await v.chat.log.innerText()).not.toContain('Wants kettles');

  await a.page.getByRole('button', { name: 'More' }).click();
  await a.page.getByRole('menuitem', { name: 'Print the transcript' }).click();
  await a.page.getByRole('heading', { name: 'Conversation with ' + v.name }).waitFor();
  for (const said of ['Monday to Saturday', 'Wants kettles, many.', 'By card, PayPal'])
    await a.page.locator('.print').getByText(said).waitFor();
  expect([...troubles.get(a.page)!, ...troubles.get(v.page)!]).toEqual([]);
  await Promise.all([a.context.close(), v.context.close()]);
});

test('an agent sends choices and a form, and what is filled in lands on the profile', async () => {
  const v = await someone();
  await v.chat.start();
  await v.chat.say('When do you open?');
  await v.chat.said('Monday to Saturday').waitFor();
  const a = await agent('agent', '/inbox/bot');
  await find(a.page, v.name);
  await a.page.getByRole('button', { name: 'Take over' }).click();
  let dialog = await more(a.page, 'Offer choices');
  await dialog.getByLabel('Text above the choices').fill('Which one?');
  await dialog.getByLabel('Choices, one per line').fill('Copper\nSteel');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await v.chat.log.getByRole('button', { name: 'Steel' }).click();
  const log = a.page.getByRole('log', { name: 'Transcript' });
  await log.locator('.said.visitor', { hasText: 'Steel' }).getByText('Tapped').waitFor();
  dialog = await more(a.page, 'Send a form');
  await dialog.getByPlaceholder('Choose one').click();
  await a.page.getByRole('option', { name: 'lead' }).click();
  await dialog.getByRole('button', { name: 'Send' }).click();
  const name = word('Form ');
  await v.chat.log.getByLabel('Your name').fill(name);
  await v.chat.log.getByLabel('Your e-mail address').fill('form@mail.test');
  await v.chat.log.getByRole('button', { name: 'Send', exact: true }).click();
  await log.getByText('form@mail.test').waitFor();
  await until('the name is on the profile', async () => {
    await a.page.reload();
    return a.page
      .getByRole('heading', { name })
      .waitFor({ timeout: 15_000 })
      .then(
        () => true,
        () => false,
      );
  });
  expect([...troubles.get(a.page)!, ...troubles.get(v.page)!]).toEqual([]);
  await Promise.all([v.context.close(), a.context.close()]);
});

test('what an agent writes while the visitor is away is there when they are back', async () => {
  const v = await someone();
  await v.chat.start();
  await v.chat.say('When do you open?');
  await v.chat.said('Monday to Saturday').waitFor();
  const a = await agent('agent', '/inbox/bot');
  await find(a.page, v.name);
  await a.page.getByRole('button', { name: 'Canned replies' }).click();
  await a.page.getByRole('option', { name: /^Greeting/ }).click();
  expect(await a.page.getByLabel('Reply to the visitor').inputValue()).toBe(
    'Hello, this is a person now. How can I help?',
  );
  await v.context.setOffline(true);
  await v.chat.panel.getByText('You are offline').waitFor();
  await a.page.getByRole('button', { name: /^Send( and join)?$/ }).click();
  await a.page.getByRole('log', { name: 'Transcript' }).getByText('How can I help?').waitFor();
  await v.context.setOffline(false);
  await v.chat.said('Hello, this is a person now').waitFor();

  await v.chat.panel.getByRole('button', { name: 'Close chat' }).click();
  await a.page.getByLabel('Reply to the visitor').fill('Are you there?');
  await a.page.keyboard.press('Control+Enter');
  await v.chat.host.locator('i', { hasText: '1' }).waitFor();
  expect(await v.chat.launcher.getAttribute('aria-label')).toBe('Chat (1)');
  await v.chat.launcher.click();
  await v.chat.said('Are you there?').waitFor();
  await until('it is counted as read', async () => (await v.chat.host.locator('i').innerText()) === '');
  await Promise.all([a.context.close(), v.context.close()]);
});

test('who asks for a person waits in the list, is counted in the title, and two agents see each other', async () => {
  const a = await agent('agent', '/inbox/unassigned');
  await a.page.locator('.queue').waitFor();
  const v = await someone();
  await v.chat.start();
  await v.chat.panel.getByRole('button', { name: 'Talk to a person' }).click();
  await v.chat.panel.getByText('A colleague will be with you').waitFor();
  await v.chat.say('It is about my order.');
  const row = a.page.locator('.row', { hasText: v.name });
  await until('it is in the list, after those who wait longer', async () => {
    await a.page.locator('.rows').evaluate((e) => e.scrollTo(0, e.scrollHeight));
    return row.isVisible();
  });
  await until('the title counts', async () => /^\(\d+\) Botifire$/.test(await a.page.title()));
  await row.getByText('waits').waitFor();
  await row.getByRole('img', { name: 'Unread' }).waitFor();
  await row.click();
  await row.getByRole('img', { name: 'Unread' }).waitFor({ state: 'detached' });

  const b = await agent('lead', '/inbox/unassigned');
  await find(b.page, v.name);
  await a.page.getByText('Also looking: Lea Brandt').waitFor();
  await b.page.getByText('Also looking: Ana Souza').waitFor();
  await b.page.getByRole('button', { name: 'Take over' }).click();
  await a.page.getByText('Lea Brandt has this conversation').waitFor();
  await until('the first cannot write', () => a.page.getByLabel('Reply to the visitor').isDisabled());
  await a.page.locator('.foreign').getByRole('button', { name: 'Take over' }).click();
  await a.page.getByRole('dialog').getByRole('button', { name: 'Take over' }).click();
  await b.page.getByText('Ana Souza has this conversation').waitFor();
  await a.page.keyboard.press('e');
  await b.page.getByText('closed the case').waitFor();
  await Promise.all([a.context.close(), b.context.close(), v.context.close()]);
});

test('a profile is put right, a note is left, and a visitor is blocked and let in again', async () => {
  const v = await someone();
  await v.chat.start();
  const a = await agent('agent', '/visitors');
  await a.page.locator('.session', { hasText: v.name }).getByRole('link').click();
  await a.page.getByLabel(/^Phone/).fill('+49 30 901820');
  await a.page.getByRole('button', { name: 'Save' }).click();
  await a.page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
  await a.page.getByLabel('New note').fill('Likes copper.');
  await a.page.getByRole('button', { name: 'Add note' }).click();
  await a.page.locator('.note', { hasText: 'Likes copper.' }).waitFor();
  await a.page.reload();
  await until('the phone is kept', async () => (await a.page.getByLabel(/^Phone/).inputValue()) === '+49 30 901820');

  await a.page.getByRole('button', { name: 'Block' }).click();
  await a.page.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
  await a.page.getByText('Blocked').waitFor();
  await v.page.reload();
  await v.chat.panel.getByText('This chat is closed').waitFor();
  await a.page.getByRole('button', { name: 'Unblock' }).click();
  await a.page.getByRole('button', { name: 'Block' }).waitFor();
  await v.page.reload();
  await v.chat.said('Welcome').waitFor();
  await Promise.all([a.context.close(), v.context.close()]);
});

test('lists are filtered and sorted, and the address says how', async () => {
  const v = await someone();
  const a = await agent('viewer', '/visitors');
  await a.page.locator('.session', { hasText: v.name }).waitFor();
  await a.page.getByRole('button', { name: 'Visitor', exact: true }).click();
  await until('the address says so', async () => a.page.url().includes('sort=visitor'));
  const names = () =>
    a.page
      .locator('.session[data-session] > :first-child')
      .evaluateAll((all) =>
        all.map((e) => [e.querySelector('small') ? 1 : 0, e.querySelector('bdi')!.textContent!.toLowerCase()] as const),
      ); // people without a name have an id beside their description
  await until(
    'it is sorted',
    async () =>
      JSON.stringify(await names()) ===
      JSON.stringify([...(await names())].sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1))),
  );
  await a.page.getByRole('combobox', { name: 'Source' }).click();
  await a.page.getByRole('option', { name: 'WhatsApp' }).click();
  await a.page.locator('.session', { hasText: v.name }).waitFor({ state: 'detached' });
  expect(a.page.url()).toContain('source=whatsapp');
  await a.page.reload();
  expect(await a.page.getByRole('combobox', { name: 'Source' }).inputValue()).toBe('WhatsApp');
  await a.page.getByRole('button', { name: 'Clear' }).click();
  await a.page.getByText('Past', { exact: true }).click();
  await a.page.locator('.session[data-session]').first().waitFor();
  await a.page.getByRole('textbox', { name: 'To' }).fill('2020-01-01');
  await a.page.getByText('No visits match these filters').waitFor();
  await Promise.all([a.context.close(), v.context.close()]);
});

test('what is not allowed, not there, or not working is said in words', async () => {
  const v = await someone();
  await v.chat.start();
  await v.chat.say('When do you open?');
  const a = await agent('viewer', '/inbox/bot');
  await find(a.page, v.name);
  await a.page.getByText('your role cannot reply').waitFor();
  expect(await a.page.getByRole('button', { name: 'Take over' }).count()).toBe(0);
  await visit(a.page, '/admin/inbox/bot/c_nobody');
  await a.page.getByText('It was not found').waitFor();
  await visit(a.page, '/admin/nowhere');
  await a.page.getByText('There is no such page').waitFor();
  await a.page.route('**/v1/insights/**', (route) =>
    route.fulfill({ status: 503, json: { code: 'unavailable', message: 'The service is busy. Try again.' } }),
  );
  await visit(a.page, '/admin/insights', '/admin/insights/overview');
  await a.page.getByText('The service is busy').first().waitFor();
  await a.page.route('**/v1/sessions**', (route) =>
    route.fulfill({ status: 403, json: { code: 'forbidden', message: 'Your role may not do this.' } }),
  );
  await visit(a.page, '/admin/visitors');
  await a.page.getByText('Not for your role').waitFor();
  await a.context.setOffline(true);
  await a.page.unrouteAll();
  await a.page.route('**/v1/**', (route) => route.fulfill({ status: 401, json: { message: 'Unauthorized' } }));
  await a.context.setOffline(false);
  await a.page.goto(facts.Door + '/admin/visitors');
  await a.page.getByText('Your sign-in has ended').first().waitFor();
  await Promise.all([a.context.close(), v.context.close()]);
});

test('signing out ends it, and a link leads back to where it pointed', async () => {
  const a = await open(browser);
  await signInAnew(a.page, 'owner', '/insights');
  await a.page.getByRole('heading', { name: 'Insights' }).waitFor();
  await a.page.getByRole('button', { name: /your menu/ }).click();
  // The emulator's own answer to it is 400.
  const revoked = a.page.waitForRequest((r) => r.url().endsWith('/oauth2/revoke'));
  await a.page.getByRole('menuitem', { name: 'Sign out' }).click();
  expect((await revoked).postData()).toContain('token_type_hint=refresh_token');
  await a.page.locator('input[type=password]').waitFor();
  expect(await a.page.evaluate(() => Object.keys(sessionStorage).filter((k) => k.startsWith('oidc.user')))).toEqual([]);
  await a.context.close();
});

test('the start page leads to shop, phone and team', async () => {
  const { page, context } = await open(browser);
  await page.goto(facts.Door);
  for (const [name, address] of [
    ['The shop', facts.Shop],
    ['The phone', facts.Phone],
  ] as const) {
    expect(await page.getByRole('link', { name }).getAttribute('href')).toBe(address + '/');
  }
  await shop(page);
  await context.close();
});

test('About names the product and the release that is running', async () => {
  const a = await agent('viewer', '/visitors');
  await a.page.getByRole('button', { name: ', your menu' }).first().click();
  await a.page.getByRole('menuitem', { name: 'About' }).click();
  const about = a.page.getByRole('dialog', { name: 'About' });
  await about.getByText('Botifire Visitors & Live Chat').waitFor();
  const release = readFileSync(new URL('../../../VERSION', import.meta.url), 'utf8').trim();
  const version = (await about.getByText(/^Version /).innerText()).replace('Version ', '');
  expect(version.split('+')[0]).toBe(release); // a commit may follow
  await a.page.keyboard.press('Escape');
  await about.waitFor({ state: 'detached' });
  expect(troubles.get(a.page)).toEqual([]);
  await a.context.close();
});
