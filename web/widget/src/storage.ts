// The widget's storage in the browser, by mode. Full mode: a first-party cookie that
// every page of the site shares, or, where the browser keeps none, this tab's memory.
// Minimal mode: nothing, until the visitor opens the chat; then only this tab's memory.
import { doc } from './doc';

const year = 180 * 24 * 3600; // a token lives for 180 days after its last visit

// tab is this tab's memory; where a browser refuses even that, it is the page's.
let tab: Record<string, string> = {};
try {
  tab = sessionStorage;
} catch {}

// refuses tells whether the browser asks for privacy: data of an earlier visit is not used then.
export function refuses(): boolean {
  const browser = navigator as Navigator & { globalPrivacyControl?: boolean };
  return !!browser.globalPrivacyControl || browser.doNotTrack === '1';
}

export class Storage {
  full = false;
  asked = false; // the visitor opened the chat: this tab may remember it
  #name: string;

  constructor(site: string) {
    this.#name = 'botifire_' + site;
    if (this.cookie() && refuses()) setCookie(this.#name, '');
  }

  get token(): string | undefined {
    return this.cookie() ?? this.get('token');
  }

  // renew keeps a new token, or the one that there is for another 180 days.
  renew(token = this.token): void {
    this.drop('token');
    setCookie(this.#name, (this.full && token) || '');
    if (token && this.cookie() !== token) this.set('token', token);
  }

  // cookie is the token of an earlier visit in full mode.
  cookie(): string | undefined {
    try {
      return doc.cookie.match(new RegExp('(?:^|; )' + this.#name + '=([^;]+)'))?.[1];
    } catch {} // cookies are refused, as in a sandboxed frame
  }

  get(key: string): string | undefined {
    return tab[this.#name + key];
  }

  set(key: string, value: string): void {
    if (this.full || this.asked) this.note(key, value);
  }

  // note keeps a visitor's decision in this tab, in every mode: so that they are not asked again.
  note(key: string, value: string): void {
    try {
      tab[this.#name + key] = value;
    } catch {} // it is full
  }

  drop(key: string): void {
    delete tab[this.#name + key];
  }

  forget(): void {
    for (const key of ['token', 'open', 'dismissed', 'outbox', 'user']) this.drop(key);
    setCookie(this.#name, '');
  }
}

// setCookie uses the widest domain that the browser takes, so that shop. and www. are one
// visitor. An empty value deletes. Pages without https have no Secure cookies; a frame of
// another site has none at all.
function setCookie(name: string, value: string): void {
  const rest = `; path=/; max-age=${value ? year : 0}; SameSite=Lax${location.protocol === 'https:' ? '; Secure' : ''}`;
  const labels = location.hostname.split('.');
  try {
    for (let from = labels.length - 2; from >= -1; from--) {
      doc.cookie = name + '=' + value + (from < 0 ? '' : '; domain=' + labels.slice(from).join('.')) + rest;
      if (value && doc.cookie.includes(name + '=' + value)) return;
    }
  } catch {} // cookies are refused, as in a sandboxed frame
}
