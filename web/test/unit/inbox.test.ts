import { expect, test } from 'vitest';
import { leaves } from '../../admin/src/inbox/done';
import { countOf, fitting } from '../../admin/src/inbox/filter';
import { isUnanswered } from '../../admin/src/inbox/message';
import type { Message } from '../../lib/wire';

test('a filter that a queue does not offer narrows nothing there', () => {
  const f = { assignee: 'a', sort: 'earliest', label: '01' } as const;
  expect(countOf(fitting(f, 'all'))).toBe(2);
  expect(fitting(f, 'waiting')).toEqual({ label: '01' });
});

test('an act takes a conversation off the lists in which it is no longer', () => {
  expect(leaves('hand-back', 'human', false, false)).toBe(true);
  expect(leaves('hand-back', 'all', false, false)).toBe(false);
  expect(leaves('assign', 'all', false, false)).toBe(false);
  expect(leaves('assign', 'all', false, true)).toBe(true); // of one person's
  expect(leaves('assign', 'waiting', true, false)).toBe(false); // of those that were found
});

test('an answer is not called missing because somebody found it wrong', () => {
  const reply = (cause: string) => ({ effects: { gap: { cause } } }) as unknown as Message;
  expect(['no_match', 'low_confidence', 'bot_failed'].map((c) => isUnanswered(reply(c)))).toEqual([true, true, true]);
  expect(['answered_wrongly', 'not_helpful'].map((c) => isUnanswered(reply(c)))).toEqual([false, false]);
});
