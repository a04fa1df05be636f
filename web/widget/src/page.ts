import type { Page } from '../../lib/wire';
import { doc } from './doc';

// where identifies the page: its path, the query parameters that the site names
// (?page=3), and a fragment that is a path (#/cart). Anything like a token, a number of
// somebody or an address is not told.
export function where(names: string[] = []): [path: string, query: string[], hash: string] {
  const query = location.search.match(new RegExp(`(?<=[?&])(${names.join('|')})=[^&]+`, 'g')) ?? [];
  const hash = /^#!?\/[^?&]*/.exec(location.hash)?.[0] ?? '';
  return [
    location.origin + location.pathname,
    query.filter((q) => !secret.test(q.split('=')[1]!)),
    hash
      .split('/')
      .map((s) => (secret.test(s) ? '*' : s))
      .join('/'),
  ];
}

// secret is the server's rule (shared/privacy), before anything is sent.
const secret = /[@=:;]|%(?!2[0DF])[0-7]|\d{7}|.{61}|(?=[a-z]*\d)[a-z\d]{16}/i;

// here is the page as the server is told of it, with its campaign.
export function here(names?: string[]): Page {
  const [path, query, hash] = where(names);
  const search = [...query, ...(location.search.match(/\butm_\w+=[^&]*/g) ?? [])].join('&');
  const page: Page = { url: (path + (search && '?' + search) + hash).slice(0, 2048), title: doc.title.slice(0, 300) };
  if (doc.referrer && !doc.referrer.startsWith(location.origin)) page.referrer = doc.referrer.slice(0, 2048);
  return page;
}
