// A visitor on the shop is answered with the words that a lead writes and publishes.
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { call, facts, launch, open, shop, signIn, until, visit, word } from './chromium';
import { docx } from './docx';
import { imports, publishes, saves, sums, writes } from './training';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test('an entry is written, tried, published alone, and answers a visitor on the shop', async () => {
  const o = await open(browser);
  const { page: p } = o;
  const saddle = word('saddle');
  const answer = word('It costs ');
  await signIn(p, 'lead', '/training');
  await writes(p, `Other ${saddle}`, `Where is the ${saddle} made?`, 'In Leeds.');
  await writes(p, `Price of ${saddle}`, `What does the ${saddle} cost?`, answer);

  await p.getByLabel('What a visitor asks').fill(`how much does the ${saddle} cost`);
  await p.getByRole('button', { name: 'Ask' }).click();
  await p.locator('.tried', { hasText: answer }).waitFor();
  expect(await p.locator('[data-fit]').count()).toBeLessThanOrEqual(3);

  await p.getByRole('button', { name: 'Publish this entry' }).click();
  await p.getByRole('dialog').getByText(`Other ${saddle}`).waitFor(); // it stays a draft
  await p.getByRole('button', { name: 'Not yet' }).click();
  await publishes(p);

  const guest = await open(browser);
  const chat = await shop(guest.page);
  await chat.start();
  await until(
    'the bot knows the price',
    async () => {
      await chat.say(`how much does the ${saddle} cost?`);
      return chat.panel
        .getByText(answer)
        .first()
        .waitFor({ timeout: 15_000 })
        .then(
          () => true,
          () => false,
        );
    },
    60_000,
  );
  await guest.context.close();
  await o.context.close();
});

test('the list finds, filters and changes entries, and what conflicts is named', async () => {
  const o = await open(browser);
  const { page: p } = o;
  const topic = word('topic');
  await signIn(p, 'lead', '/training');
  await writes(p, `First ${topic}`, `Do you have ${topic}?`, 'Yes.');
  await writes(p, `Second ${topic}`, `Is there ${topic}`, 'No.');
  await p.getByLabel('How people ask').fill(`Is there ${topic}\ndo you have ${topic.toUpperCase()}`);
  await p.getByText('A bot cannot tell these apart').waitFor();
  await saves(p);
  await p.goto(facts.Door + '/panel/training');
  await p.waitForURL((url) => url.pathname === '/admin/training');
  await p.getByRole('textbox', { name: 'Search' }).fill(topic);
  await until('two are found', async () => (await p.locator('[data-entry]').count()) === 2);
  expect(await findings(p), 'the list').toEqual([]);
  await p.getByLabel('Choose all that are shown').check();
  await p.getByRole('group', { name: 'With the chosen entries' }).getByRole('button', { name: 'Add a tag' }).click();
  await p.getByRole('dialog').getByLabel('Tag', { exact: true }).fill(topic);
  await p.keyboard.press('Enter');
  await p.getByRole('button', { name: 'Add it' }).click();
  await p.getByRole('group', { name: 'With the chosen entries' }).waitFor({ state: 'detached' });
  await until('both have the tag', async () => (await p.locator('[data-entry]', { hasText: topic }).count()) === 2);
  await p.getByLabel('Choose all that are shown').check();
  await p.getByRole('group', { name: 'With the chosen entries' }).getByRole('button', { name: 'Publish' }).click();
  const asks = p.getByRole('dialog');
  await asks.getByRole('button', { name: 'Publish' }).click();
  await asks.getByText('a bot cannot tell which one is meant').waitFor();
  await asks.getByRole('button', { name: 'Not yet' }).click();
  await asks.waitFor({ state: 'detached' });
  await p.getByRole('button', { name: 'Delete', exact: true }).click();
  await p.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await p.getByText('No entry matches').waitFor();
  await o.context.close();
});

test('an address that names no entry is said to be none', async () => {
  const o = await open(browser);
  await signIn(o.page, 'lead', '/training/nonsense');
  await o.page.getByText('There is no such page').waitFor();
  await o.context.close();
});

