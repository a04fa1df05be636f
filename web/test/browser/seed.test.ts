import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, facts, launch, open, seen, signIn, tell, troubles, until, visit, word } from './chromium';

// The screens of the figures that the product is for; e2e/seed_test.go names every sentence with its stories.
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test('the goals that visitors reached after the bot alone are counted, and open their list', async () => {
  const v = await open(browser);
  const chat = await seen(v.page, '/kettles');
  await chat.start();
  await chat.say('When do you open?');
  await chat.said('Monday to Saturday').waitFor();
  for (const goal of ['Lead Captured', 'Checkout']) await tell(v.page, 'track', goal, { orderId: word('order ') });
  const { page, context } = await open(browser);
  await signIn(page, 'owner', '/insights/goals');
  const alone = page.locator('[aria-label="Goals without a person"]');
  const reached = (goal: string) => alone.locator('tr', { hasText: new RegExp(`${goal}\\W*[1-9]`) });
  await until('both goals are counted after the bot alone', async () => {
    await page.reload();
    await alone.locator('td').first().waitFor();
    return (await reached('Lead Captured').count()) > 0 && (await reached('Checkout').count()) > 0;
  });
  const legend = (await page.locator('.recharts-legend-wrapper').innerText()).split('\n').filter((line) => line.trim());
  const head = await page.locator('[aria-label="Goals"] th').allInnerTexts();
  expect(head.filter((name) => legend.includes(name))).toEqual(legend); // the bars stand in its order too
  expect(legend).toHaveLength(4);
  await alone.getByRole('link', { name: /^Checkout, after the bot alone/ }).click();
  await page.getByRole('dialog').locator('td').first().waitFor();
  expect([...troubles.get(page)!]).toEqual([]);
  for (const c of [context, v.context]) await c.close();
});

test('the places from which visitors come are counted beside what they asked and reached', async () => {
  for (let i = 0; i < 5; i++) {
    const { page, context } = await open(browser);
    await seen(page, '/kettles'); // a place with fewer visits is not told by name
    await context.close();
  }
  const v = await open(browser);
  await seen(v.page, '/kettles');
  const name = word('Lead ');
  await tell(v.page, 'identify', { name });
  await tell(v.page, 'track', 'Lead Captured');
  const { page, context } = await open(browser);
  await signIn(page, 'owner', '/visitors');
  const { rows } = await call<{ rows: { name?: string; session: { place: { country: string } } }[] }>(
    page,
    '/v1/sessions?state=live',
  );
  const { country } = rows.find((r) => r.name === name)!.session.place;
  const place = new Intl.DisplayNames(['en'], { type: 'region' }).of(country)!;
  await visit(page, '/admin/insights/places');
  const table = page.locator('[aria-label="Visits by place"]');
  const leads = table.getByRole('link', { name: `Leads, ${place}: ` });
  const listed = page.getByRole('dialog').getByText(name);
  await until('the lead is in the list behind its place', async () => {
    await visit(page, '/admin/insights/places');
    await page.reload();
    await table.locator('td').first().waitFor();
    if (!(await leads.count())) return false;
    await leads.click();
    await page.getByRole('dialog').locator('td').first().waitFor();
    return (await listed.count()) > 0;
  });
  expect(await leads.innerText()).toMatch(/[1-9]/);
  await page.getByRole('dialog').getByText('Lead, new').first().waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page.getByRole('radiogroup', { name: 'On the map' }).getByText('Leads', { exact: true }).click();
  await page.getByRole('button', { name: new RegExp(`^${place}: [1-9]`) }).click();
  await listed.waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page.getByRole('switch', { name: 'Compare with the period before' }).check();
  await table
    .getByText(/^\W?\d+\W? before$/)
    .first()
    .waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/places.png`, fullPage: true });
  await v.context.close();
  expect([...troubles.get(page)!]).toEqual([]);
  await context.close();
});

test('a visitor who comes back is said to be returning, in the list and on the deck', async () => {
  const { page, context } = await open(browser);
  await signIn(page, 'agent', '/visitors');
  const { rows } = await call<{ rows: { session: { visitor: string } }[] }>(
    page,
    '/v1/sessions?state=past&source=whatsapp&limit=200',
  );
  // The demo's customers wrote an hour ago or earlier, and half an hour without a word ends a visit.
  const { visitor } = await call<{ visitor: { profile: Record<'name' | 'phone', { value: string }> } }>(
    page,
    `/v1/visitors/${rows.at(-1)!.session.visitor}`,
  );
  const { name, phone } = visitor.profile;
  await fetch(`${facts.Phone}/phone/${phone.value.replace(/\D/g, '')}/say`, {
    method: 'POST',
    body: JSON.stringify({ name: name.value, text: 'I am so angry, nothing works!' }),
  });
  await page.locator('.session', { hasText: name.value }).getByText('Returning', { exact: true }).waitFor();
  await visit(page, '/admin/deck');
  await page.setViewportSize({ width: 1280, height: 9000 });
  await page.getByRole('article', { name: name.value }).getByText('Came back').waitFor();
  expect([...troubles.get(page)!]).toEqual([]);
  await context.close();
});

test('the answers of each entry are counted, open their list, and stand beside what they cost', async () => {
  const v = await open(browser);
  const chat = await seen(v.page, '/kettles');
  await chat.start();
  await chat.say('When do you open?');
  await chat.said('Monday to Saturday').waitFor();
  await v.context.close();
  const { page, context } = await open(browser);
  await signIn(page, 'owner', '/insights/bot');
  const entries = page.locator('[aria-label="Answers by entry"]');
  const opens = entries.getByRole('link', { name: /^Answered, .*open/i }).first();
  await until('the entry has answered', async () => {
    await page.reload();
    await entries.locator('td').first().waitFor();
    return (await opens.count()) > 0;
  });
  await opens.click();
  await page.getByRole('dialog').locator('td').first().waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page.getByRole('region', { name: 'Entries that never serve' }).getByText('published').first().waitFor();
  await page.locator('[aria-label="Money"] td').first().waitFor();
  expect([...troubles.get(page)!]).toEqual([]);
  await context.close();
});

test('an owner chooses the languages of their audience', async () => {
  const { page, context } = await open(browser);
  await signIn(page, 'owner', '/insights/places?by=language');
  await page.locator('[aria-label="Visits by place"] td').first().waitFor();
  await page.getByRole('button', { name: /audience$/ }).click();
  await page.getByRole('combobox', { name: 'Languages' }).fill('Portug');
  await page.getByRole('option', { name: 'Portuguese', exact: true }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('[aria-label="Your audience"]').getByText('Languages').waitFor();
  expect([...troubles.get(page)!]).toEqual([]);
  await context.close();
});
