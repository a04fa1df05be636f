import type { Client } from './client';
import { unsubscribe } from './worker';

// end signs the visitor out and forgets them in this browser, which is notified of nothing any more. Words that wait may
// go on: to the conversation that begins after it.
export async function end(client: Client, wordsGoOn = false): Promise<void> {
  unsubscribe().catch(() => {});
  if (client.online) await client.ask({ action: 'end' }).catch(() => {});
  client.stop();
  client.forget();
  client.change({ welcomed: false, owner: 'bot', agent: undefined }, 'ended', wordsGoOn);
  client.count();
}
