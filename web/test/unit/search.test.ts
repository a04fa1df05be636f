import { expect, test } from 'vitest';
import { found, hint } from '../../admin/src/search/words';

test('a search says how much it found, of one as of several', () => {
  const said = (messages: number, people: number) => found(messages, people).replace(/[^\w, ]/g, '');
  expect([said(1, 1), said(0, 2)]).toEqual(['1 message, 1 person', '0 messages, 2 people']);
});

test('a search that found nothing hints only at what can be changed', () => {
  expect(hint({ q: '明 ' })).toMatch(/from two characters on/);
  expect(hint({ q: 'kettle' })).not.toMatch(/fewer words/);
  expect(hint({ q: 'blue kettle' })).toMatch(/Look for fewer words\.$/);
  expect(hint({ q: '明', bot: 'b' })).toBe('Take a filter away.');
  expect(hint({ q: 'blue kettle', bot: 'b' })).toBe('Take a filter away, or look for fewer words.');
});
