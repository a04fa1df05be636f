import { expect, test } from 'vitest';
import { byId, timeOf, ulid } from '../../lib/ulid';

test('ids are in order, also within a millisecond, and a reply follows its question', () => {
  const ids = Array.from({ length: 500 }, () => ulid(1_700_000_000_000));
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(500);
  for (const id of ids) expect(id).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  expect(timeOf(ids[0]!)).toBe(1_700_000_000_000);
  const rows = [{ id: ids[1]! }, { id: ids[0]! + '#r' }, { id: ids[0]! }].sort(byId);
  expect(rows.map((r) => r.id)).toEqual([ids[0], ids[0] + '#r', ids[1]]);
  expect(ulid(1_600_000_000_000) > ids.at(-1)!).toBe(true); // a clock set back does not put words before earlier ones
});
