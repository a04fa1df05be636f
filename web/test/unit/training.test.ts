import { expect, test } from 'vitest';
import { counted } from '../../admin/src/parts/format';
import { differences } from '../../admin/src/training/difference';
import { type Import, isSite } from '../../admin/src/training/importing';

test('an import is of a site if its name is an address, and not if it only begins like one', () => {
  const named = (name: string) => isSite({ name } as Import);
  expect(['https://a.test/help/', 'http://localhost:1/'].map(named)).toEqual([true, true]);
  expect(['http-errors.md', 'https.docx', ''].map(named)).toEqual([false, false, false]);
  expect(isSite(undefined)).toBe(false);
});

test('two states of an entry differ in their words and in their other fields', () => {
  const words = (answer: string) => ({ en: { wordings: ['Why?'], answer: [answer] } });
  const was = { title: 'a', languages: words('Because.'), tags: ['x'] };
  expect(differences(was, { ...was, languages: words('So.'), until: '2026-12-01T00:00:00Z' })).toEqual({
    lost: ['Because.'],
    gained: ['So.'],
    fields: ['Until'],
  });
  expect(differences(was, was)).toEqual({ lost: [], gained: [], fields: [] });
});

test('one is said otherwise than several', () => {
  expect([0, 1, 2].map((n) => counted(n, 'page', 'pages').replace(/[^\w ]/g, ''))).toEqual([
    '0 pages',
    '1 page',
    '2 pages',
  ]);
});
