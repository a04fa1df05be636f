import { expect, test } from 'vitest';
import { figureOf, queueNames, share, total, unknown } from '../../admin/src/insights/clocks';
import { csv } from '../../admin/src/insights/csv';
import { answered, rate } from '../../admin/src/insights/rated';
import { before, daysIn, rangeOf, readSearch, today } from '../../admin/src/insights/search';
import { classed, goalsIn, quantile, settled, spans, valuesOf, wasOf } from '../../admin/src/insights/sums';
import { figureName } from '../../admin/src/insights/words';

test('a period is the last days, or the days of the address, and has another before it', () => {
  expect(rangeOf({ days: '7' }, '2026-11-27')).toEqual({ from: '2026-11-21', to: '2026-11-27' });
  expect(rangeOf({ days: '9999' }, '2026-11-27').from).toBe('2025-11-27');
  expect(rangeOf({ from: '2026-11-01', to: '2026-11-03' }, '2026-11-27')).toEqual({
    from: '2026-11-01',
    to: '2026-11-03',
  });
  expect(rangeOf({ from: '2026-11-09', to: '2026-11-03', days: '1' }, '2026-11-27').from).toBe('2026-11-27');
  expect(before({ from: '2026-11-01', to: '2026-11-03' })).toEqual({ from: '2026-10-29', to: '2026-10-31' });
  expect(daysIn({ from: '2026-10-24', to: '2026-10-26' })).toEqual(['2026-10-24', '2026-10-25', '2026-10-26']);
  expect(today('Asia/Tokyo', new Date('2026-11-27T20:00:00Z'))).toBe('2026-11-28');
});

test('an address that somebody made up asks for nothing unknown', () => {
  expect(readSearch({ by: 'password', window: 8, from: 'soon', list: '', before: 'yes' })).toEqual({});
  expect(readSearch({ by: 'country', window: 7, days: 30 })).toMatchObject({ by: 'country', window: '7', days: '30' });
});

test('goals with colons in their names, and values by currency', () => {
  const sums = {
    'reached:Demo: large': 2,
    'goal:Demo: large': 3,
    'goal:Demo: large:7:bot': 1,
    'reached:Checkout': 5,
    'goal:Checkout': 5,
    'value:Checkout:EUR': 12_950,
    'value:Checkout:USD': 500,
    'value:Checkout:EUR:7:bot': 5000,
  };
  expect(goalsIn(sums)).toEqual(['Checkout', 'Demo: large']);
  expect(valuesOf(sums, 'value', 'Checkout')).toEqual([
    ['EUR', 129.5],
    ['USD', 5],
  ]);
});

test('an answer is known to last a week after its case has ended, however long ago that began', () => {
  const days: { day: string; sums: Record<string, number> }[] = [
    { day: '2026-07-25', sums: { followed: 3, 'followed~8': 3, again: 1, 'again~8': 1 } }, // the end of a past period
    { day: '2026-11-07', sums: { followed: 2, 'followed~8': 1, 'followed~26': 1 } }, // one was open until yesterday
    { day: '2026-11-20', sums: { followed: 1, 'followed~8': 1 } },
  ];
  expect(settled(days, 'followed', '2026-11-27')).toBe(4);
  expect(settled(days, 'again', '2026-11-27')).toBe(1);
});

test('time spans are as exact as their classes', () => {
  const all = spans({ 'talk~0': 1, 'talk~18': 8, 'talk~40': 1, 'first~3': 9 }, 'talk');
  expect(all.map(([, n]) => n)).toEqual([1, 8, 1]);
  const half = quantile(all, 0.5)! / 1000; // class 18 is from 54.5 s to 68.4 s
  expect(half).toBeGreaterThan(54);
  expect(half).toBeLessThan(69);
  expect(quantile([], 0.5)).toBeUndefined();
  expect(classed(all).reduce((n, c) => n + c.n, 0)).toBe(10);
});

test('a wait has two clocks, and the second is not known of old cases', () => {
  const sums = { 'response~40': 3, 'response:open~0': 1, 'response:open~30': 1, 'resolve~50': 2, 'resolve:open~9': 2 };
  expect(figureOf('response', 'all')).toBe('response');
  const open = figureOf('response', 'open');
  expect([total(sums, 'response'), total(sums, open), unknown(sums, 'response'), unknown(sums, 'resolve')]).toEqual([
    3, 2, 1, 0,
  ]);
  expect(share(sums, open, 0.5)).toBe(1000);
  expect(share(sums, open, 0.9)).toBeLessThan(share(sums, 'response', 0.9)!);
  expect(share(sums, 'first', 0.5)).toBeUndefined();
});

test('the address of a list behind a wait is read, and its title names the cases', () => {
  const address = { clock: 'open', list: 'response:open~', within: 'queue', value: 'assigned' };
  expect(readSearch(address)).toMatchObject(address);
  expect(readSearch({ clock: 'broken', within: 'everything' })).toEqual({});
  expect(figureName(address.list)).toBe('Cases in which a person answered a customer who waited');
  expect(Object.keys(queueNames)).toEqual(['unassigned', 'assigned', 'bot']);
});

test('a share of answers is shown from ten of them on', () => {
  const nine = { 'csat:asked': 20, 'csat:good': 6, 'csat:soso': 2, 'csat:bad': 1 };
  const ten = { ...nine, 'csat:bad': 2 };
  expect(answered(nine)).toBe(9);
  expect(rate(nine, 9, 20)).toBe('');
  expect(rate(ten, 10, 20)).toContain('50 %');
  expect(rate({}, 0, 0)).toBe('');
});

test('no cell of a sheet is a formula, whatever sign a reader takes for the end of a cell', () => {
  expect(csv([['=1+1', 3, -3, 'a "b", c']])).toBe(`'=1+1,3,-3,"a ""b"", c"`);
  // As the server's sheets have them.
  for (const [text, want] of Object.entries({
    '+1': "'+1",
    '-1': "'-1",
    '@x': "'@x",
    '\tx': "'\tx",
    'a=b': 'a=b',
    é: 'é',
    "x;=cmd|'/C calc'!A0;y": "x;'=cmd|'/C calc'!A0;y",
    'x\t=1': "x\t'=1",
    'x| -1': "x|' -1",
    '＝cmd': "'＝cmd",
    ' =1': "' =1",
    '\u00a0=1': "'\u00a0=1",
    '\u200b=1': "'\u200b=1",
    '\ufeff=1': "'\ufeff=1",
    '+4915123456700': '+4915123456700',
    '+4915123456700=1': "'+4915123456700=1",
  }))
    expect(csv([[text]])).toBe(want);
  expect(csv([['x\n@1', 'x;"=1']])).toBe(`"x\n'@1","x;'""=1"`);
});

test('what a value had before is not told where it may be in a group that joins others', () => {
  const row = (value: string, visits: number) => ({ value, sums: { visits } });
  const before = (value: string, ...by: ReturnType<typeof row>[]) => wasOf({ by }, value)('visits');
  expect(before('DE', row('DE', 8), row('~few', 5))).toBe(8);
  expect(before('AT', row('DE', 8))).toBe(0);
  expect(before('AT', row('DE', 8), row('~few', 5))).toBeUndefined();
  expect(before('AT', row('DE', 8), row('~others', 50))).toBeUndefined();
  expect(before('~few', row('DE', 8), row('~few', 5))).toBeUndefined();
  expect(before('~others', row('DE', 8))).toBeUndefined();
  expect(wasOf(undefined, 'DE')('visits')).toBeUndefined();
});
