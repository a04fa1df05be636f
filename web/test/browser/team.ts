import { execFileSync } from 'node:child_process';
import type { ServerResponse } from 'node:http';
import type { Locator, Page } from 'playwright-core';
import { facts, until, word } from './chromium';

export const password = 'Another-password-2!';

// tenant makes a customer with the command that customers are made with.
export function tenant(origin: string): { tenant: string; siteKey: string; owner: string } {
  const owner = `${word('owner-')}@mail.test`;
  const out = execFileSync(
    'go',
    [
      'run',
      './scripts/tenant',
      'create',
      '-run',
      process.env.RUN ?? '.local/state/run.json',
      '-name',
      'Saddles & Sons',
      '-email',
      owner,
      '-ask-password',
      '-origin',
      origin,
    ],
    { encoding: 'utf8', input: `${password}\n` },
  );
  return { ...(JSON.parse(out) as { tenant: string; siteKey: string }), owner };
}

// ownPage answers with a page of a company's own site, which has the chat.
export function ownPage(answer: ServerResponse, siteKey: string): void {
  const chat = `<script async src="${facts.Door}/widget.js" data-site="${siteKey}"></script>`;
  answer
    .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
    .end(`<!doctype html><html lang="en"><title>Page</title><h1>Hello</h1>${chat}</html>`);
}

// enter signs somebody in on the hosted page.
export async function enter(page: Page, email: string, secret: string, path: string) {
  await page.goto(`${facts.Door}/admin${path}`);
  await signs(page, email, secret);
}

// signs fills in the hosted page that is there.
async function signs(page: Page, email: string, secret: string) {
  await page.locator('input[type=password]').first().waitFor();
  await page.locator('input[name=username]').fill(email);
  await page.locator('input[type=password]').first().fill(secret);
  await page.keyboard.press('Enter');
}

// texts are all texts in a value.
const texts = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : value && typeof value === 'object' ? Object.values(value).flatMap(texts) : [];

// temporary is the first password, out of the mail that Cognito has sent.
async function temporary(email: string): Promise<string> {
  return until('the invitation is sent', async () => {
    const sent = (await (await fetch(`${facts.Endpoint}/_ministack/ses/messages`)).json()) as unknown;
    return texts(sent)
      .filter((text) => text.includes(email))
      .map((text) => /first password: (.+?)<\/p>/.exec(text)?.[1])
      .find(Boolean);
  });
}

const own = 'A-new-password-3!';

// invited signs in somebody for the first time, with the password out of the mail.
export async function invited(page: Page, email: string, path: string): Promise<void> {
  await enter(page, email, await temporary(email), path);
  await page.locator('input[name=confirm_password]').waitFor();
  const fields = page.locator('input[type=password]');
  for (let i = 0; i < (await fields.count()); i++) await fields.nth(i).fill(own);
  await page.keyboard.press('Enter');
}

// joins accepts an invitation that is shown. The local cloud's sign-in page remembers nobody: one
// signs in once more.
export async function joins(page: Page, email: string, invitation: Locator): Promise<void> {
  await invitation.getByRole('button', { name: 'Join' }).click();
  await signs(page, email, own);
  await page.getByRole('navigation', { name: 'Main' }).first().waitFor();
}
