import type { SiteFile } from '../../lib/wire';
import { Client } from './client';
import { doc } from './doc';
import { Launcher } from './launcher';
import { refuses, Storage } from './storage';

// The panel's file, by its name in this build.
declare const PANEL: string;
declare const NEWS: string; // that of the newest words beside the launcher
declare const CARD: string; // that of the card that asks for consent
declare const RETURN: string; // that of the way back from the page of a link
declare const WATCH: string; // and that of full mode's watch

// Panel is the interface of the lazily fetched half.
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
  #watch?: Promise<unknown>;
  granted?: 'yes' | 'no'; // the page's word on consent; undefined: none
  running = false;

  constructor(door: string, site: SiteFile) {
    this.client = new Client(door, site, new Storage(site.key));
    this.#launcher = new Launcher(this.client, () => this.toggle());
    this.client.on('welcome', () => {
      if (this.client.mode === 'full')
        this.#watch ??= this.#part(WATCH, this.client, () => this.open()).catch(() => {
          this.#watch = undefined;
        });
    });
    for (const event of ['unread', 'open', 'close', 'look'] as const) this.client.on(event, () => this.#tellNews());
  }

  // start shows the launcher. In full mode the visitor is seen from now on, once the page
  // is visible and has nothing better to do; in minimal mode, once they open the chat.
  async start(): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.#launcher.attach();
    if (location.hash.includes('botifire_')) await this.#part(RETURN, this).catch(() => {});
    if (this.mode() === 'full') this.whenIdle(() => this.running && this.client.connect('full'));
    if (this.client.storage.get('open')) this.open(false);
    // The card asks where the site wants consent, its page has no banner, and nobody said anything yet.
    const { consent, look } = this.client.site;
    if (consent && !look.ownBanner && !this.said) this.whenIdle(() => this.#part(CARD, this).catch(() => {}));
  }

  shutdown(): void {
    this.running = false;
    this.#hide();
    this.client.stop();
    this.#launcher.detach();
  }

  // attach puts the launcher back where the page has dropped it.
  attach(): void {
    if (this.running) this.#launcher.attach();
  }

  // mode is the privacy mode. A browser that says no is asked nothing more; a token from
  // an earlier visit shows that consent was given then.
  mode() {
    const said = this.said;
    if (refuses() || said === 'no') return 'minimal';
    return said || !this.client.site.consent || this.client.storage.cookie() ? 'full' : 'minimal';
  }

  // said is the decision on consent, by the page, or by the visitor in this tab.
  get said(): string | undefined {
    return this.granted ?? this.client.storage.get('consent');
  }

  // part fetches a file of the widget, and mounts it in the launcher's root.
  #part<T>(file: string, of: Client | Widget, then?: () => void): Promise<T> {
    return import(/* @vite-ignore */ `${this.client.door}/${file}`).then(
      (part: { mount(of: Client | Widget, root: ShadowRoot, then?: () => void): T | Promise<T> }) =>
        part.mount(of, this.#launcher.root, then),
    );
  }

  // open takes the focus only right after an act of the visitor: a page that opens the
  // chat by itself, or had it open before a load, keeps it.
  open(focus = navigator.userActivation?.isActive ?? true): void {
    const { client } = this;
    if (!this.running || client.isOpen) return;
    client.open(this.mode());
    this.#panel ??= this.#part<Panel>(PANEL, client, () => this.close());
    this.#panel.then(
      (panel) => client.isOpen && panel.show(focus),
      () => {
        this.#panel = undefined; // the next try fetches it again
        this.close();
        console.warn('Botifire is away.');
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
    client.close();
    void this.#panel?.then((panel) => client.isOpen || panel.hide());
  }

  // tellNews shows the newest words that were not seen beside the launcher, while the chat is
  // closed. It is fetched when there are some for the first time.
  #tellNews(): void {
    const { client } = this;
    if (!this.#news && (client.isOpen || !client.unread)) return;
    this.#news ??= this.#part<() => void>(NEWS, client, () => this.open());
    this.#news.then(
      (show) => show(),
      () => {
        this.#news = undefined;
      },
    );
  }

  toggle(): void {
    if (this.client.isOpen) this.close();
    else this.open();
  }

  whenIdle(then: () => void): void {
    if (doc.hidden) doc.addEventListener('visibilitychange', () => this.whenIdle(then), { once: true });
    else window.requestIdleCallback?.(then, { timeout: 1000 }) ?? setTimeout(then);
  }
}
