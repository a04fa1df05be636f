import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { facts, launch, open, seen, signIn, tell, troubles, until, visit, word } from './chromium';
import { enter, invited, joins, password, tenant } from './team';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// photo is a picture as a camera gives it: large, and wider than tall.
const photo = (page: Page) =>
  page.evaluate(async () => {
    const canvas = new OffscreenCanvas(1600, 900);
    const brush = canvas.getContext('2d')!;
    brush.fillStyle = '#c02030';
    brush.fillRect(0, 0, 1600, 900);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer());
    return [...bytes];
  });

test('a colleague gets a name and shows a face: the visitor reads and sees both', async () => {
  const a = await open(browser);
  await signIn(a.page, 'agent', '/settings/you');
  const card = a.page.locator('.mantine-Card-root').filter({ hasText: 'Who you are' });
  await a.page
    .locator('input[type=file]')
    .setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(await photo(a.page)) });
  await card.getByRole('button', { name: 'Remove it' }).waitFor();
  await a.page
    .locator('input[type=file]')
    .setInputFiles({ name: 'me.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') });
  await card.getByRole('alert').getByText('Your browser cannot read this picture').waitFor();

  const o = await open(browser);
  await signIn(o.page, 'owner', '/settings/team');
  const name = word('Ada نور ');
  await o.page.getByRole('button', { name: 'Rename agent@demo.test' }).click();
  const ask = o.page.getByRole('dialog');
  await ask.getByLabel('Name').fill('Ada\u202eevil');
  await ask.getByRole('button', { name: 'Save' }).click();
  await ask.getByText('The name has characters that do not show').waitFor();
  await ask.getByLabel('Name').fill(name);
  await ask.getByRole('button', { name: 'Save' }).click();
  await o.page.locator('[data-member="agent@demo.test"]').getByText(name).waitFor();

  const v = await open(browser);
  const chat = await seen(v.page, '/delivery');
  await chat.start();
  const visitor = word('Quince ');
  await tell(v.page, 'identify', { name: visitor });
  const text = word('quince ');
  await chat.say(text);
  await chat.sent(text).waitFor();
  await until('the new name is in force', async () => {
    await a.page.goto(facts.Door + '/admin/settings/you');
    return a.page
      .getByRole('button', { name: `${name}, your menu` })
      .first()
      .waitFor({ timeout: 15_000 })
      .then(
        () => true,
        () => false,
      );
  });
  await visit(a.page, '/admin/inbox/bot');
  await a.page.locator('.row', { hasText: visitor }).first().click();
  const reply = word('A person here: ');
  await a.page.getByLabel('Reply to the visitor').fill(reply);
  await a.page.getByRole('button', { name: /^Send( and join)?$/ }).click();
  await chat.said(reply).waitFor();
  await until(
    'the visitor reads the name, after a reload too',
    async () => {
      await v.page.reload();
      await chat.said(reply).waitFor();
      return (
        (await chat.panel.locator('.row', { hasText: reply }).innerText()).includes(name) &&
        (await chat.panel.locator('header').innerText()).includes(name)
      );
    },
    40_000,
  );
  for (const face of ['header .face', '.row .by .face']) {
    await chat.panel.locator(face).last().waitFor();
    const [red = 0, green = 0, blue = 0] = await chat.panel
      .locator(face)
      .last()
      .evaluate((c) => [...(c as HTMLCanvasElement).getContext('2d')!.getImageData(48, 48, 1, 1).data]);
    expect(red > 150 && green < 90 && blue < 90, `${face} shows ${red} ${green} ${blue}`).toBe(true);
  }
  expect([...troubles.get(v.page)!]).toEqual([]);

  await visit(a.page, '/admin/settings/you');
  const address = await a.page.locator('.mantine-Card-root img').first().getAttribute('src');
  await card.getByRole('button', { name: 'Remove it' }).click();
  await card.getByRole('button', { name: 'Add a picture' }).waitFor();
  expect((await fetch(facts.Door + address!)).status).toBe(404);
  await a.page.getByLabel('Your name').fill('Ana Souza'); // her name in the other tests
  await card.getByRole('button', { name: 'Save' }).click();
  await a.page.getByRole('button', { name: 'Ana Souza, your menu' }).first().waitFor();
  await until(
    'the visitor reads the former name again',
    async () => {
      await v.page.reload();
      await chat.said(reply).waitFor();
      return (await chat.panel.locator('header').innerText()).includes('Ana Souza');
    },
    40_000,
  );
  await Promise.all([a.context.close(), o.context.close(), v.context.close()]);
});

test('two teams ask one address: neither is told of the other, and its owner chooses', async () => {
  const [one, two] = [tenant(facts.Shop), tenant(facts.Shop)];
  const email = `${word('chosen-')}@mail.test`;
  const owners = await Promise.all(
    [one, two].map(async (made) => {
      const o = await open(browser);
      await enter(o.page, made.owner, password, '/settings/team');
      await o.page.getByText('What should visitors call you?').waitFor(); // its name is the front of an address
      await o.page.getByRole('link', { name: 'Inbox' }).first().click();
      await o.page.getByText('Choose a conversation').waitFor();
      // The question pushes no field for a reply off the page.
      expect(await o.page.evaluate(() => document.documentElement.scrollHeight <= innerHeight)).toBe(true);
      await o.page.getByRole('link', { name: 'Settings' }).first().click();
      await o.page.getByRole('tab', { name: 'Team' }).click();
      await o.page.getByLabel('E-mail').fill(email);
      await o.page.getByRole('button', { name: 'Invite', exact: true }).click();
      await o.page.getByText(`${email} is invited`).waitFor();
      return o;
    }),
  );
  const [first, second] = owners as [(typeof owners)[0], (typeof owners)[0]];
  expect(await first.page.locator('[data-invited]').innerText()).toBe(
    await second.page.locator('[data-invited]').innerText(),
  );
  await first.page.locator('[data-invited]').getByRole('button', { name: 'Invite again' }).click();

  const a = await open(browser);
  await invited(a.page, email, '/inbox/bot');
  await a.page.getByText('Join your team').waitFor();
  await until('both ask', async () => (await a.page.locator('[data-invitation]').count()) === 2);
  const asked = a.page.locator('[data-invitation]').filter({ hasText: one.owner.split('@')[0] });
  await asked.getByLabel('Your name').fill('Zola');
  await joins(a.page, email, asked);
  await a.page.getByRole('button', { name: 'Zola, your menu' }).first().waitFor();
  await visit(a.page, '/admin/settings/you');
  await a.page.locator('[data-invitation]').getByLabel('I leave').waitFor(); // the other one still stands
  await a.page.locator('[data-invitation]').getByRole('button', { name: 'Decline' }).click();
  await a.page.locator('[data-invitation]').waitFor({ state: 'detached' });

  await first.page.getByLabel('What visitors call you').fill('Olu');
  await first.page.getByLabel('What visitors call you').press('Enter');
  await first.page.getByRole('button', { name: 'Olu, your menu' }).first().waitFor();
  await Promise.all(owners.map(({ page }) => page.reload()));
  await first.page.locator(`[data-member="${email}"]`).getByText('Zola').waitFor();
  await second.page.locator('[data-member]').first().waitFor();
  expect([
    await second.page.locator('[data-member]').count(),
    await second.page.locator('[data-invited]').count(),
  ]).toEqual([1, 0]);
  await Promise.all([a, ...owners].map(({ context }) => context.close()));
});
