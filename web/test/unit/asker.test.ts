import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Asker } from '../../admin/src/app/asker';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

// asker notes when it asks, in ms.
function asker(pause = 300) {
  const began = Date.now();
  const at: number[] = [];
  const a = Object.assign(new Asker(), { pause, ask: () => at.push(Date.now() - began) });
  return { a, at };
}

test('a hint asks soon, and once more for the changes that were not told', () => {
  const { a, at } = asker();
  a.hear();
  vi.advanceTimersByTime(60_000);
  expect(at).toEqual([80, 1580]);
});

test('many hints ask once a pause, and once more after the last', () => {
  const { a, at } = asker(2000);
  for (let i = 0; i < 10; i++) {
    a.hear();
    vi.advanceTimersByTime(500);
  }
  vi.advanceTimersByTime(60_000);
  expect(at).toEqual([80, 2080, 4080, 6080, 8080]);
});

test('a list that comes onto the screen right after a hint asks for what it may have missed', () => {
  for (const [ago, asks] of [
    [200, [1300]], // the rest of the server's second
    [4000, [80]], // what is shown may have been read before the hint
    [60_000, []],
  ] as const) {
    const { a, at } = asker();
    a.begin(Date.now() - ago);
    vi.advanceTimersByTime(60_000);
    expect(at, String(ago)).toEqual(asks);
  }
  const { a, at } = asker();
  a.begin(Date.now());
  a.stop();
  vi.advanceTimersByTime(60_000);
  expect(at).toEqual([]);
});
