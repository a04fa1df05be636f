// What a mode lets the widget keep in the browser. Full mode: a first-party cookie that
// every page of the site shares. Minimal mode: nothing, until the visitor opens the
// chat; then only this tab's memory.
const year = 180 * 24 * 3600; // a token lives for 180 days after its last visit

// tab is this tab's memory; a browser may refuse even that.
let tab: globalThis.Storage | undefined;
try {
  tab = sessionStorage;
} catch {}

export class Storage {
  full = false;
  asked = false; // the visitor opened the chat: this tab may remember it
  #name: string;

  constructor(site: string) {
    this.#name = 'botifire_' + site;
  }

  get token(): string | undefined {
    return this.cookie() ?? this.get('token');
  }

  set token(value: string | undefined) {
    this.drop('token');
    if (value && !this.full) this.set('token', value);
    else setCookie(this.#name, value ?? '');
  }

  // cookie is the token of an earlier visit in full mode.
  cookie(): string | undefined {
    return document.cookie.match(new RegExp('(?:^|; )' + this.#name + '=([^;]+)'))?.[1];
  }

  get(key: string): string | undefined {
    return tab?.[this.#name + key] as string | undefined;
  }

  set(key: string, value: string): void {
    if (tab && (this.full || this.asked)) tab[this.#name + key] = value;
  }

  drop(key: string): void {
    delete tab?.[this.#name + key];
  }

  forget(): void {
    for (const key of ['token', 'open', 'dismissed', 'outbox']) this.drop(key);
    setCookie(this.#name, '');
  }
}

// setCookie uses the widest domain that the browser takes, so that shop. and www. are
// one visitor. An empty value deletes.
function setCookie(name: string, value: string): void {
  const rest = `; path=/; max-age=${value ? year : 0}; SameSite=Lax; Secure`;
  const labels = location.hostname.split('.');
  for (let from = labels.length - 2; from >= 0; from--) {
    document.cookie = `${name}=${value}; domain=${labels.slice(from).join('.')}${rest}`;
    if (value && document.cookie.includes(`${name}=${value}`)) return;
  }
  document.cookie = `${name}=${value}${rest}`;
}
