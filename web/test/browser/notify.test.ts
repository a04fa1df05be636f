// A visitor is notified of an answer while the website is closed, and comes back by the notification.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { facts, launch, launchWhole, open, seen, signIn, tell, troubles, until, Widget, word } from './chromium';
import { delivered } from './delivered';
import { joins } from './desk';
import { enter, ownPage, password, tenant } from './team';

let browser: Browser;
let server: Server;
let key = '';
let whole: Browser; // of the visitor

beforeAll(async () => {
  browser = await launch();
  whole = await launchWhole();
  server = createServer((_, answer) => ownPage(answer, key)); // it answers with a page to everything
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  await browser.close();
  server.close();
  await whole.close();
});

type Json = { endpoint: string };
type Arrived = { Body: string };

// subscribes stands in for the browser's way to its push service, which Chromium has none of here.
async function subscribes(context: BrowserContext): Promise<() => Promise<Arrived[]>> {
  await context.grantPermissions(['notifications'], { origin: facts.Shop });
  let made: Json | undefined;
  await context.exposeFunction('subscription', async () => {
    made = (await (await fetch(`${facts.Phone}/push/subscription`, { method: 'POST' })).json()) as Json;
    return made;
  });
  await context.addInitScript(() => {
    const given = () => {
      const json = localStorage.getItem('subscribed');
      return json === null
        ? null
        : {
            toJSON: () => JSON.parse(json) as PushSubscriptionJSON,
            unsubscribe: async () => {
              localStorage.removeItem('subscribed');
              return true;
            },
          };
    };
    const manager = PushManager.prototype as unknown as Record<string, unknown>;
    manager.getSubscription = async () => given();
    manager.subscribe = async () => {
      localStorage.setItem('subscribed', JSON.stringify(await window.subscription()));
      return given();
    };
  });
  return async () => {
    const id = made!.endpoint.split('/').at(-1);
    return (await (await fetch(`${facts.Phone}/push/${id}/messages`)).json()) as Arrived[];
  };
}

async function says(p: Page, text: string): Promise<void> {
  await p.getByLabel('Reply to the visitor').fill(text);
  await p.getByRole('button', { name: /^Send( and join)?$/ }).click();
  await p.getByRole('log', { name: 'Transcript' }).getByText(text).waitFor();
}

