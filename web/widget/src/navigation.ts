import { ulid } from '../../lib/ulid';
import type { VisitorFrame } from '../../lib/wire';
import type { Client } from './client';

let told: VisitorFrame[] = []; // the last two pages

// navigated tells the server of the page that is shown now, which wants no answer. Minimal mode tells nothing.
export function navigated(client: Client): void {
  if (!client.online || client.mode !== 'full') return;
  const page = client.socket.on.riding({ action: 'page', id: ulid(client.now()), page: client.here() });
  told = [...told.slice(-1), page];
  client.socket.send(page);
}

// retells sends the last pages once more after a frame failed. The server notes each once.
export function retells(client: Client): void {
  client.on('lost', () => {
    if (client.online) for (const page of told) client.socket.send(page);
    told = [];
  });
}
