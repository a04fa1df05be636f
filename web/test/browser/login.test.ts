// A website says who is signed in on it: a user's browsers are one person for the team, and two users of one computer
// are two.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { facts, launch, open, shop, signIn, tell, troubles, until, word } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// answered ends when the server has answered a page's frames of a kind so often.
function answered(page: Page, action: string, times: number): Promise<void> {
  let left = times;
  return new Promise((done) => {
    page.on('websocket', (ws) =>
      ws.on('framesent', ({ payload }) => {
        if (!String(payload).includes(`"action":"${action}"`)) return;
        left--;
        if (left === 0) ws.once('framereceived', () => done());
      }),
    );
  });
}

// signsIn signs a user in to the shop, and waits until the chat was told: twice, if it begins anew for them.
async function signsIn(page: Page, user: string, times = 1): Promise<void> {
  const told = answered(page, 'identify', times);
  await page.goto(`${facts.Shop}/sign-in?as=${user}`);
  await told;
}

const customer = () => `customer-${Date.now()}${Math.floor(Math.random() * 1000)}`;

test('a user in two browsers is one person, and the next user of a computer is another visitor', async () => {
  const [ann, bob] = [customer(), customer()];
  const one = await open(browser);
  const other = await open(browser);
  const words = [word('Which kettle whistles '), word('Where is my parcel ')];
  for (const [i, { page }] of [one, other].entries()) {
    await signsIn(page, ann);
    const chat = await shop(page, '/kettles');
    await chat.start();
    await chat.say(words[i]!);
    await chat.sent(words[i]!).waitFor();
  }
  const a = await open(browser);
  await signIn(a.page, 'agent', '/visitors');
  await until('the search finds one person', async () => {
    await a.page.getByLabel('Find a visitor').fill('');
    await a.page.getByLabel('Find a visitor').fill(ann);
    try {
      const found = a.page.getByRole('option', { name: ann });
      await found.first().waitFor({ timeout: 15_000 });
      if ((await found.count()) !== 1) return false;
      await found.click();
      return true;
    } catch {
      return false;
    }
  });
  await a.page.getByText(`Signed in as ${ann}`).waitFor();
  const joined = a.page.getByRole('region', { name: 'Also this person' });
  await joined.getByText('By your site’s login').waitFor();
  for (const said of words) await a.page.locator('.timeline').getByText(said).waitFor();
  await a.page.getByText('signed by your site').first().waitFor();
  if (process.env.SHOTS) await a.page.screenshot({ path: `${process.env.SHOTS}/login-profile.png`, fullPage: true });
  expect(await findings(a.page)).toEqual([]);

  const again = await shop(other.page, '/delivery');
  await again.said(words[1]!).waitFor();
  expect(await again.said(words[0]!).count(), 'a browser reads the words of another').toBe(0);
  await signsIn(other.page, bob, 2); // without a sign-out before
  await again.said(words[1]!).waitFor({ state: 'hidden' });
  await tell(other.page, 'open');
  await again.said('Welcome to Kettle & Co.').waitFor();
  const said = word('I am another ');
  await again.say(said);
  await again.sent(said).waitFor();

  const anew = answered(other.page, 'hello', 2); // of the one who goes, and of nobody
  await other.page.goto(`${facts.Shop}/sign-out`);
  await anew;
  await tell(other.page, 'open');
  await again.said('Welcome to Kettle & Co.').waitFor();
  expect(await again.said(said).count(), 'the chat is empty after a sign-out').toBe(0);
  await a.page.reload();
  await joined.getByText('By your site’s login').waitFor();
  expect(await a.page.locator('.timeline').getByText(said).count(), 'bob is ann').toBe(0);
  for (const { page } of [one, other, a]) expect(troubles.get(page)).toEqual([]);
});

test('an owner makes the secret of a site, sees it once, and switches logins off', async () => {
  const { page: p } = await open(browser);
  await signIn(p, 'owner', '/settings/sites');
  const name = word('Site ');
  await p.getByRole('button', { name: 'Add a site' }).click();
  await p.getByLabel('Name', { exact: true }).fill(name);
  await p.getByLabel('Websites where it may run').fill('https://login.test');
  await p.getByLabel(/^Not required/).check();
  await p.getByRole('button', { name: 'Save', exact: true }).click();
  const card = p.locator(`[data-site="${name}"]`);
  await card.getByRole('button', { name: 'Close' }).click();
  const login = card.getByRole('region', { name: 'Signed login' });
  await login.getByText('Signed login: off').waitFor();
  await login.getByRole('button', { name: 'Make a secret' }).click();
  const once = p.getByRole('dialog', { name: 'The secret with which your server signs logins' });
  await once.getByText('the only time that it is shown').waitFor();
  if (process.env.SHOTS) await p.screenshot({ path: `${process.env.SHOTS}/login-secret.png` });
  expect(await findings(p), 'the secret').toEqual([]);
  await p.keyboard.press('Escape');
  await login.getByText('Signed login: on').waitFor();
  await login.getByRole('button', { name: 'Replace the secret' }).click();
  await p.getByRole('dialog').getByRole('button', { name: 'Replace', exact: true }).click();
  await once.waitFor();
  await p.keyboard.press('Escape');
  await login.getByText('The secret before it holds until').waitFor();
  expect(await findings(p), 'two secrets').toEqual([]);
  await login.getByRole('button', { name: 'Switch off' }).click();
  await p.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click();
  await login.getByText('Signed login: off').waitFor();
  expect(troubles.get(p)).toEqual([]);
});
