// What a browser needs to be notified. It is fetched when a visitor has asked for it.
import { file, scope, unsubscribe } from '../worker';

interface Types {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

// subscribe registers the website's service worker, and has the push service of the browser's maker take messages for it
// that are signed with a key.
export async function subscribe(key: string): Promise<{ endpoint: string; p256dh: string; auth: string }> {
  await unsubscribe(); // it may be for another key
  const registration = await navigator.serviceWorker.register(trusted(), { scope });
  await active(registration);
  const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = made.toJSON();
  return { endpoint: endpoint!, p256dh: keys!.p256dh!, auth: keys!.auth! };
}

// trusted is the file's address as a page wants it that requires trusted types, and allows a policy of this name.
function trusted(): string {
  const types = (window as { trustedTypes?: Types }).trustedTypes;
  try {
    return types?.createPolicy('botifire', { createScriptURL: () => file }).createScriptURL(file) ?? file;
  } catch {
    return file; // the page allows none, or has this one already
  }
}

// active waits until the worker takes messages.
function active({ active, waiting, installing }: ServiceWorkerRegistration): Promise<void> {
  const worker = active ?? waiting ?? installing;
  return new Promise((done, fail) => {
    const look = () => {
      if (worker?.state === 'activated') done();
      else if (!worker || worker.state === 'redundant') fail(new Error('no worker'));
    };
    worker?.addEventListener('statechange', look);
    look();
  });
}
