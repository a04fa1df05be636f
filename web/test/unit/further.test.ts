import { expect, test } from 'vitest';
import { looksOn, quiet } from '../../admin/src/inbox/further';

test('a search reads on over people who have no conversation, and asks after some pages', () => {
  expect(looksOn([])).toBe(false);
  expect(looksOn([3])).toBe(false);
  expect(looksOn([0])).toBe(true);
  expect(looksOn([3, 0])).toBe(true);
  expect(looksOn([3, 0, 1])).toBe(false);
  expect(looksOn(Array(quiet - 1).fill(0))).toBe(true);
  expect(looksOn(Array(quiet).fill(0))).toBe(false);
  expect(looksOn([3, ...Array(quiet).fill(0)])).toBe(false);
  expect(looksOn(Array(quiet + 1).fill(0))).toBe(true); // somebody asked for more
});
