import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { exchange } from '../../widget/src/exchange';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

// answering is a service that answers like this, one after the other, and then for ever with the last.
function answering(...all: (number | Error)[]) {
  const called = vi.fn(async () => {
    if (called.mock.calls.length > 10) return Response.json({ address: 'the test ends the loop' });
    const next = all[Math.min(called.mock.calls.length, all.length) - 1]!;
    if (next instanceof Error) throw next;
    return Response.json({ address: 'a…@mail.test' }, { status: next });
  });
  vi.stubGlobal('fetch', called);
  return called;
}

test('a service that fails is asked three times, with pauses, and then the page goes on', async () => {
  for (const fails of [[503], [503, 503, new Error('offline')], [new Error('offline'), 500]]) {
    const called = answering(...fails);
    const done = expect(exchange('https://chat.test/mail/offer', {})).rejects.toThrow();
    await vi.advanceTimersByTimeAsync(999);
    expect(called).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(60_000);
    await done;
    expect(called).toHaveBeenCalledTimes(3);
  }
});

test('a service that comes back is heard, and a code that brings nobody is asked about once', async () => {
  answering(503, new Error('offline'), 200);
  const told = exchange('https://chat.test/mail/offer', {});
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await told).toEqual({ address: 'a…@mail.test' });
  const called = answering(404);
  expect(await exchange('https://chat.test/mail/offer', {})).toEqual({});
  expect(called).toHaveBeenCalledTimes(1);
});
