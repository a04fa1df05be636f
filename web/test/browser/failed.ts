import type { Frame } from 'playwright-core';
import { afterEach } from 'vitest';
import { pages } from './chromium';

// Where a test fails, it prints what its pages showed, the chat in them too.
afterEach(async ({ task }) => {
  const shown = [...pages].filter((page) => !page.isClosed());
  pages.clear();
  if (task.result?.state !== 'fail') return;
  for (const frame of shown.flatMap((page) => page.frames())) console.log(`── ${frame.url()}\n${await words(frame)}`);
});

function words(frame: Frame): Promise<string> {
  const read = frame.evaluate(() => {
    const roots = [...document.querySelectorAll('*')].flatMap((e) => e.shadowRoot ?? []);
    const texts = roots.flatMap((root) => [...root.children].map((e) => (e as HTMLElement).innerText ?? ''));
    return [document.body.innerText, ...texts].join('\n── in it\n').replace(/\n+/g, '\n');
  });
  const late = new Promise<string>((done) => setTimeout(() => done('It does not answer.'), 2000));
  return Promise.race([read, late]).then(
    (text) => text.slice(0, 5000),
    (error: Error) => error.message,
  );
}