test('an edition comes back, and an unsaved entry is offered again', async () => {
  const o = await open(browser);
  const { page: p } = o;
  const topic = word('return');
  await signIn(p, 'lead', '/training');
  await writes(p, topic, `May I return ${topic}?`, 'Within 30 days.');
  await publishes(p);
  await p.getByRole('combobox', { name: 'Tags' }).fill(topic);
  await p.keyboard.press('Enter');
  await p.getByRole('button', { name: 'Save', exact: true }).click();
  const since = p.getByRole('region', { name: 'Changes since it was published' });
  await since.getByText('Changed: Tags', { exact: true }).waitFor(); // and not an empty card
  await p.getByLabel('Answer', { exact: true }).fill('Never.');
  await p.getByRole('button', { name: 'Save', exact: true }).click();
  await p.getByText('Saved, not published. Visitors get an older version.').waitFor();
  await since.locator('del', { hasText: 'Within 30 days.' }).waitFor();
  await since.locator('ins', { hasText: 'Never.' }).waitFor();
  expect(await findings(p), 'what changed').toEqual([]);
  await publishes(p);
  await visit(p, '/admin/training?show=editions');
  const newest = p.locator('[data-edition]').first();
  const number = Number(await newest.getAttribute('data-edition'));
  await p.locator('[data-edition]').nth(1).getByRole('button', { name: 'Bring it back' }).click();
  await p.getByRole('dialog').getByRole('button', { name: 'Bring it back' }).click();
  const again = p.locator(`[data-edition="${number + 1}"]`);
  await again.getByText('In force').waitFor({ timeout: 60_000 });
  expect(await findings(p), 'publications').toEqual([]);
  await p.getByRole('tab', { name: 'Languages' }).click();
  await p.getByText('English:').waitFor();
  await p.getByRole('tab', { name: 'Entries' }).click();
  await p.getByRole('link', { name: topic }).click();
  await p.getByText('Saved, not published. Visitors get an older version.').waitFor();
  expect(await findings(p), 'an entry').toEqual([]);
  await p.getByLabel('Answer', { exact: true }).fill('Within 14 days.');
  const at = new URL(p.url()).pathname;
  await p.getByRole('link', { name: 'All entries' }).click();
  await p.getByRole('button', { name: 'Leave without saving' }).click();
  await p.getByRole('link', { name: topic }).click();
  await p.getByRole('button', { name: 'Go on with them' }).click();
  const answer = p.getByLabel('Answer', { exact: true });
  await until('it is there', async () => (await answer.inputValue()) === 'Within 14 days.');
  await p.getByRole('link', { name: 'All entries' }).click();
  await p.getByRole('button', { name: 'Leave without saving' }).click();
  const colleague = await open(browser);
  await signIn(colleague.page, 'owner', at.replace('/admin', ''));
  await colleague.page.getByLabel('Answer', { exact: true }).fill('Within 20 days.');
  await saves(colleague.page);
  await p.goto(facts.Door + at); // the page keeps the version that it has for a while
  await p.getByText(/They were made from version \d+. Somebody has saved version \d+ since/).waitFor();
  await Promise.all([o.context.close(), colleague.context.close()]);
});

