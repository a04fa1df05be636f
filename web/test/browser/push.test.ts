import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings, findingsInBoth, sideways } from './axe';
import { call, facts, launchWhole, open, troubles, until, Widget, watch, word } from './chromium';
import { delivered } from './delivered';
import { enter, ownPage, password, tenant } from './team';

let browser: Browser;
let server: Server;
let site: string; // the origin of a company's own page
let key = '';

beforeAll(async () => {
  browser = await launchWhole();
  server = createServer((_, answer) => ownPage(answer, key));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  site = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser.close();
  server.close();
});

interface Way {
  endpoint: string;
  keys: Record<string, string>;
}

interface Pushed {
  Body: string;
  Key: string;
}

// subscribes has the pages of a context subscribe at the stand-in: Chromium reaches no push service from here.
async function subscribes(context: BrowserContext): Promise<void> {
  await context.grantPermissions(['notifications'], { origin: facts.Door });
  await context.exposeFunction('newWay', async () =>
    (await fetch(`${facts.Phone}/push/subscription`, { method: 'POST' })).json(),
  );
  await context.exposeFunction('endWay', async (endpoint: string) => {
    await fetch(`${endpoint}/gone`, { method: 'POST' });
  });
  await context.addInitScript(() => {
    const made = (way: { endpoint: string }) =>
      ({
        endpoint: way.endpoint,
        toJSON: () => way,
        unsubscribe: async () => {
          localStorage.removeItem('way');
          await window.endWay(way.endpoint);
          return true;
        },
      }) as unknown as PushSubscription;
    PushManager.prototype.getSubscription = async () => {
      const kept = localStorage.getItem('way');
      return kept ? made(JSON.parse(kept)) : null;
    };
    PushManager.prototype.subscribe = async (options) => {
      const way = { ...(await window.newWay()), under: options?.applicationServerKey };
      localStorage.setItem('way', JSON.stringify(way));
      return made(way);
    };
  });
}

const pushedTo = async (way: Way) => (await (await fetch(`${way.endpoint}/messages`)).json()) as Pushed[];

// asks has a visitor ask for a person.
async function asks(words: string): Promise<void> {
  const v = await open(browser);
  await v.page.goto(site + '/saddles');
  const chat = new Widget(v.page);
  await chat.launcher.click();
  for (const text of [words, 'talk to a person']) {
    await chat.say(text);
    await chat.sent(text).waitFor();
  }
  await v.context.close();
}

// tapped taps the notification, and returns the address that it opens.
async function tapped(context: BrowserContext): Promise<string> {
  const worker = context.serviceWorkers().find((w) => w.url() === `${facts.Door}/admin/sw.js`)!;
  return worker.evaluate(async () => {
    const scope = globalThis as unknown as {
      registration: ServiceWorkerRegistration;
      clients: { openWindow(to: string): Promise<null> };
      NotificationEvent: new (name: string, init: object) => Event;
    };
    const [notification] = await scope.registration.getNotifications();
    const opened = new Promise<string>((done) => {
      scope.clients.openWindow = async (to) => {
        done(to);
        return null;
      };
    });
    dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }));
    return opened;
  });
}

test('a person is told on their device while the app is closed, and a tap opens the conversation', async () => {
  const made = tenant(site);
  key = made.siteKey;
  const o = await open(browser, { bypassCSP: true });
  await subscribes(o.context);
  await enter(o.page, made.owner, password, '/settings/you');
  const device = o.page.getByRole('switch', { name: 'Tell me on this device' });
  await until('it can be switched', () => device.isEnabled());
  expect(await device.isChecked()).toBe(false);
  await device.click();
  const team = o.page.getByRole('checkbox', { name: 'A customer waits for the team' });
  await team.waitFor();
  const way = JSON.parse((await o.page.evaluate(() => localStorage.getItem('way')))!) as Way & { under: string };

  const kept = () =>
    o.page.waitForResponse((r) => r.request().method() === 'PUT' && r.url().endsWith('/v1/me/devices'));
  const quiet = o.page.getByRole('switch', { name: 'Quiet hours' });
  for (const on of [true, false]) {
    const saved = kept();
    await quiet.click();
    expect((await saved).ok()).toBe(true);
    await until('the device has it', async () => (await quiet.isChecked()) === on);
    if (!on) continue;
    await o.page.getByLabel('To', { exact: true }).fill('22:00');
    await o.page.getByLabel('To', { exact: true }).blur();
    await o.page.getByText('Choose an end that is not the beginning.').waitFor();
  }
  expect(await findingsInBoth(o.page)).toEqual([]);
  await o.page.setViewportSize({ width: 320, height: 800 });
  await team.scrollIntoViewIfNeeded();
  expect(await sideways(o.page)).toBe(false);
  expect(await findings(o.page)).toEqual([]);
  if (process.env.SHOTS) await o.page.screenshot({ path: process.env.SHOTS + '/device-320.png', fullPage: true });
  await o.page.setViewportSize({ width: 1280, height: 860 });
  if (process.env.SHOTS) await o.page.screenshot({ path: process.env.SHOTS + '/device.png', fullPage: true });

  await o.page.getByRole('button', { name: 'Send a test' }).click();
  await o.page.getByText('The push service took the test').waitFor();
  const [test] = await pushedTo(way);
  expect(test!.Key).toBe(way.under); // as the browser's service demands
  expect(JSON.parse(test!.Body)).toMatchObject({ title: 'Saddles & Sons' });

  const other = await o.context.newPage();
  watch(other);
  await other.goto(`${facts.Door}/widget/sites/${key}.json`); // a page of the origin, and none of the app
  await o.page.close();
  const secret = word('Saddle for zebra ');
  const notice = await until(
    'the functions know the key, and the push arrives within five seconds',
    async () => {
      const before = (await pushedTo(way)).length;
      await asks(secret);
      return until('the push arrives', async () => (await pushedTo(way))[before], 5_000).catch(() => undefined);
    },
    90_000,
  );
  expect(notice.Body).not.toContain('zebra');
  const shown = await delivered(other, `${facts.Door}/admin/`, notice.Body);
  expect(shown).toEqual({
    title: 'Saddles & Sons',
    body: expect.stringMatching(/^A customer has been waiting (for a person )?since \d\d:\d\d\./) as string,
  });
  const opened = await tapped(o.context);
  expect(opened).toMatch(new RegExp(`^${facts.Door}/admin/inbox/all/`));
  await enter(other, made.owner, password, new URL(opened).pathname.replace('/admin', ''));
  await other.getByRole('log', { name: 'Transcript' }).getByText(secret).first().waitFor();

  expect(await call<{ rows: object[] }>(other, '/v1/me/devices')).toMatchObject({ rows: [{ team: true }] });
  await other.getByRole('button', { name: 'your menu' }).first().click();
  await other.getByRole('menuitem', { name: 'Sign out' }).click();
  await other.locator('input[type=password]').first().waitFor();
  await enter(other, made.owner, password, '/settings/you');
  await until('the device is switched off', () =>
    other.getByRole('switch', { name: 'Tell me on this device' }).isEnabled(),
  );
  expect(await call(other, '/v1/me/devices')).toEqual({ rows: [] });
  expect((await fetch(way.endpoint, { method: 'POST' })).status).toBe(410);
  expect([...troubles.get(o.page)!, ...troubles.get(other)!]).toEqual([]);
  await o.context.close();
});
