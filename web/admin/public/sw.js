// The service worker of the app: it shows what is pushed while the app is closed, and a tap leads there. It keeps no
// files: the app is as it is without it.
addEventListener('install', () => skipWaiting());

addEventListener('push', (event) => {
  const { title = 'Botifire', body, tag, link } = event.data?.json() ?? {};
  const look = { icon: '/admin/icon-192.png', badge: '/admin/icon-192.png' };
  event.waitUntil(registration.showNotification(title, { ...look, body, tag, renotify: !!tag, data: link }));
});

addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data));
});

// open shows a page of the app, in its window if there is one.
async function open(link) {
  const to = new URL(link ?? '/admin/', location.origin);
  if (to.origin !== location.origin || !to.pathname.startsWith('/admin/')) return;
  for (const page of await clients.matchAll({ type: 'window' })) {
    const shown = await page.navigate(to.href).catch(() => null);
    if (shown) return shown.focus();
  }
  return clients.openWindow(to.href);
}
