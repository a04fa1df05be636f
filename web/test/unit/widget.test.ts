import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Address } from '../../lib/address';
import type { Message } from '../../lib/wire';
import { Log } from '../../widget/src/log';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('an address is asked for once while it is good, and anew when it is old or did not open', async () => {
  let asked = 0;
  const address = new Address(async () => `https://files.test/${++asked}`);
  expect(await address.get()).toBe('https://files.test/1');
  vi.advanceTimersByTime(9 * 60_000);
  expect(await address.get()).toBe('https://files.test/1');
  vi.advanceTimersByTime(2 * 60_000);
  expect(await address.get()).toBe('https://files.test/2');
  expect(await address.renew()).toBe('https://files.test/3');
  expect(await address.get()).toBe('https://files.test/3');
});

test('an address that was not given is asked for again', async () => {
  let asked = 0;
  const address = new Address(async () => {
    if (++asked === 1) throw new Error('offline');
    return 'https://files.test/x';
  });
  await expect(address.get()).rejects.toThrow('offline');
  expect(await address.get()).toBe('https://files.test/x');
});

const said = (id: string, marks?: Message['marks']): Message => ({
  id,
  author: { kind: 'agent' },
  at: '2026-11-25T12:00:00Z',
  bubbles: [{ kind: 'text', text: id }],
  ...(marks && { marks }),
});

test('a log takes each message once, in order, and what is said of it later', () => {
  const log = new Log();
  expect(log.take([said('2'), said('1'), said('2')]).map((m) => m.id)).toEqual(['2', '1']);
  expect(log.rows.map((m) => m.id)).toEqual(['1', '2']);
  const was = log.rows;
  expect(log.take([said('1')])).toEqual([]);
  expect(log.rows).toBe(was); // nothing to draw
  expect(log.take([said('1', { revoked: '2026-11-25T12:01:00Z' })])).toEqual([]); // no news
  expect(log.rows[0]!.marks?.revoked).toBe('2026-11-25T12:01:00Z');
  expect(log.rows).toHaveLength(2);
});
