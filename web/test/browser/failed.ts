import type { Page } from 'playwright-core';
import { afterEach } from 'vitest';
import { pages } from './chromium';

// Where a test fails, it prints what its pages showed.
afterEach(async ({ task }) => {
  const shown = [...pages].filter((page) => !page.isClosed());
  pages.clear();
  if (task.result?.state !== 'fail') return;
  for (const page of shown) console.log(`── ${page.url()}\n${await words(page)}`);
});

const words = (page: Page) =>
  page
    .locator('body')
    .innerText({ timeout: 2000 })
    .then(
      (text) => text.replace(/\n+/g, '\n').slice(0, 4000),
      (error: Error) => error.message,
    );
