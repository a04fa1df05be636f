import { expect, test } from 'vitest';
import { called, detailOf } from '../../admin/src/parts/names';

test.each([
  [{ name: 'Mia', place: { country: 'FR', city: 'Lyon' }, cookieId: 'ck_1' }, 'Mia', ''],
  [{ name: ' \u202e ', place: { country: 'FR', city: 'Lyon' }, cookieId: 'ck_1' }, 'Visitor from Lyon', 'ck_1'],
  [{ place: { country: 'FR' }, cookieId: 'ck_2' }, 'Visitor from France', 'ck_2'],
  [{ place: { country: 'FR' }, mode: 'minimal' as const }, 'Private visitor from France', ''],
  [{}, 'Visitor', ''],
])('%o is called %s', (who, name, detail) => {
  expect([called(who), detailOf(who)]).toEqual([name, detail]);
});
