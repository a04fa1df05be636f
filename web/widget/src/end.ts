import type { Client } from './client';

// end signs the visitor out and forgets them in this browser. Words that wait may go on: to
// the conversation that begins after it.
export async function end(client: Client, wordsGoOn = false): Promise<void> {
  if (client.online) await client.ask({ action: 'end' }).catch(() => {});
  client.stop();
  client.forget();
  client.change({ welcomed: false, owner: 'bot', agent: undefined }, 'ended', wordsGoOn);
  client.count();
}
