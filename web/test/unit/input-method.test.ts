import { expect, test, vi } from 'vitest';

test('a key that an input method takes is not the page’s, in every order that browsers tell it', async () => {
  const page = new EventTarget();
  vi.stubGlobal('window', page);
  vi.useFakeTimers();
  const { builds } = await import('../../lib/input-method');
  const key = (more: object = {}) => ({ key: 'Enter', keyCode: 13, isComposing: false, ...more }) as KeyboardEvent;
  expect(builds(key()), 'an ordinary Enter').toBe(false);
  expect(builds(key({ isComposing: true })), 'Chrome').toBe(true);
  expect(builds(key({ keyCode: 229 })), 'Safari').toBe(true);
  page.dispatchEvent(new Event('compositionend'));
  expect(builds(key()), 'the key of the word that just ended').toBe(true);
  vi.runAllTimers();
  expect(builds(key()), 'the Enter after it').toBe(false);
});
