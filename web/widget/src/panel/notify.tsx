import { useEffect, useRef, useState } from 'preact/hooks';
import type { Client } from '../client';
import { here } from '../page';
import type { Refusal } from '../socket';
import { subscribed, unsubscribe } from '../worker';
import { all } from './locales/notify';
import { because } from './refusals';
import { filled } from './texts';
import { useView } from './view';

// able tells whether this browser can be notified: on iPhones only an installed web app can.
const able = ({ mode, site }: Client) =>
  mode === 'full' &&
  !!site.push?.origins.includes(location.origin) &&
  'PushManager' in window &&
  'serviceWorker' in navigator &&
  window.Notification?.permission !== 'denied';

// Notify lets a visitor be notified of an answer while the website is closed. The browser is asked nothing before they
// tap. With off, they can only end it.
export function Notify({ off = false }: { off?: boolean }) {
  const { client, say } = useView();
  const words = filled(all[say.locale] ?? all.en!);
  const [own, setOwn] = useState<boolean>(); // this browser is one of those that are notified
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');
  const line = useRef<HTMLParagraphElement>(null);
  const done = useRef(false);
  const notifies = !!client.told?.notifies;
  useEffect(() => void subscribed().then(setOwn, () => setOwn(false)), [notifies]);
  // The button that was pressed is gone: the focus goes to the line in its place.
  useEffect(() => {
    if (done.current) line.current?.focus();
    done.current = false;
  });
  const act = async (change: () => Promise<string>) => {
    setBusy(true);
    setWrong('');
    try {
      const why = await change();
      setWrong(why);
      done.current = !why;
    } catch (error) {
      setWrong(because(say, error as Refusal) || say('failedToLoad'));
    }
    setBusy(false);
    client.emit('status'); // the panel is drawn anew
  };
  const is = notifies && own !== false;
  if (!is && (off || !able(client))) return null;
  return (
    <p class="bar" tabIndex={-1} ref={line}>
      {is && <span role="status">{words('on')} </span>}
      <button
        type="button"
        class="link"
        disabled={busy || !client.online}
        onClick={() => void act(is ? () => end(client) : () => begin(client, say.locale, words('denied')))}
      >
        {words(is ? 'off' : 'ask')}
      </button>
      {wrong && (
        <span class="wrong" role="alert">
          {wrong}
        </span>
      )}
    </p>
  );
}

// begin asks the browser, and tells the server where it can be notified. It returns why nothing came of it.
async function begin(client: Client, locale: string, denied: string): Promise<string> {
  if ((await Notification.requestPermission()) !== 'granted') return denied;
  const { subscribe } = await import('./subscribe');
  const subscription = await subscribe(client.site.push!.key);
  try {
    await client.ask({ action: 'notify', subscription, page: here(client.site.look.pages).url, locale });
  } catch (error) {
    unsubscribe().catch(() => {});
    throw error;
  }
  if (client.told) client.told.notifies = true;
  return '';
}

async function end(client: Client): Promise<string> {
  await client.ask({ action: 'notify' });
  if (client.told) client.told.notifies = false;
  unsubscribe().catch(() => {});
  return '';
}
