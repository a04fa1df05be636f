import { expect, test } from 'vitest';
import { type Import, isSite } from '../../admin/src/training/importing';

test('an import is of a site if its name is an address, and not if it only begins like one', () => {
  const named = (name: string) => isSite({ name } as Import);
  expect(['https://a.test/help/', 'http://localhost:1/'].map(named)).toEqual([true, true]);
  expect(['http-errors.md', 'https.docx', ''].map(named)).toEqual([false, false, false]);
  expect(isSite(undefined)).toBe(false);
});
