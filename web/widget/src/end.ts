import type { Client } from './client';
import { Log } from './log';

// end signs the visitor out and forgets them in this browser. Words that wait may go on: to
// the conversation that begins after it.
export async function end(client: Client, wordsGoOn = false): Promise<void> {
  if (client.online) await client.ask({ action: 'end' }).catch(() => {});
  client.stop();
  client.storage.forget();
  client.log = new Log();
  client.seen = '';
  client.welcomed = false;
  client.owner = 'bot';
  client.agent = undefined;
  client.emit('ended', wordsGoOn);
  client.emit('log');
  client.count();
}
