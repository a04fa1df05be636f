import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { facts, launch, open, seen, signIn, tell, until } from '../browser/chromium';

// Not a test: takes the pictures in docs/screens, of a cloud with people in it.
const folder = new URL('../../../docs/screens/', import.meta.url).pathname;
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const sizes = { wide: { width: 1360, height: 850 }, phone: { width: 390, height: 844 } };

test('pictures of each main page', async () => {
  const v = await open(browser);
  const chat = await seen(v.page, '/kettles/copper');
  await tell(v.page, 'identify', { name: 'Yara Nasser', email: 'yara@mail.test', plan: 'gold' });
  await chat.start();
  await chat.say('When do you open?');
  await chat.said('Monday to Saturday').waitFor();
  await chat.panel.getByRole('button', { name: 'Talk to a person' }).first().click();
  await chat.panel.getByText('A colleague will be with you').waitFor();
  await chat.say('Is the copper kettle safe on an induction hob?');
  const phone = await open(browser, { viewport: { width: 430, height: 860 } });
  await phone.page.goto(facts.Phone + '/');
  await phone.page.getByLabel('Message', { exact: true }).fill('When do you open?');
  await phone.page.keyboard.press('Enter');
  await phone.page.getByText('Monday to Saturday').waitFor();
  await phone.page.getByRole('button', { name: 'Send something else' }).click();
  for (const kind of ['Photo', 'From an ad', 'Order'])
    await phone.page.getByRole('button', { name: kind, exact: true }).click();
  await phone.page.getByText('I am getting a colleague').waitFor();
  await phone.page.getByRole('button', { name: 'Send something else' }).click();
  await phone.page.screenshot({ path: folder + 'demo-phone.png' });

  const agent = await open(browser);
  await signIn(agent.page, 'agent', '/inbox/unassigned');
  await agent.page.getByRole('searchbox').fill('Yara');
  await agent.page.locator('.row', { hasText: 'Yara' }).click();
  await agent.page.getByRole('button', { name: 'Take over' }).click();
  await chat.panel.getByText('Ana Souza has joined').waitFor();
  await agent.page
    .getByLabel('Reply to the visitor')
    .fill('It is: there is a steel plate in its base. Shall I put one aside for you?');
  await agent.page.keyboard.press('Control+Enter');
  await chat.said('steel plate').waitFor();
  const talk = new URL(agent.page.url()).pathname;
  await agent.page.goto(facts.Door + '/admin/inbox/unassigned');
  await agent.page.locator('.row', { hasText: 'Bruno Silva' }).first().click();
  await agent.page.getByText('kettle-copper').waitFor();
  await agent.page.getByLabel('Reply to the visitor').fill('Thank you, Bruno. We pack it today, gift-wrapped.');
  await agent.page.keyboard.press('Control+Enter');
  await phone.page.getByText('We pack it today').waitFor();
  const whatsapp = new URL(agent.page.url()).pathname;
  await agent.page.goto(facts.Door + talk);
  await agent.page.getByRole('link', { name: 'Open the profile' }).click();
  await agent.page.waitForURL(/visitors\/v_/);
  const person = new URL(agent.page.url()).pathname;

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [size, viewport] of Object.entries(sizes)) {
      const name = (page: string) => `${folder}${page}-${size}-${colorScheme}.png`;
      await v.page.setViewportSize(viewport);
      await v.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await v.page.screenshot({ path: name('widget') });
      const { page, context } = await open(browser, { colorScheme, viewport });
      await signIn(page, 'owner', '/visitors');
      const pages = [
        ['visitors', '/admin/visitors?map=true', '.world circle'],
        ['visitor', person, '.timeline li'],
        ['inbox', talk, '.transcript .said'],
        ['whatsapp', whatsapp, '.transcript .said'],
        ['numbers', '/admin/settings/whatsapp', 'h2'],
        ['queue', '/admin/inbox/unassigned', '.row'],
        ['insights', '/admin/insights/overview?by=country', '[aria-label="Outcomes of cases"] td'],
        ['insights-goals', '/admin/insights/goals', '[aria-label=Goals] td'],
        ['insights-bot', '/admin/insights/bot', '[aria-label="Answers that last"] td'],
        ['insights-team', '/admin/insights/team', '.tile'],
        ['insights-leads', '/admin/insights/leads', '[aria-label=Leads] td'],
        ['insights-places', '/admin/insights/places', '.world circle'],
        ['questions', '/admin/training?show=questions', 'h1'],
        ['you', '/admin/settings/you', 'h2'],
        ['settings', '/admin/settings/sites', 'h2'],
        ['script', '/admin/settings/bots/b_shop', 'h2'],
        ['privacy', '/admin/privacy', 'h2'],
      ] as const;
      for (const [file, path, ready] of pages) {
        await page.goto(facts.Door + path);
        await page.locator(ready).first().waitFor();
        await until('it is at rest', () =>
          page.evaluate(() => !document.querySelector('[aria-label=Loading], .mantine-Skeleton-root')),
        );
        await page.waitForLoadState('networkidle');
        await page.screenshot({ path: name(file) });
      }
      await context.close();
    }
  }
  await Promise.all([v.context.close(), phone.context.close(), agent.context.close()]);
}, 300_000);
