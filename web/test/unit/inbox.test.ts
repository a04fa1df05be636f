import { expect, test } from 'vitest';
import { retold } from '../../admin/src/inbox/brief-model';
import { changes, isOurs } from '../../admin/src/inbox/bulk-acts';
import { leaves } from '../../admin/src/inbox/done';
import { fill, search, slash, unfilled, wordsFor } from '../../admin/src/inbox/fill';
import { countOf, filtersOf, fitting } from '../../admin/src/inbox/filter';
import { itemsOf, shownAt } from '../../admin/src/inbox/items';
import { isUnanswered } from '../../admin/src/inbox/message';
import { named, naming } from '../../admin/src/inbox/naming';
import { shows } from '../../admin/src/inbox/views';
import type { BriefLine, Conversation, Message } from '../../lib/wire';

const conversation = (c: Partial<Conversation>): Conversation => ({
  tenant: 't',
  id: 'c',
  bot: 'b',
  visitor: 'v',
  source: 'web',
  owner: 'team',
  epoch: 1,
  status: 'open',
  at: '2026-11-25T12:00:00Z',
  ...c,
});

test('a filter that a queue does not offer narrows nothing there', () => {
  const f = { assignee: 'a', sort: 'earliest', label: '01' } as const;
  expect(countOf(fitting(f, 'all'))).toBe(2);
  expect(fitting(f, 'waiting')).toEqual({ label: '01' });
  const due = { target: 'soon', priority: 'urgent', sort: 'target' } as const;
  expect(fitting(due, 'mine')).toEqual(due);
  expect(fitting(due, 'closed')).toEqual({ priority: 'urgent' });
});

test('an address that anybody typed narrows by nothing that there is not', () => {
  const typed = { priority: 'low', language: 'EN', target: 'soon', sort: 'priority', source: 'mail' };
  expect(filtersOf(typed)).toEqual({ target: 'soon', sort: 'priority' });
  expect(filtersOf({ priority: 'high', language: 'de' })).toEqual({ priority: 'high', language: 'de' });
  expect(filtersOf({ group: '0a', label: 'Refund' })).toEqual({ group: '0a' });
});

test('a variable has its value, else its default, else it stays for the agent to see', () => {
  const values = { 'visitor.name': '  ', 'agent.name': 'Ana $& Souza' };
  const filled = fill('Hi {{ visitor.name | there }}, {{agent.name}} asks for {{visitor.email}} and {{user}}', values);
  expect(filled).toBe('Hi there, Ana $& Souza asks for {{visitor.email}} and {{user}}');
  expect(unfilled(filled)).toEqual(['visitor.email']);
});

test('a reply is in the language of the visitor’s words, if it has that', () => {
  const reply = { id: 'r', title: 'Hi', text: 'Hello', language: 'en', texts: { pt: 'Olá', ar: 'مرحبا' } };
  expect(wordsFor(reply, 'Como posso pagar?').text).toBe('Olá');
  expect(wordsFor(reply, 'كيف أدفع؟').text).toBe('مرحبا');
  expect(wordsFor(reply, 'Wie kann ich zahlen?').text).toBe('Hello');
  expect(wordsFor(reply, '123').text).toBe('Hello');
});

test('a slash opens the list at the beginning of a line only', () => {
  expect(slash('/gre', 4)).toEqual({ from: 0, query: 'gre' });
  expect(slash('Hello\n/g later', 8)).toEqual({ from: 6, query: 'g' });
  expect(slash('either/or', 9)).toBeUndefined();
  expect(slash('1/2', 3)).toBeUndefined();
  const replies = [
    { id: 'a', title: 'Refund', text: 'The order was returned' },
    { id: 'b', title: 'Order', text: 'Número' },
  ];
  expect(search(replies, 'order').map((r) => r.id)).toEqual(['b', 'a']);
  expect(search(replies, 'numero ORD').map((r) => r.id)).toEqual(['b']);
});

test('an @ begins a name, and a note names those whose whole name stands in it', () => {
  expect(naming('Hello @le', 9)).toEqual({ from: 6, query: 'le' });
  expect(naming('mail to a@b', 11)).toBeUndefined();
  expect(naming('请看@', 3)).toEqual({ from: 2, query: '' });
  const member = (id: string, name: string) => ({
    id,
    name,
    email: `${id}@mail.test`,
    role: 'agent' as const,
    since: '',
  });
  const team = [member('1', 'Lea'), member('2', 'Lea Brandt'), member('3', 'Ana Souza')];
  expect(named('@Lea Brandt, look', team)).toEqual(['2']);
  expect(named('@Lea and @Ana Souza', team).sort()).toEqual(['1', '3']);
  expect(named('请@Lea Brandt看一下', team)).toEqual(['2']);
  expect(named('@Leander and @Lea-Sophie have left, mail office@Lea.test', team)).toEqual([]);
});

test('of two with the same name a note tells the one who was picked', () => {
  const member = (id: string) => ({ id, name: 'Anna', email: `${id}@mail.test`, role: 'agent' as const, since: '' });
  const team = [member('1'), member('2')];
  expect(named('@Anna look', team, [{ id: '2', name: 'Anna' }])).toEqual(['2']);
  expect(named('look', team, [{ id: '2', name: 'Anna' }])).toEqual([]);
  expect(named('@Anna look', team)).toEqual([]);
  expect(named('@Anna look', [team[0]!], [{ id: '2', name: 'Anna' }])).toEqual(['1']);
});

