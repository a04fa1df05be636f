import type { Page } from '../../lib/wire';

// The page without what may be private: of the query only campaigns, no fragment.
export function here(): Page {
  const campaign = location.search.match(/\butm_\w+=[^&]*/g)?.join('&');
  const page: Page = { url: (location.origin + location.pathname + (campaign ? '?' + campaign : '')).slice(0, 2048), title: document.title.slice(0, 300) };
  if (document.referrer && !document.referrer.startsWith(location.origin)) page.referrer = document.referrer.slice(0, 2048);
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
  addEventListener('popstate', look);
}
