import { afterEach, expect, test } from 'vitest';
import {
  clockTime,
  count,
  dayName,
  dollars,
  fullTime,
  isolate,
  pageName,
  percent,
  shortTime,
  showIn,
  span,
} from '../../admin/src/parts/format';

afterEach(() => showIn());
const [second, minute, hour] = [1000, 60_000, 3_600_000];

test('how long something took is said in its two largest units, days from 24 hours on', () => {
  const said = (ms: number) => span(ms).slice(1, -1);
  expect(
    [
      0,
      59 * second,
      137 * second,
      10 * minute,
      61 * minute,
      23 * hour + 59 * minute,
      24 * hour,
      46 * hour + 52 * minute,
      87 * hour,
    ].map(said),
  ).toEqual(['0 s', '59 s', '2 min 17 s', '10 min', '1 h 1 min', '23 h 59 min', '1 d 0 h', '1 d 22 h', '3 d 15 h']);
});

test('numbers and times are isolated, so that words from right to left around them do not turn them', () => {
  const at = '2026-11-25T20:40:12Z';
  for (const text of [
    span(137_000),
    count(1234),
    percent(1, 3),
    clockTime(at),
    fullTime(at),
    dayName(at),
    shortTime(at),
  ]) {
    expect(text).toBe(isolate(text.slice(1, -1)));
    expect(text.slice(1, -1)).not.toMatch(/[\u2066-\u2069]/);
  }
});

test('times are those of the team’s zone, and the hour is written as the language does', () => {
  showIn('Pacific/Auckland');
  expect(dayName('2026-11-25T20:40:12Z')).toContain('26');
  expect(clockTime('2026-11-25T20:40:12Z')).toMatch(/^\u20689:40\sAM\u2069$/);
  showIn('Etc/UTC');
  expect(dayName('2026-11-25T20:40:12Z')).toContain('25');
  showIn('Not/AZone');
  expect(dayName('2026-11-25T20:40:12Z')).toBeTruthy();
});

test('pages of one document are told apart', () => {
  expect(pageName({ url: 'https://a.example/' })).toBe('a.example/');
  expect(pageName({ url: 'https://a.example/kettles?page=2' })).toBe('/kettles?page=2');
  expect(pageName({ url: 'https://a.example/kettles', title: 'Kettles' })).toBe('Kettles');
  expect(pageName({ url: 'https://a.example/?page=2#/cart', title: 'Shop' })).toBe('Shop · ?page=2#/cart');
  expect(pageName({ url: 'https://a.example/#/cart' })).toBe('a.example/#/cart');
});

test('small costs keep four digits after the point', () => {
  expect([400, 40, 999_900, 12_345_678].map((micros) => dollars(micros).slice(1, -1))).toEqual([
    '$0.0004',
    '$0.00',
    '$0.9999',
    '$12.35',
  ]);
});
