import { expect, test } from 'vitest';
import { zoomed } from '../../admin/src/map/zoom';
import { staysOf } from '../../admin/src/visitors/timeline';
import type { Session, TimelineRow } from '../../lib/wire';

const at = (second: number) => new Date(Date.UTC(2026, 10, 25, 9, 0, second)).toISOString();
const page = (second: number, session = 's_1'): TimelineRow => ({
  at: at(second),
  session,
  event: { id: String(second), at: at(second), kind: 'page', page: { url: `https://shop.test/${second}` } },
});

test('a page was looked at until the next one, the last one until the visit ended', () => {
  const rows = [page(50, 's_2'), page(30), { at: at(20), session: 's_1' }, page(10)];
  const sessions = [{ id: 's_2' }, { id: 's_1', endedAt: at(42) }] as Session[];
  expect([...staysOf(rows, sessions)].map(([row, ms]) => [row.event?.id, ms])).toEqual([
    ['30', 12_000],
    ['10', 20_000],
  ]);
});

test('zooming keeps the point under the pointer, and the map in its frame', () => {
  const near = zoomed({ k: 1, x: 0, y: 0 }, 2, 300, 100, 960, 428);
  expect([near.k, 300 * near.k + near.x, near.x]).toEqual([2, 300, -300]);
  expect(zoomed(near, 0.01, 300, 100, 960, 428)).toEqual({ k: 1, x: 0, y: 0 });
  expect(zoomed(near, 1000, 0, 0, 960, 428).k).toBe(12);
});
