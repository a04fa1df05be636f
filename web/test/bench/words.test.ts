import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { launch, open, seen, signIn, tell, word } from '../browser/chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const rounds = 20;

// pressed has a page remember when a key was pressed last.
const pressed = (page: Page) =>
  page.evaluate(() => window.addEventListener('keydown', () => (window.pressed = Date.now()), true));

// drawn waits for the frame in which a page shows some words, and returns when that was.
const drawn = (page: Page, words: string) =>
  page.evaluate(
    (words) =>
      new Promise<number>((resolve) => {
        const look = () => {
          const root = document.querySelector('botifire-chat')?.shadowRoot ?? document;
          if (root.querySelector('[role=log]')?.textContent?.includes(words)) resolve(Date.now());
          else requestAnimationFrame(look);
        };
        look();
      }),
    words,
  );

const at = (all: number[], share: number) =>
  all.sort((a, b) => a - b)[Math.min(Math.floor(all.length * share), all.length - 1)];

// took writes words in a field, sends them by a key, and returns how long it took until the other page showed them.
// People write for longer than it takes to tell that they do, so ready waits for that. They also write more slowly than
// this: a frame over the rate limit is refused, and the composer tells again after four seconds.
async function took(field: Locator, key: string, to: Page, ready?: Locator): Promise<number> {
  const words = word('are you there ');
  do await field.fill(words);
  while (
    ready &&
    !(await ready.waitFor({ timeout: 4500 }).then(
      () => true,
      () => false,
    ))
  );
  const [seen] = await Promise.all([drawn(to, words), field.press(key)]);
  return seen - (await field.page().evaluate(() => window.pressed!));
}

test('words, from the key that sends them until they are drawn on the other side', { timeout: 240_000 }, async () => {
  const there: number[] = [];
  const back: number[] = [];
  for (const _ of [1, 2]) {
    const v = await open(browser);
    const chat = await seen(v.page, '/');
    const name = word('Visitor ');
    await tell(v.page, 'identify', { name });
    await chat.start();
    await chat.say('When do you open?');
    await chat.said('Monday to Saturday').waitFor();
    const a = await open(browser);
    await signIn(a.page, 'agent', '/inbox/bot');
    await a.page.getByRole('searchbox').fill(name);
    await a.page.locator('.row', { hasText: name }).click();
    await a.page.locator('.convhead').getByRole('button', { name: 'Take over' }).click();
    const reply = a.page.getByLabel('Reply to the visitor');
    await reply.waitFor();
    await a.page.getByText('took over').first().waitFor();
    await Promise.all([pressed(v.page), pressed(a.page)]);
    for (let i = 0; i < rounds; i++) {
      there.push(await took(chat.field, 'Enter', a.page, a.page.getByText('The visitor is writing')));
      back.push(await took(reply, 'Control+Enter', v.page));
    }
    await Promise.all([v.context.close(), a.context.close()]);
  }
  for (const [name, all] of Object.entries({ there, back })) {
    console.log(`measured ${name} ${at(all, 0.5)} ${at(all, 0.95)}`); // scripts/bench reads this line
  }
});
