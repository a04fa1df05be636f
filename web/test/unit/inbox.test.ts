import { expect, test } from 'vitest';
import { countOf, fitting } from '../../admin/src/inbox/filter';

test('a filter that a queue does not offer narrows nothing there', () => {
  const f = { assignee: 'a', sort: 'earliest', label: '01' } as const;
  expect(countOf(fitting(f, 'all'))).toBe(2);
  expect(fitting(f, 'waiting')).toEqual({ label: '01' });
});
