import type { Page } from '../../lib/wire';
import { doc, onWindow } from './doc';

// The page without what may be private: of the query only campaigns, no fragment.
export function here(): Page {
  const campaign = location.search.match(/\butm_\w+=[^&]*/g)?.join('&');
  const page: Page = { url: (location.origin + location.pathname + (campaign ? '?' + campaign : '')).slice(0, 2048), title: doc.title.slice(0, 300) };
  if (doc.referrer && !doc.referrer.startsWith(location.origin)) page.referrer = doc.referrer.slice(0, 2048);
  return page;
}

// onMove tells when a page that changes itself shows another address.
export function onMove(moved: () => void): void {
  let last = location.pathname;
  const look = () =>
    setTimeout(() => {
      if (last !== location.pathname) moved();
      last = location.pathname;
    }, 50); // titles change a moment after addresses
  for (const name of ['pushState', 'replaceState'] as const) {
    const was = history[name];
    history[name] = function (...args) {
      was.apply(this, args);
      look();
    };
  }
  onWindow('popstate', look);
}
