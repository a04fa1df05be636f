import { expect, test } from 'vitest';
import { looksOn, quiet, renewed } from '../../admin/src/inbox/further';

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

test('the first page of a search is renewed without losing those who no longer fit', () => {
  const page = (next: string | undefined, ...ids: string[]) => ({ next, rows: ids.map((id) => ({ id })) });
  const idOf = (r: { id: string }) => r.id;
  expect(renewed(page('b', 'a', 'b'), page('ab', 'a', 'ab'), idOf)).toEqual(page('b', 'a', 'ab', 'b'));
  expect(renewed(page('b', 'a', 'b'), page(undefined, 'a'), idOf)).toEqual(page('b', 'a'));
});
