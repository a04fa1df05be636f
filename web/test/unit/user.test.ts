// The outcome in the widget of a login that the page passes on.
import { expect, test, vi } from 'vitest';
import type { Client } from '../../widget/src/client';
import { identify, print, reset } from '../../widget/src/user';
import type { Widget } from '../../widget/src/widget';

const token = (claims: object) => `e30.${btoa(JSON.stringify(claims)).replaceAll('=', '')}.signature`;
const refusal = (code: string, message: string) => Object.assign(new Error(message), { code });
const ann = token({ sub: 'ann', exp: 1 });
const bob = token({ sub: 'bob', exp: 1 });

// browser is a widget whose server knows each of its visitors as one user at most.
function browser(mode = 'full') {
  const users = new Map<string, string>();
  const kept = new Map<string, string>();
  const sent: string[] = [];
  const heard = new Set<() => void>();
  let visitors = 0;
  const client = {
    mode,
    online: false,
    told: undefined as { visitor: string; signedIn?: boolean } | undefined,
    isOpen: false,
    storage: { get: (key: string) => kept.get(key), set: (key: string, value: string) => kept.set(key, value) },
    on: (_: string, hear: () => void) => heard.add(hear),
    ask: vi.fn(async (frame: { action: string; jwt?: string }) => {
      if (frame.action !== 'identify') return {};
      sent.push(`${client.told!.visitor}: ${frame.jwt === ann ? 'ann' : 'bob'}`);
      const was = users.get(client.told!.visitor);
      if (was && was !== frame.jwt) throw refusal('other_user', 'Begin with a new visitor.');
      users.set(client.told!.visitor, frame.jwt!);
      return {};
    }),
    stop: () => {},
    forget: () => {
      client.told = undefined;
      kept.clear();
    },
    change: () => {},
    count: () => {},
    connect: () => {
      client.told ??= { visitor: `v${++visitors}` };
      client.told.signedIn = users.has(client.told.visitor);
      client.online = true;
      for (const hear of heard) hear();
    },
  };
  const widget = { client: client as unknown as Client, running: true, mode: () => mode } as unknown as Widget;
  return { widget, client, sent };
}
const settled = () => new Promise((done) => setTimeout(done));

test('a login is told once connected, and once only', async () => {
  const { widget, client, sent } = browser();
  identify(widget, ann);
  client.connect();
  await settled();
  identify(widget, token({ sub: 'ann', exp: 2 })); // the next page, with a token of its own
  client.connect();
  await settled();
  expect(sent).toEqual(['v1: ann']);
});

test('another user of the browser begins with a new visitor, and so does nobody', async () => {
  const { widget, client, sent } = browser();
  client.connect();
  identify(widget, ann);
  await settled();
  identify(widget, bob);
  await settled();
  expect(sent).toEqual(['v1: ann', 'v1: bob', 'v2: bob']);
  identify(widget, null);
  await settled();
  expect(client.told).toEqual({ visitor: 'v3', signedIn: false });
  identify(widget, null); // nobody was signed in
  await settled();
  expect(client.told!.visitor).toBe('v3');
  expect(sent).toHaveLength(3);
});

test('a sign-out while a user is being named is that user’s', async () => {
  for (const lost of [false, true]) {
    const { widget, client, sent } = browser();
    client.connect();
    const answers = client.ask.getMockImplementation()!;
    let answer = () => {};
    client.ask.mockImplementationOnce(async (frame) => {
      await answers(frame); // the server knows it
      await new Promise<void>((done) => {
        answer = done;
      });
      if (lost) throw refusal('offline', '');
      return {};
    });
    identify(widget, ann);
    identify(widget, null);
    await settled();
    client.online = !lost;
    answer();
    await settled();
    if (lost) client.connect();
    await settled();
    expect(client.told).toEqual({ visitor: 'v2', signedIn: false });
    expect(sent).toEqual(['v1: ann']);
    identify(widget, bob);
    await settled();
    expect(sent).toEqual(['v1: ann', 'v2: bob']);
  }
});

test('a reset ends a login, and in private nobody is told', async () => {
  const { widget, client, sent } = browser();
  client.connect();
  identify(widget, ann);
  await settled();
  await reset(widget);
  await settled();
  expect(client.told!.visitor).toBe('v2');
  expect(sent).toEqual(['v1: ann']);
  const apart = browser('minimal');
  identify(apart.widget, ann);
  apart.client.connect();
  await settled();
  expect(apart.sent).toEqual([]);
});

test('a refusal is a line in the console, and is not told again', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const { widget, client } = browser();
  client.ask.mockRejectedValueOnce(refusal('login_expired', 'This login has expired.'));
  client.connect();
  identify(widget, ann);
  await settled();
  client.connect();
  await settled();
  expect(warn).toHaveBeenCalledWith('Botifire:', 'This login has expired.');
  expect(client.ask).toHaveBeenCalledTimes(1);
  client.ask.mockRejectedValueOnce(refusal('offline', '')); // one that was lost is
  identify(widget, ann);
  await settled();
  client.connect();
  await settled();
  expect(client.ask).toHaveBeenCalledTimes(3);
  warn.mockRestore();
});

test('the mark of a login is of its visitor, its user and their facts', () => {
  const mark = print('v1', token({ sub: 'é', name: 'Ann', exp: 1 }));
  expect(print('v1', token({ sub: 'é', name: 'Ann', exp: 2, iat: 1 }))).toBe(mark);
  for (const [visitor, claims] of [
    ['v2', { sub: 'é', name: 'Ann' }],
    ['v1', { sub: 'e', name: 'Ann' }],
    ['v1', { sub: 'é', name: 'Bob' }],
  ] as const)
    expect(print(visitor, token(claims))).not.toBe(mark);
  expect(print('v1', 'garbage')).toBe('');
});
