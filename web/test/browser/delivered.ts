import type { Page } from 'playwright-core';
import { until } from './chromium';

// delivered hands a push to the service worker of a scope, an address, as the browser's push service does, and returns
// the notification that it shows. The browser tells of it by itself: a page that asks for the notifications of a worker
// while one is being shown takes that one away.
export async function delivered(page: Page, scope: string, data: string): Promise<{ title?: string; body?: string }> {
  const devtools = await page.context().newCDPSession(page);
  const registered = new Promise<string>((done) =>
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find((r) => r.scopeURL === scope && !r.isDeleted);
      if (own) done(own.registrationId);
    }),
  );
  let shown: Record<string, string> | undefined;
  devtools.on('BackgroundService.backgroundServiceEventReceived', ({ backgroundServiceEvent: event }) => {
    if (event.eventName === 'Notification displayed')
      shown = Object.fromEntries(event.eventMetadata.map(({ key, value }) => [key, value]));
  });
  await devtools.send('BackgroundService.setRecording', { shouldRecord: true, service: 'notifications' });
  await devtools.send('BackgroundService.startObserving', { service: 'notifications' });
  await devtools.send('ServiceWorker.enable');
  const registrationId = await registered;
  await devtools.send('ServiceWorker.deliverPushMessage', { origin: new URL(scope).origin, registrationId, data });
  const { Title, Body } = await until('the service worker shows a notification', async () => shown);
  return { title: Title, body: Body };
}