test('a Word file is imported after a look at the difference, and the same again changes nothing', async () => {
  const o = await open(browser);
  const { page: p } = o;
  const topic = word('kettle');
  const name = `${topic}.docx`;
  const choose = async (answer: string) => {
    await p.getByRole('button', { name: 'Import', exact: true }).click();
    const chooser = p.waitForEvent('filechooser');
    await p.getByRole('dialog').getByLabel('File', { exact: true }).click();
    await (await chooser).setFiles({
      name,
      mimeType: 'application/octet-stream',
      buffer: docx(`May I return ${topic}?`, answer),
    });
  };
  await signIn(p, 'lead', '/training');
  await choose('Within 30 days.');
  const dialog = p.getByRole('dialog');
  await dialog.getByText(sums(1, 0, 0)).waitFor({ timeout: 60_000 });
  await dialog.getByText(/page \W?1\W?, new/).waitFor();
  expect(await findings(p), 'the difference').toEqual([]);
  await dialog.getByRole('button', { name: /^Import \W?1\W? entry$/ }).click();
  await dialog.getByText(/Imported: \W?1\W? new/).waitFor({ timeout: 60_000 });
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await choose('Within 30 days.');
  await dialog.getByText(sums(0, 0, 1)).waitFor({ timeout: 60_000 });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await choose('Within 20 days.');
  await dialog.locator('ins', { hasText: 'Within 20 days.' }).waitFor({ timeout: 60_000 });
  await p.reload(); // nothing is lost
  const under = p.getByRole('region', { name: 'Imports under way' });
  await under.getByText('it waits until somebody has looked').waitFor();
  expect(await findings(p), 'an import under way').toEqual([]);
  await under.getByRole('button', { name: `Look at ${name}` }).click();
  await dialog.locator('ins', { hasText: 'Within 20 days.' }).waitFor();
  expect(await findings(p), 'an import that is looked at again').toEqual([]);
  await p.keyboard.press('Escape'); // it stays
  await dialog.waitFor({ state: 'detached' });
  await under.getByRole('button', { name: `Look at ${name}` }).click();
  await dialog.getByRole('button', { name: 'Close' }).last().click(); // so it does
  await dialog.waitFor({ state: 'detached' });
  await under.getByRole('button', { name: `Look at ${name}` }).click();
  await dialog.getByRole('button', { name: 'Discard this import' }).click();
  await under.waitFor({ state: 'detached' });
  await choose('Within 14 days.');
  await dialog.locator('del', { hasText: 'Within 30 days.' }).waitFor({ timeout: 60_000 });
  await dialog.locator('ins', { hasText: 'Within 14 days.' }).waitFor();
  await o.context.close();
});

// chooses opens the dialogue of imports where it is not open, and chooses a file.
async function chooses(p: Page, name: string, text: string): Promise<Locator> {
  const dialog = p.getByRole('dialog');
  if (!(await dialog.isVisible())) await p.getByRole('button', { name: 'Import', exact: true }).click();
  const chooser = p.waitForEvent('filechooser');
  await dialog.getByLabel('File', { exact: true }).click();
  await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) });
  return dialog;
}

// isCancelled waits until the import of a file is cancelled.
const isCancelled = (p: Page, name: string) =>
  until(`the import of ${name} is cancelled`, async () => {
    const { rows } = await call<{ rows: { name: string; state: string }[] }>(p, '/v1/knowledge/imports');
    return rows.find((i) => i.name === name)?.state === 'cancelled';
  });

// held keeps calls back until they are let go.
function held(): { wait: Promise<void>; go: () => void } {
  let go = () => {};
  const wait = new Promise<void>((done) => (go = done));
  return { wait, go };
}

test('a file that was chosen instead of another stays, and what nobody goes on with is cancelled', async () => {
  const o = await open(browser);
  const { page: p } = o;
  const [old, newer, left] = [word('older'), word('newer'), word('left')];
  await signIn(p, 'lead', '/training');
  const late = held();
  let begun = false;
  await p.route(imports, async (route) => {
    if (begun || !route.request().postData()?.includes('read')) return route.fallback();
    begun = true;
    const answer = await route.fetch();
    await late.wait;
    await route.fulfill({ response: answer });
  });
  await chooses(p, `${old}.md`, `# What is ${old}?\n\nThe first one.\n`);
  await until('it was uploaded', async () => begun);
  const dialog = await chooses(p, `${newer}.md`, `# What is ${newer}?\n\nThe second one.\n`);
  await dialog.getByText(`What is ${newer}?`).waitFor({ timeout: 60_000 });
  late.go();
  await isCancelled(p, `${old}.md`);
  await dialog.getByText(`What is ${newer}?`).waitFor();
  expect(await dialog.getByText(`What is ${old}?`).count()).toBe(0);

  const upload = held();
  await p.route('**/*', async (route) => {
    if (route.request().method() !== 'PUT') return route.fallback();
    await upload.wait;
    await route.continue().catch(() => {}); // given up
  });
  await chooses(p, `${left}.md`, `# What is ${left}?\n\nThe third one.\n`);
  await isCancelled(p, `${newer}.md`);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  await isCancelled(p, `${left}.md`); // in the middle of its upload
  upload.go();
  await o.context.close();
});

