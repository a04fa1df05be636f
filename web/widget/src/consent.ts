import type { Client } from './client';
import { end } from './end';
import type { Widget } from './widget';

// consent says whether full mode is agreed to. With a conversation going on the same visitor
// goes on in the other mode; taking it back forgets them, and goes on with another visitor.
export function consent(widget: Widget, granted: boolean): void {
  const { client } = widget;
  const was = widget.mode();
  widget.granted = granted ? 'yes' : 'no';
  const is = widget.mode();
  if (was !== is) client.storage.note('consent', widget.granted); // the next page may not say it again
  client.emit('consent');
  if (!widget.running || was === is) return;
  if (is === 'full') goFull(widget);
  else void goPrivate(client);
}

// goFull connects anew, and says then that the visitor agreed.
function goFull(widget: Widget): void {
  const { client } = widget;
  client.change({ agreed: true, refused: false }, 'status');
  client.storage.full = true;
  client.storage.renew();
  client.stop();
  widget.whenIdle(() => client.connect('full'));
}

// goPrivate forgets the visitor. An open chat goes on in private mode at once, and says so.
async function goPrivate(client: Client): Promise<void> {
  await end(client, true);
  client.storage.full = false;
  client.change({ mode: 'minimal', refused: client.isOpen || client.refused }, 'status');
  if (!client.isOpen) return;
  client.storage.set('open', '1');
  client.connect('minimal');
}
