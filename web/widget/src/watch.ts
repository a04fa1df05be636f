// Full mode watches a page for the visitor's activity, and for navigation without a load. It is
// fetched once the server has welcomed the visitor. A tap on a notification may lead to a page that is open: the service
// worker says so.
import { Activity } from './activity';
import type { Client } from './client';
import { onWindow } from './doc';
import { navigated, retells } from './navigation';

export function mount(client: Client, _root: ShadowRoot, open: () => void): void {
  const activity = new Activity((active) => {
    if (!client.online || client.mode !== 'full') return false;
    client.ask({ action: 'activity', active }).catch(() => {});
    return true;
  });
  client.on('welcome', () => activity.fresh());
  navigator.serviceWorker?.addEventListener('message', ({ data }) => data === 'botifire_chat' && open());
  retells(client);
  onMove(() => {
    if (client.where !== client.place()) navigated(client);
  });
}

// onMove tells, a moment after the address may have changed: titles follow addresses.
function onMove(look: () => void): void {
  const soon = () => setTimeout(look, 50);
  for (const name of ['pushState', 'replaceState'] as const) {
    const was = history[name];
    history[name] = function (...args) {
      was.apply(this, args);
      soon();
    };
  }
  // A router may have kept these from before, or do without them: newer browsers tell of every change.
  (window as { navigation?: EventTarget }).navigation?.addEventListener('currententrychange', soon);
  onWindow('popstate', soon);
  onWindow('hashchange', soon);
  soon(); // it may have changed since the welcome
}
