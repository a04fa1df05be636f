import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings, sideways } from './axe';
import { launch, open, saved, tell, troubles, until, visit, Widget, word } from './chromium';
import { head, menu } from './desk';
import { enter, invited, joins, ownPage, password, tenant } from './team';

let browser: Browser;
let server: Server;
let page: string; // the origin of a company's own page
let key = '';

beforeAll(async () => {
  browser = await launch();
  server = createServer((_, answer) => ownPage(answer, key));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  page = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser.close();
  server.close();
});

// asks has a visitor with a name of their own ask for a person.
async function asks(words: string) {
  const v = await open(browser);
  await v.page.goto(page + '/');
  const chat = new Widget(v.page);
  await chat.launcher.click();
  await chat.say(words);
  await chat.sent(words).waitFor();
  const name = word('Guest ');
  await tell(v.page, 'identify', { name });
  return { ...v, name };
}

const spanish = 'Quiero hablar con una persona, por favor';

// zola is somebody whom the owner has invited, and who has joined the team.
async function zola(owner: Page) {
  const email = `${word('zola-')}@mail.test`;
  await owner.getByLabel('E-mail').fill(email);
  await owner.getByLabel('Name', { exact: false }).last().fill('Zola');
  await owner.getByRole('button', { name: 'Invite' }).click();
  await owner.getByText(`${email} is invited`).waitFor();
  const z = await open(browser);
  await invited(z.page, email, '/inbox/mine');
  await joins(z.page, email, z.page.locator('[data-invitation]'));
  await visit(z.page, '/admin/inbox/mine');
  return z;
}

// makes has the owner make a group with Zola, for those who speak Spanish.
async function makes(o: Page) {
  await visit(o, '/admin/settings/groups');
  await o.getByRole('button', { name: 'Add a group' }).click();
  await o.getByLabel('Name', { exact: true }).fill('Español');
  await o.getByRole('button', { name: 'Save', exact: true }).click();
  await saved(o);
  const group = o.getByRole('group', { name: 'Group Español' });
  for (const [field, choice] of [
    ['Members', 'Zola'],
    ['For customers who speak', 'Spanish'],
  ] as const) {
    await group.getByRole('combobox', { name: field }).click();
    await o.getByRole('option', { name: choice }).click();
    await o.keyboard.press('Escape');
  }
  await o.getByRole('button', { name: 'Save', exact: true }).click();
  await saved(o);
  expect(await findings(o)).toEqual([]);
  expect(await sideways(o)).toBe(false);
  if (process.env.SHOTS) await o.screenshot({ path: `${process.env.SHOTS}/groups.png` });
}

test('a customer falls to the group of their language and goes to its member, another is given to it by hand', async () => {
  const made = tenant(page);
  key = made.siteKey;
  const o = await open(browser);
  await enter(o.page, made.owner, password, '/settings/team');
  const z = await zola(o.page);
  await o.page.reload();
  await o.page.getByText('Zola').first().waitFor();
  await makes(o.page);

  const [one, other] = [await asks(spanish), await asks('talk to a person')];
  await visit(o.page, '/admin/inbox/unassigned');
  const row = (p: Page, v: { name: string }) => p.locator('.row', { hasText: v.name });
  await until('functions know the group', async () => {
    await o.page.reload();
    await row(o.page, one).waitFor();
    return row(o.page, one).getByText('Español').isVisible();
  });
  expect(await row(o.page, other).getByText('Español').count()).toBe(0);
  await o.page.getByRole('button', { name: 'Filters' }).click();
  await o.page.getByRole('combobox', { name: 'Group' }).click();
  await o.page.getByRole('option', { name: 'Español' }).click();
  await row(o.page, other).waitFor({ state: 'detached' });
  await row(o.page, one).waitFor();
  expect(new URL(o.page.url()).searchParams.get('group')).toBeTruthy();
  await o.page.keyboard.press('Escape');
  await row(o.page, one).click();
  await head(o.page).getByText('Español').waitFor();
  expect(await findings(o.page)).toEqual([]);
  if (process.env.SHOTS) await o.page.screenshot({ path: `${process.env.SHOTS}/group-row.png` });

  await visit(o.page, '/admin/settings/general');
  await o.page.getByLabel(/in fair shares/).check();
  await o.page.getByRole('button', { name: 'Save', exact: true }).click();
  await saved(o.page);
  await until('functions know the setting, and Zola has the one who speaks Spanish', async () => {
    await z.page.reload(); // somebody who comes gets those who wait
    await z.page.getByRole('navigation', { name: 'Main' }).first().waitFor();
    return row(z.page, one)
      .waitFor({ timeout: 5_000 })
      .then(
        () => true,
        () => false,
      );
  });
  const two = await asks(spanish); // the owner has fewer, and is not of the group
  await row(z.page, two).waitFor();

  await visit(o.page, '/admin/inbox/mine');
  await row(o.page, other).click();
  await menu(o.page, 'Assign to…');
  await o.page.getByRole('dialog').getByLabel('Person or group').click();
  await o.page
    .getByRole('option', { name: /Español/ })
    .getByText('1 available')
    .waitFor();
  await o.page.getByRole('option', { name: /Español/ }).click();
  await o.page.getByRole('dialog').getByRole('button', { name: 'Assign' }).click();
  await row(z.page, other).click();
  await z.page
    .getByRole('log', { name: 'Transcript' })
    .getByText(/gave it to the group Español/)
    .waitFor();
  for (const who of [o, z]) expect(troubles.get(who.page)).toEqual([]);
  await Promise.all([o, z, one, other, two].map((who) => who.context.close()));
});
