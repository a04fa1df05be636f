import type { Client } from './client';

// navigated tells the server of the page that is shown now. Minimal mode tells nothing.
export function navigated(client: Client): void {
  if (client.online && client.mode === 'full') client.ask({ action: 'page', page: client.here() }).catch(() => {});
}
