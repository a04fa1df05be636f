import { expect, test } from 'vitest';
import { isQuiet } from '../../admin/src/app/aloud';

const at = (time: string) => new Date(`2026-11-30T${time}:00`); // by the clock of this device

test('quiet hours go over midnight, and end at their end', () => {
  const night = { from: '22:00', to: '07:00' };
  for (const time of ['22:00', '23:59', '00:00', '06:59']) expect(isQuiet(night, at(time)), time).toBe(true);
  for (const time of ['07:00', '12:00', '21:59']) expect(isQuiet(night, at(time)), time).toBe(false);
  const noon = { from: '12:00', to: '13:30' };
  for (const time of ['12:00', '13:29']) expect(isQuiet(noon, at(time)), time).toBe(true);
  for (const time of ['11:59', '13:30', '00:00']) expect(isQuiet(noon, at(time)), time).toBe(false);
});

test('without quiet hours, or with an end that is the beginning, no hour is quiet', () => {
  for (const quiet of [undefined, { from: '08:00', to: '08:00' }])
    for (const time of ['00:00', '08:00', '22:30']) expect(isQuiet(quiet, at(time)), time).toBe(false);
});
