import type { Client } from './client';
import { end } from './end';
import type { Widget } from './widget';

// consent says whether full mode is agreed to. With a conversation going on the same visitor
// goes on in the other mode; taking it back forgets them, and goes on with somebody new.
export function consent(widget: Widget, granted: boolean): void {
  const { client } = widget;
  const was = widget.mode();
  widget.granted = granted ? 'yes' : 'no';
  const is = widget.mode();
  if (was !== is) client.storage.note('consent', widget.granted); // the next page may not say it again
  client.emit('consent');
  if (!widget.running || was === is) return;
  if (is === 'minimal') return void goPrivate(client);
  const { token } = client.storage;
  client.agreed = true;
  client.refused = false;
  client.storage.full = true;
  if (token) client.storage.token = token;
  client.stop();
  widget.whenIdle(() => client.connect('full'));
}

// goPrivate forgets the visitor. An open chat goes on in private mode at once, and says so.
async function goPrivate(client: Client): Promise<void> {
  await end(client, true);
  client.mode = 'minimal';
  client.storage.full = false;
  if (!client.isOpen) return;
  client.refused = true;
  client.storage.set('open', '1');
  client.connect('minimal');
  client.emit('status');
}
