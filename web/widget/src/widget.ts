import type { SiteFile } from '../../lib/wire';
import { Client } from './client';
import { Launcher } from './launcher';
import { Storage } from './storage';
import { pick } from './words';

// The panel's file, by its name in this build.
declare const PANEL: string;
declare const NEWS: string; // and that of the newest words beside the launcher

// Panel is what the lazily fetched half gives back.
export interface Panel {
  show(focus: boolean): void;
  hide(): void;
}

// Widget is all that one site key puts on a page.
export class Widget {
  client: Client;
  #launcher: Launcher;
  #panel?: Promise<Panel>;
  #news?: Promise<() => void>;
  granted?: boolean; // what the page said of consent; undefined: nothing
  running = false;

  constructor(door: string, site: SiteFile) {
    this.client = new Client(door, site, new Storage(site.key));
    this.client.locale = pick(document.documentElement.lang, site.look.locale, navigator.language);
    this.client.scheme = site.look.scheme ?? 'auto';
    this.#launcher = new Launcher(this.client, () => this.toggle());
    for (const event of ['unread', 'open', 'close', 'look'] as const) this.client.on(event, () => this.#tellNews());
  }

  // start shows the launcher. In full mode the visitor is seen from now on, once the page
  // is visible and has nothing better to do; in minimal mode, once they open the chat.
  start(): void {
    if (this.running) return;
    this.running = true;
    this.#launcher.attach();
    const { storage } = this.client;
    if (this.mode() === 'full') {
      storage.full = true;
      this.whenIdle(() => this.running && this.client.connect('full'));
    }
    if (storage.get('open')) this.open(false);
  }

  shutdown(): void {
    this.running = false;
    this.#hide();
    this.client.stop();
    this.#launcher.host.remove();
  }

  // mode is what may be kept. A browser that says no is asked nothing more; a token from
  // an earlier visit shows that consent was given then.
  mode() {
    const no = navigator as Navigator & { globalPrivacyControl?: boolean };
    if (no.globalPrivacyControl || no.doNotTrack === '1' || this.granted === false) return 'minimal';
    const agreed = this.granted || !this.client.site.consent || !!this.client.storage.cookie();
    return agreed ? 'full' : 'minimal';
  }

  // open takes the focus only from somebody who just did something: a page that opens the
  // chat by itself, or had it open before a load, keeps it.
  open(focus = navigator.userActivation?.isActive ?? true): void {
    if (!this.running || this.client.isOpen) return;
    const { client } = this;
    client.isOpen = client.storage.asked = true;
    client.storage.set('open', '1');
    client.connect(this.mode());
    client.emit('open');
    client.count();
    this.#panel ??= import(/* @vite-ignore */ `${client.door}/${PANEL}`).then((file: { mount(client: Client, root: ShadowRoot, close: () => void): Panel }) => file.mount(client, this.#launcher.root, () => this.close()));
    this.#panel.then(
      (panel) => client.isOpen && panel.show(focus),
      () => {
        this.#panel = undefined; // the next try fetches it again
        this.close();
        console.warn('Botifire: the chat cannot be loaded now.');
      },
    );
  }

  close(): void {
    if (!this.client.isOpen) return;
    const here = !!this.#launcher.root.activeElement; // a page may close it while its visitor types elsewhere
    this.#hide();
    if (here) this.#launcher.focus();
  }

  #hide(): void {
    const { client } = this;
    client.isOpen = false;
    client.storage.drop('open');
    client.tellSeen();
    void this.#panel?.then((panel) => client.isOpen || panel.hide());
    client.emit('close');
  }

  // tellNews shows the newest words that were not seen beside the launcher, while the chat is
  // closed. It is fetched when there are some for the first time.
  #tellNews(): void {
    const { client } = this;
    if (!this.#news && (client.isOpen || !client.unread)) return;
    this.#news ??= import(/* @vite-ignore */ `${client.door}/${NEWS}`).then((file: { mount(client: Client, root: ShadowRoot, open: () => void): () => void }) => file.mount(client, this.#launcher.root, () => this.open()));
    this.#news.then((show) => show(), () => (this.#news = undefined));
  }

  toggle(): void {
    if (this.client.isOpen) this.close();
    else this.open();
  }

  whenIdle(then: () => void): void {
    const idle = () => (window.requestIdleCallback ?? setTimeout)(then, { timeout: 1000 } as never);
    if (document.visibilityState === 'visible') return void idle();
    document.addEventListener('visibilitychange', () => this.whenIdle(then), { once: true });
  }
}