test('rows are left out of one file and not of the next, and a file of any name is a file', async () => {
  const o = await open(browser);
  const { page: p } = o;
  const topic = word('twice');
  const twice = (name: string) => `# ${name}?\n\nYes.\n\n# ${name}?\n\nNo.\n`;
  await signIn(p, 'lead', '/training');
  const dialog = await chooses(p, `http-${topic}.md`, twice(`One ${topic}`));
  await dialog.getByLabel('Leave this row out').check({ timeout: 60_000 });
  expect(await dialog.getByRole('button', { name: /^Import \W?2\W? entries$/ }).isEnabled()).toBe(true);
  expect(await dialog.getByLabel('Read these pages again each week').count()).toBe(0);
  await chooses(p, `http-${topic}-2.md`, twice(`Two ${topic}`));
  await dialog.getByText(`Two ${topic}?`).first().waitFor({ timeout: 60_000 });
  expect(await dialog.getByLabel('Leave this row out').isChecked()).toBe(false);
  expect(await dialog.getByRole('button', { name: /^Import \W?2\W? entries$/ }).isDisabled()).toBe(true);
  await o.context.close();
});

test('the page shows what was written after the dialogue was closed', async () => {
  const o = await open(browser);
  const { page: p } = o;
  const topic = word('later');
  await signIn(p, 'lead', '/training');
  let writes = true;
  await p.route(imports, async (route) => {
    if (route.request().method() !== 'GET') return route.fallback();
    const answer = await route.fetch();
    const now = (await answer.json()) as { state: string };
    const state = writes && now.state === 'done' ? 'writing' : now.state;
    await route.fulfill({ response: answer, json: { ...now, state } });
  });
  const dialog = await chooses(p, `${topic}.md`, `# What is ${topic}?\n\nIt comes later.\n`);
  await dialog.getByRole('button', { name: /^Import \W?1\W? entry$/ }).click({ timeout: 60_000 });
  await dialog.getByText('Writing the entries …').waitFor();
  await until('it is written', async () => {
    const { rows } = await call<{ rows: { name: string; state: string }[] }>(p, '/v1/knowledge/imports');
    return rows.find((i) => i.name === `${topic}.md`)?.state === 'done';
  });
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await dialog.waitFor({ state: 'detached' });
  writes = false;
  await p.getByRole('link', { name: `What is ${topic}?` }).waitFor();
  await o.context.close();
});

test('an agent is told whose the page is', async () => {
  const o = await open(browser);
  await signIn(o.page, 'agent', '/training');
  await o.page.getByText('For leads and owners').waitFor();
  await o.context.close();
});

// A stand-in for what a model wrote: which entries it teaches, and how, are stories of e2e.
test('a taught wording becomes one of the own by one press, and a single one comes back', async () => {
  const { page: p, context } = await open(browser);
  const bell = word('bell');
  await signIn(p, 'lead', '/training');
  await writes(p, `Price of ${bell}`, `What does the ${bell} cost?`, 'Nine.');
  const taught = { en: ['How expensive?', 'The price, please', 'Is it dear?'] };
  await p.route(/\/v1\/knowledge\/entries\/[^/?]+$/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), taught } });
  });
  await p.reload();
  for (const text of taught.en.slice(1)) await p.getByRole('button', { name: `Take “${text}” away` }).click();
  await p.getByText('2 taken away').click();
  expect(await findings(p)).toEqual([]);
  await p.getByRole('button', { name: 'Bring back “Is it dear?”' }).click();
  await p.getByText('1 taken away').waitFor();
  await p.getByRole('button', { name: 'Edit “How expensive?”' }).click();
  const own = p.getByLabel('How people ask');
  expect(await own.inputValue()).toBe(`What does the ${bell} cost?\nHow expensive?`);
  expect(await own.evaluate((e) => e === document.activeElement)).toBe(true);
  await p.keyboard.type('How much?'); // over the words that stand there
  await p.getByRole('button', { name: 'Save', exact: true }).click();
  await p.getByRole('button', { name: 'Save', exact: true, disabled: true }).waitFor();
  expect(await own.inputValue()).toBe(`What does the ${bell} cost?\nHow much?`);
  expect(await p.getByRole('region', { name: 'Taught by the model' }).locator('.taught').first().innerText()).toBe(
    'Is it dear?',
  );
  await context.close();
});
