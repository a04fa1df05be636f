import { expect, test, vi } from 'vitest';

test('a key that an input method takes is not the page’s, in every order that browsers tell it', async () => {
  const page = new EventTarget();
  vi.stubGlobal('window', page);
  const { builds } = await import('../../lib/input-method');
  const at = (event: Event, timeStamp: number) => Object.defineProperty(event, 'timeStamp', { value: timeStamp });
  const key = (timeStamp: number, more: object = {}) => at(Object.assign(new Event('keydown'), { key: 'Enter', keyCode: 13, isComposing: false }, more), timeStamp) as KeyboardEvent;
  expect(builds(key(1000)), 'an ordinary Enter').toBe(false);
  expect(builds(key(1000, { isComposing: true })), 'Chrome').toBe(true);
  expect(builds(key(1000, { keyCode: 229 })), 'Safari').toBe(true);
  page.dispatchEvent(at(new Event('compositionend'), 2000));
  expect(builds(key(2002)), 'the key of the word that just ended').toBe(true);
  expect(builds(key(2100)), 'the Enter after it').toBe(false);
});