test('a visitor is notified of an answer while the shop is closed, and comes back by it', async () => {
  const o = await open(browser);
  await signIn(o.page, 'owner', '/settings/sites');
  const settings = o.page.locator('[data-site="Kettle & Co."]').getByRole('region', { name: 'Notifications' });
  await settings.getByRole('button', { name: 'The file that it needs' }).click();
  await settings.getByText(`importScripts('${facts.Door}/widget/sw.js')`).waitFor();
  await settings.getByRole('button', { name: 'Check and switch on' }).click();
  await settings.getByText(`Notifications: on for ${facts.Shop}`).waitFor();
  expect(await findings(o.page), 'settings').toEqual([]);

  const { context, page } = await open(whole, { viewport: { width: 390, height: 780 } });
  const arrived = await subscribes(context);
  const name = word('Notified ');
  const chat = await seen(page, '/kettles');
  await tell(page, 'identify', { name });
  await chat.start();
  expect(await chat.panel.getByRole('button', { name: 'Notify me' }).count(), 'nobody is asked before').toBe(0);
  await chat.say('I want to speak to a person');
  await chat.panel.getByRole('button', { name: 'Notify me' }).click();
  await chat.panel.getByText('We notify you here when we answer.').waitFor();
  expect(await findings(page), 'a visitor who is notified').toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await findings(page), 'in the dark').toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
  if (process.env.SHOTS) await page.screenshot({ path: process.env.SHOTS + '/notify.png' });

  // On the page they see the answer, and nothing is pushed.
  const a = await joins(browser, 'agent', name);
  await says(a.page, 'Here I am.');
  await chat.said('Here I am.').waitFor();
  await page.close();

  const words = 'It is on its way.';
  const sent: number[] = [];
  const pushes = await until('the push arrives', async () => {
    if (!sent.length || Date.now() - sent.at(-1)! > 16_000) {
      await says(a.page, words); // functions keep settings for 15 seconds, and may not know the team's key yet
      sent.push(Date.now());
    }
    const all = await arrived();
    return all.length > 0 && all;
  });
  expect(Date.now() - sent.at(-1)!, 'ms until the push arrived').toBeLessThan(5_000);
  expect(pushes).toHaveLength(1);
  const body = pushes[0]!.Body;
  expect(body).not.toContain('on its way');
  expect(JSON.parse(body)).toMatchObject({ title: 'Kettle & Co.', url: `${facts.Shop}/kettles#botifire_chat` });

  // The service worker shows it, and a tap opens the page with the chat open.
  const empty = await context.newPage();
  await empty.goto(`${facts.Shop}/files/kettle.svg`);
  const shown = await delivered(empty, `${facts.Shop}/botifire-sw/`, body);
  expect(shown.title).toBe('Kettle & Co.');
  expect(shown.body).toMatch(/^.+ answered you$/);
  const worker = await until('the worker runs', async () =>
    context.serviceWorkers().find((w) => w.url().endsWith('/botifire-sw.js')),
  );
  const leads = await worker.evaluate(async () => {
    // A tap that a script makes may open no window: so what would be opened is told.
    const scope = self as unknown as {
      registration: ServiceWorkerRegistration;
      clients: { openWindow(url: string): Promise<null> };
      dispatchEvent(event: Event): void;
    };
    const opened = new Promise<string>((done) => {
      scope.clients.openWindow = (url) => {
        done(url);
        return Promise.resolve(null);
      };
    });
    const [notification] = await scope.registration.getNotifications();
    const Tap = (self as unknown as { NotificationEvent: new (name: string, of: object) => Event }).NotificationEvent;
    scope.dispatchEvent(new Tap('notificationclick', { notification }));
    return opened;
  });
  expect(leads).toBe(`${facts.Shop}/kettles#botifire_chat`);
  await empty.close();
  const back = await context.newPage();
  await back.goto(leads);
  const again = new Widget(back);
  await again.said(words).waitFor();
  expect(back.url()).toBe(`${facts.Shop}/kettles`);

  // Who does not want it any more is not notified.
  await again.panel.getByRole('button', { name: 'Do not notify me' }).click();
  await again.panel.getByRole('button', { name: 'Notify me', exact: true }).waitFor();
  await back.setViewportSize({ width: 320, height: 640 });
  await tell(back, 'setLocale', 'ar');
  await again.panel.getByRole('button', { name: 'أرسلوا لي إشعارًا' }).waitFor();
  expect(await findings(back), 'right to left').toEqual([]);
  expect(await again.panel.evaluate((p) => p.scrollWidth <= p.clientWidth), 'nothing is cut off').toBe(true);
  if (process.env.SHOTS) await back.screenshot({ path: process.env.SHOTS + '/notify-ar.png' });

  await settings.getByRole('button', { name: 'Switch off' }).click();
  await settings.getByText('Notifications: off.').waitFor();
  for (const p of [o.page, a.page, page]) expect(troubles.get(p) ?? []).toEqual([]);
  for (const one of [o.context, a.context, context]) await one.close();
});

test('a website without the file has no button', async () => {
  const site = `http://localhost:${(server.address() as AddressInfo).port}`;
  const made = tenant(site);
  key = made.siteKey;
  const o = await open(browser);
  await enter(o.page, made.owner, password, '/settings/sites');
  const settings = o.page.getByRole('region', { name: 'Notifications' });
  await settings.getByRole('button', { name: 'Check and switch on' }).click();
  await settings.getByText('does not call the file JavaScript').waitFor();
  await settings.getByText('Notifications: off.').waitFor();
  expect(await findings(o.page), 'what is wrong').toEqual([]);

  const v = await open(browser, { permissions: ['notifications'] });
  await v.page.goto(site + '/');
  const chat = new Widget(v.page);
  await chat.launcher.click();
  await chat.say('talk to a person');
  await chat.said('I am getting a colleague').waitFor();
  await chat.panel.getByText('A colleague will be with you').waitFor();
  expect(await chat.panel.getByRole('button', { name: 'Notify me' }).count()).toBe(0);
  for (const one of [o, v]) await one.context.close();
});