test('a list on the screen is that of a view if all its filters are the same', () => {
  const view = { name: 'Web', queue: 'waiting', source: 'web', sort: 'earliest' } as const;
  expect(shows(view, 'waiting', { source: 'web' })).toBe(true); // that queue has one order
  expect(shows(view, 'waiting', { source: 'web', unread: true })).toBe(false);
  expect(shows(view, 'all', { source: 'web' })).toBe(false);
  expect(shows({ ...view, missed: true }, 'waiting', { source: 'web' })).toBe(false);
  expect(shows({ ...view, missed: true }, 'waiting', { source: 'web', missed: true })).toBe(true);
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

test('an act on several leaves out those that are so already', () => {
  const lea = conversation({ owner: 'agent', assignee: 'lea', labels: '0102' });
  expect(changes({ to: 'lea', note: '' }, lea)).toBe(false);
  expect(changes({ to: '', note: '' }, lea)).toBe(true);
  expect(changes({ to: '', note: '' }, conversation({}))).toBe(false);
  expect(changes({ to: '', note: '' }, conversation({ owner: 'bot' }))).toBe(true);
  expect(changes({ to: '', group: '00', note: '' }, conversation({}))).toBe(true);
  expect(changes({ to: '', group: '00', note: '' }, conversation({ group: '00' }))).toBe(false);
  expect(changes({ to: '', group: '00', note: '' }, { ...lea, group: '00' })).toBe(true);
  expect(changes({ to: '', note: '' }, conversation({ group: '00' }))).toBe(true);
  expect(changes({ label: '02' }, lea)).toBe(false);
  expect(changes('close', conversation({ status: 'closed' }))).toBe(false);
});

test('what a colleague did before an act of ours is not taken for ours', () => {
  const began = Date.parse('2026-11-25T12:00:00Z');
  const [earlier, later] = ['2026-11-25T11:59:59Z', '2026-11-25T12:00:00.200Z'];
  expect(isOurs('close', conversation({ closedAt: earlier, ownedAt: later }), began)).toBe(false);
  expect(isOurs('close', conversation({ closedAt: later, ownedAt: earlier }), began)).toBe(true);
  expect(isOurs({ to: 'lea', note: '' }, conversation({ ownedAt: earlier }), began)).toBe(false);
  expect(isOurs({ to: 'lea', note: '' }, conversation({ ownedAt: later }), began)).toBe(true);
});

test('a correction is sought at the message that it is about, or where it was made', () => {
  const said = (id: string, more: object = {}) =>
    ({
      id,
      at: '2026-11-25T12:00:00Z',
      author: { kind: 'visitor' },
      bubbles: [{ kind: 'text', text: id }],
      ...more,
    }) as Message;
  const edit = (id: string, more: object) => said(id, { bubbles: [{ kind: 'edit', text: 'kettle' }], ...more });
  const rows = [
    said('a', { origin: { wamid: 'wamid.a' } }),
    said('b'),
    edit('c', { origin: { wamid: 'wamid.c', replyTo: 'wamid.a' } }),
    edit('d', { bubbles: [{ kind: 'edit', text: 'tea', replyTo: 'b' }] }),
    edit('e', { origin: { wamid: 'wamid.e', replyTo: 'wamid.long-ago' } }),
    said('f'),
    edit('g', { origin: { wamid: 'wamid.g', replyTo: 'wamid.c' } }),
  ];
  expect(rows.map((m) => shownAt(rows, m.id))).toEqual(['a', 'b', 'a', 'b', 'f', 'f', 'f']);
  const shown = itemsOf(rows).map((i) => i.key);
  for (const m of rows) expect(shown).toContain(shownAt(rows, m.id));
  expect([shownAt(rows), shownAt(rows, 'unknown'), shownAt([edit('a', {})], 'a')]).toEqual([
    undefined,
    'unknown',
    undefined,
  ]);
});

test('a model’s line of a brief gives way to what the log has said since', () => {
  const told = (line: BriefLine, text: string): BriefLine => ({ ...line, retold: { text, message: 'm9' } });
  const want: BriefLine = { part: 'want', message: 'm1' };
  const missing: BriefLine = { part: 'missing', message: 'm1' };
  const tone: BriefLine = { part: 'tone' };
  const was = [told(want, 'They want a kettle.'), told(missing, 'Its price.'), told(tone, 'They are calm.')];
  const words = (log: BriefLine[]) => retold(log, was).map((line) => line.retold?.text);
  expect(words([want, missing, tone])).toEqual(['They want a kettle.', 'Its price.', 'They are calm.']);
  expect(words([want, { ...missing, message: 'm5' }, { part: 'tone', message: 'm5', kind: 'danger' }])).toEqual([
    'They want a kettle.',
    undefined,
    undefined,
  ]);
  expect(words([want, missing, { ...tone, kind: 'danger' }])[2]).toBeUndefined();
  // Another case of the conversation began: its brief has nothing of the one before.
  expect(words([{ ...want, message: 'm5' }, missing, tone])).toEqual([undefined, undefined, undefined]);
});
