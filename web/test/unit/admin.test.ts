import { expect, test } from 'vitest';
import { ok } from '../../admin/src/app/api';
import { merge } from '../../admin/src/inbox/transcript-data';
import { eventWords, handOver, whyClosed } from '../../admin/src/inbox/words';
import { dollars } from '../../admin/src/usage/page';
import { keepSame, pick, stateOf } from '../../admin/src/visitors/filter';
import { goalWords, isBy } from '../../admin/src/visitors/goals';
import type { Conversation, Message, SessionRow } from '../../lib/wire';

const now = Date.now();
const at = (minutesAgo: number) => new Date(now - minutesAgo * 60_000).toISOString();
const row = (
  id: string,
  session: Partial<SessionRow['session']> = {},
  name?: string,
  presence: SessionRow['presence'] = { state: 'active', sign: at(1) },
): SessionRow => ({
  name,
  presence,
  session: {
    tenant: 't',
    id,
    visitor: 'v' + id,
    bot: 'b',
    source: 'web',
    mode: 'full',
    started: at(5),
    lastAt: at(1),
    returning: false,
    place: { country: 'DE' },
    device: {},
    pages: 1,
    ...session,
  },
});

test('visits pass filters and are put in order', () => {
  const rows = [
    row('1', { source: 'whatsapp', place: { country: 'BR' } }, 'Bruno'),
    row('2', {}, 'ana', { state: 'active', sign: at(10), until: at(7) }),
    row('3', { goals: [{ name: 'Checkout', at: at(1), by: 'nobody', withoutHuman: false }] }),
  ];
  const ids = (f: Parameters<typeof pick>[1]) => pick(rows, f).map((r) => r.session.id);
  expect(ids({})).toEqual(['1', '2', '3']);
  expect(ids({ source: 'web' })).toEqual(['2', '3']);
  expect(ids({ country: 'BR' })).toEqual(['1']);
  expect(ids({ goal: 'Checkout' })).toEqual(['3']);
  expect(ids({ by: 'nobody' })).toEqual(['3']);
  expect(ids({ goal: 'Checkout', by: 'bot' })).toEqual([]);
  expect(ids({ state: 'idle' })).toEqual(['2']);
  expect(ids({ sort: 'visitor' })).toEqual(['2', '1', '3']);
  expect(ids({ sort: '-visitor' })).toEqual(['3', '1', '2']);
  expect(stateOf(row('4', {}, '', { state: 'left', sign: at(0) }))).toBe('left');
  expect(stateOf(row('5', {}, '', { state: 'talking', sign: at(31), until: at(1) }))).toBe('left');
  const helped = row(
    '6',
    { site: 'shop', number: undefined, device: { type: 'mobile' }, network: '203.0.113.0/24' },
    '',
    { state: 'idle', sign: at(5), helper: 'Ana' },
  );
  for (const f of [{ state: 'helped' }, { at: 'shop' }, { device: 'mobile' }, { network: '203.0.113.0/24' }] as const)
    expect(pick([...rows, helped], f)).toEqual([helped]);
});

test('a goal says whose it is, also where less was stored', () => {
  const goal = { name: 'Checkout', at: at(1), withoutHuman: false };
  const plainly = (g: Parameters<typeof goalWords>[0]) => goalWords(g).replace(/[\u2068\u2069]/g, '');
  expect(plainly({ ...goal, by: 'nobody' })).toBe('Without the chat');
  expect(plainly({ ...goal, by: 'both', value: 59, currency: 'EUR', verified: true })).toMatch(
    /^With the bot and a person, .*59.*, confirmed by your server$/,
  );
  expect(plainly({ ...goal, withoutHuman: true })).toBe('By the bot alone');
  expect(plainly(goal)).toBe('With a person');
  expect([isBy({ ...goal, by: 'both' }, 'person'), isBy({ ...goal, by: 'both' }, 'bot')]).toEqual([true, false]);
});

test('what did not change stays the object it was', () => {
  const was = [row('1'), row('2')];
  const is = [row('0'), { ...was[0]! }, { ...was[1]!, name: 'Dana' }];
  const kept = keepSame(was, is);
  expect(kept[1]).toBe(was[0]);
  expect(kept[2]).toBe(is[2]);

  const message = (id: string, text: string): Message => ({
    id,
    at: at(1),
    author: { kind: 'visitor' },
    bubbles: [{ kind: 'text', text }],
  });
  const log = [message('A', 'one'), message('B', 'two')];
  expect(merge(log, [message('B', 'two')])).toBe(log);
  expect(
    merge(log, [message('A#r', 'reply'), message('B', 'two, delivered')]).map((m) => [m.id, m.bubbles![0]!.text]),
  ).toEqual([
    ['A', 'one'],
    ['A#r', 'reply'],
    ['B', 'two, delivered'],
  ]);
});

test('what happened, and why nothing can be sent, is said in words', () => {
  expect(eventWords({ name: 'took_over', by: 'Ana', reason: 'replied' })).toBe('Ana replied and took over');
  expect(handOver('late_order')).toBe('The bot asked for a person (late order)');
  const c: Conversation = {
    tenant: 't',
    id: 'c',
    bot: 'b',
    visitor: 'v',
    source: 'whatsapp',
    owner: 'bot',
    epoch: 0,
    status: 'open',
    at: at(0),
    window: at(-60),
  };
  expect(whyClosed(c, Date.now(), false)).toBe('');
  expect(whyClosed({ ...c, window: at(1) }, Date.now(), false)).toContain('24 hours');
  expect(whyClosed({ ...c, window: undefined }, Date.now(), false)).toContain('24 hours');
  expect(whyClosed({ ...c, source: 'web' }, Date.now(), true)).toContain('blocked');
});

test('a failure of ours has the id under which the operator finds it', async () => {
  const answer = (status: number, message?: string) => ({
    error: { code: 'x', message },
    response: new Response('', { status, headers: { 'X-Request-Id': 'JKJaXmPLvHcESHA=' } }),
  });
  const said = (status: number, message?: string) =>
    ok(Promise.resolve(answer(status, message))).catch((e: Error) => e.message);
  expect(await said(500, 'Something went wrong on our side.')).toBe(
    'Something went wrong on our side. (Report id: JKJaXmPLvHcESHA=)',
  );
  expect(await said(503)).toContain('JKJaXmPLvHcESHA=');
  expect(await said(400, 'Give a name.')).toBe('Give a name.');
});

test('costs are told as exactly as they are known', () => {
  expect([0, 0.004, 0.01, 12.345].map(dollars)).toEqual(['$0.00', 'under $0.01', '$0.01', '$12.35']);
});
