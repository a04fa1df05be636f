// The service worker of a website whose visitors are notified: its own file at /botifire-sw.js fetches this one. It keeps
// nothing, and sees no request of the website.

interface Note {
  title: string;
  body: string;
  url: string; // the page that a tap opens
  lang: string;
  dir: NotificationDirection;
}
interface Tab {
  url: string;
  focus(): Promise<unknown>;
  postMessage(message: string): void;
}
interface Happening extends Event {
  waitUntil(work: Promise<unknown>): void;
  data: { json(): Note }; // of a push
  notification: Notification; // of a tap
}
interface Worker {
  addEventListener(name: string, hears: (event: Happening) => void): void;
  skipWaiting(): Promise<void>;
  registration: ServiceWorkerRegistration;
  clients: {
    matchAll(of: { type: 'window'; includeUncontrolled: true }): Promise<Tab[]>;
    openWindow(url: string): Promise<unknown>;
  };
}

const worker = self as unknown as Worker;

worker.addEventListener('install', () => void worker.skipWaiting());

// A later notification takes the place of one that is still shown.
worker.addEventListener('push', (event) => {
  const { title, url, ...rest } = event.data.json();
  event.waitUntil(worker.registration.showNotification(title, { ...rest, tag: 'botifire', data: url }));
});

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(new URL(String(event.notification.data), location.origin)));
});

// open goes to a tab that has the page, or opens it. The chat opens in either.
async function open(page: URL): Promise<unknown> {
  if (page.origin !== location.origin) return;
  const tabs = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const tab = tabs.find(({ url }) => url.split('#')[0] === page.href.split('#')[0]);
  if (!tab) return worker.clients.openWindow(page.href);
  tab.postMessage('botifire_chat');
  return tab.focus();
}
