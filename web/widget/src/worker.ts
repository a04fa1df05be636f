// The service worker that notifies: a file of the website's own, under a scope of its own, so that it controls no page
// and leaves the website's own worker in its place.
export const file = '/botifire-sw.js';
export const scope = '/botifire-sw/';

// registered is ours, if this browser has it. The browser may answer with the website's own one.
export async function registered(): Promise<ServiceWorkerRegistration | undefined> {
  const found = await navigator.serviceWorker?.getRegistration(scope);
  return found?.scope.endsWith(scope) ? found : undefined;
}

// subscribed tells whether this browser is notified.
export const subscribed = async (): Promise<boolean> =>
  !!(await (await registered())?.pushManager?.getSubscription().catch(() => null));

// unsubscribe ends that in the browser, whether the server hears of it or not.
export async function unsubscribe(): Promise<void> {
  await (await (await registered())?.pushManager?.getSubscription())?.unsubscribe();
}
