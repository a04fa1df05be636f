import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ReconnectingSocket } from '../../lib/socket';

// Fake is a WebSocket without a network.
class Fake {
  static made: Fake[] = [];
  readyState = 0;
  sent: string[] = [];
  onopen = () => {};
  onclose = () => {};
  onmessage = (_event: { data: string }) => {};

  constructor(public url: string) {
    Fake.made.push(this);
  }

  open(): void {
    this.readyState = 1;
    this.onopen();
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.readyState = 3;
  }
}

class Line extends ReconnectingSocket<{ n: number }> {
  heard: string[] = [];

  constructor(address: () => string | Promise<string>) {
    super({ longest: 300_000, address, opened: () => this.heard.push('opened'), lost: () => this.heard.push('lost') });
  }

  say = (frame: object) => this.send(frame);
  protected took = ({ n }: { n: number }) => this.heard.push(`took ${n}`);
  protected heartbeat = () => this.send({ action: 'ping' });
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', Fake);
  vi.spyOn(Math, 'random').mockReturnValue(1);
  Fake.made = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const last = () => Fake.made.at(-1)!;
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test('a socket reconnects after a backoff that doubles with each loss, until it has settled', async () => {
  const line = new Line(() => 'ws://x');
  line.start();
  await pass(0);
  for (const wait of [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 300_000, 300_000]) {
    const before = Fake.made.length;
    last().onclose();
    await pass(wait - 1);
    expect(Fake.made).toHaveLength(before);
    await pass(1);
    expect(Fake.made).toHaveLength(before + 1);
  }
  last().open();
  line.settled();
  last().onclose();
  await pass(500);
  last().open();
  last().onmessage({ data: '{"n":7}' });
  expect(line.heard.slice(-4)).toEqual(['opened', 'lost', 'opened', 'took 7']);
});

test('a heartbeat is sent after nine minutes without a frame', async () => {
  const line = new Line(() => 'ws://x');
  line.start();
  await pass(0);
  last().open();
  line.say({ action: 'hello' });
  await pass(5 * 60_000);
  line.say({ action: 'typing' });
  await pass(9 * 60_000 - 1);
  expect(last().sent).toHaveLength(2);
  await pass(1);
  expect(last().sent.at(-1)).toBe('{"action":"ping"}');
});

test('a missing address is asked for again, and a stopped socket makes no connection', async () => {
  let asked = 0;
  const line = new Line(async () => (++asked === 1 ? '' : 'ws://x'));
  line.start();
  await pass(0);
  expect([asked, Fake.made.length]).toEqual([1, 0]);
  await pass(500);
  line.reconnect(); // while it is connected
  expect([asked, Fake.made.length]).toEqual([2, 1]);
  last().open();
  line.drop();
  await pass(1000);
  expect(Fake.made).toHaveLength(2);
  line.stop();
  line.reconnect();
  await pass(600_000);
  expect(Fake.made).toHaveLength(2);
  line.start();
  line.stop();
  await pass(600_000);
  expect(Fake.made).toHaveLength(2);
});
