import { ulid } from '../../lib/ulid';
import type { VisitorFrame } from '../../lib/wire';
import type { Client } from './client';

let told: VisitorFrame | undefined; // the last page

// navigated tells the server of the page that is shown now, which wants no answer. Minimal mode tells nothing.
export function navigated(client: Client): void {
  if (!client.online || client.mode !== 'full') return;
  told = client.socket.on.riding({ action: 'page', id: ulid(client.now()), page: client.here() });
  client.socket.send(told);
}

// retells sends a page once more after a frame failed. The server notes it once.
export function retells(client: Client): void {
  client.on('lost', () => {
    if (told && client.online) client.socket.send(told);
    told = undefined;
  });
}
