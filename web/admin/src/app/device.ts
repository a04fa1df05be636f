import type { components } from '../../../../api/gen/schemas.gen';
import { type Api, ok } from './api';

// The service worker shows what is pushed to this browser while the app is closed. It is there once somebody asked for
// that.
const worker = '/admin/sw.js';
const scope = '/admin/';

// canPush tells whether this browser can be told. On iPhones and iPads only an app on the home screen can.
export const canPush = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

// subscribed is the way to this browser, if it is told.
export async function subscribed(): Promise<PushSubscription | null> {
  if (!canPush()) return null;
  const there = await navigator.serviceWorker.getRegistration(scope);
  return (await there?.pushManager.getSubscription()) ?? null;
}

// subscribe makes a way to this browser for those who have the key. One that it had before ends.
export async function subscribe(applicationServerKey: string): Promise<PushSubscription> {
  await navigator.serviceWorker.register(worker, { scope });
  const { pushManager } = await navigator.serviceWorker.ready;
  await (await pushManager.getSubscription())?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
}

// wayTo is a subscription as the API takes it.
export function wayTo(s: PushSubscription): components['schemas']['PushSubscription'] {
  const { endpoint = '', keys = {} } = s.toJSON();
  return { endpoint, p256dh: keys.p256dh ?? '', auth: keys.auth ?? '' };
}

// idOf is the id under which the API has the browser of a subscription.
export async function idOf({ endpoint }: PushSubscription): Promise<string> {
  const sum = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(endpoint));
  return Array.from(new Uint8Array(sum, 0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

// nameOf is what people call a browser, by its user agent.
export function nameOf(agent: string): string {
  const first = (all: [RegExp, string][], other: string) => all.find(([is]) => is.test(agent))?.[1] ?? other;
  const browser = first(
    [
      [/Edg/, 'Edge'],
      [/OPR/, 'Opera'],
      [/SamsungBrowser/, 'Samsung Internet'],
      [/Firefox|FxiOS/, 'Firefox'],
      [/Chrome|CriOS/, 'Chrome'],
      [/Safari/, 'Safari'],
    ],
    'A browser',
  );
  const system = first(
    [
      [/Android/, 'Android'],
      [/iPhone/, 'iPhone'],
      [/iPad/, 'iPad'],
      [/CrOS/, 'ChromeOS'],
      [/Windows/, 'Windows'],
      [/Mac OS X/, 'Mac'],
      [/Linux/, 'Linux'],
    ],
    '',
  );
  return system ? `${browser} on ${system}` : browser;
}

// forget ends that this browser is told: at a sign-out, which does not wait long for it. What the server does not hear
// of, it learns from the browser's push service.
export async function forget(api: Api): Promise<void> {
  const way = await subscribed();
  if (!way) return;
  const device = await idOf(way);
  const told = api.DELETE('/v1/me/devices/{device}', { params: { path: { device } } });
  const late = new Promise((done) => setTimeout(done, 3000));
  await Promise.race([Promise.allSettled([told, way.unsubscribe()]), late]);
}

// keepApart ends that this browser is told for somebody who signed in here before: it is told for one person.
export async function keepApart(api: Api, mayBeTold: boolean): Promise<void> {
  const way = await subscribed();
  if (!way) return;
  const id = await idOf(way);
  const own = mayBeTold ? (await ok(api.GET('/v1/me/devices'))).rows : [];
  if (!own.some((d) => d.id === id)) await way.unsubscribe();
}
