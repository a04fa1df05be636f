import type { Page } from '../../lib/wire';
import { doc, onWindow } from './doc';

// The page without what may be private: of the query and the fragment only what names a page.
export function here(): Page {
  const campaign = location.search.match(/\butm_\w+=[^&]*/g) ?? [];
  const [path, query, hash] = route();
  const search = [...query, ...campaign].join('&');
  const page: Page = { url: (path + (search && '?' + search) + hash).slice(0, 2048), title: doc.title.slice(0, 300) };
  if (doc.referrer && !doc.referrer.startsWith(location.origin)) page.referrer = doc.referrer.slice(0, 2048);
  return page;
}

// route is what names the page: its path, ?page=… and its like, and a fragment that is a path.
// What looks like a token, a number or an address in it is not told; the server looks again.
function route(): [path: string, query: string[], hash: string] {
  const query = location.search.match(/\b(?:page|p|route|r|view|screen|tab)=[^&]+/g) ?? [];
  const hash = /^#!?\/[^?&]*/.exec(location.hash)?.[0] ?? '';
  return [location.origin + location.pathname, query.filter((q) => !isPrivate(q.split('=')[1]!)), hash.split('/').map((s) => (isPrivate(s) ? '*' : s)).join('/')];
}

const isPrivate = (part: string) => /[@=:;]|%[0-7]|\d{7}|.{61}|(?=[a-z]{0,15}\d)[a-z\d]{16}/i.test(part);

// onMove tells when a page that changes itself shows another one.
export function onMove(moved: () => void): void {
  const name = () => route().flat().join(' ');
  let last = name();
  const look = () =>
    setTimeout(() => {
      if (last !== name()) moved();
      last = name();
    }, 50); // titles change a moment after addresses
  for (const name of ['pushState', 'replaceState'] as const) {
    const was = history[name];
    history[name] = function (...args) {
      was.apply(this, args);
      look();
    };
  }
  onWindow('popstate', look);
  onWindow('hashchange', look);
}
