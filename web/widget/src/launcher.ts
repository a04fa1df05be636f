import type { Client } from './client';
import { doc } from './doc';
import css from './launcher.css?inline';
import { word } from './words';

const shapes = { open: 'M21 11.5a8.4 8.4 0 0 1-12 7.6L3 21l1.9-6A8.4 8.4 0 1 1 21 11.5Z', close: 'm6 9 6 6 6-6' };

// Launcher is the button on the page, in a shadow root of its own so that neither
// page nor widget styles the other. It needs no style-src and writes no HTML.
export class Launcher {
  host = doc.createElement('botifire-chat');
  root = this.host.attachShadow({ mode: 'open' });
  #button = doc.createElement('button');
  #badge = doc.createElement('i');
  // A page that replaces the button's parent gets it back; not for ever, because it may insist.
  #dropped = new MutationObserver(() => this.host.isConnected || this.#times++ > 50 || this.attach());
  #times = 0;
  #path = doc.createElementNS('http://www.w3.org/2000/svg', 'path');

  constructor(
    private client: Client,
    onclick: () => void,
  ) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.root.adoptedStyleSheets = [sheet];
    const svg = doc.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.ariaHidden = 'true';
    svg.append(this.#path);
    Object.assign(this.#button, { className: 'launch', type: 'button', onclick });
    this.#button.append(svg);
    this.#badge.ariaHidden = 'true';
    this.root.append(this.#button, this.#badge);
    for (const event of ['unread', 'open', 'close', 'look']) client.on(event, () => this.show());
    this.show();
  }

  // attach puts the button on the page; on <html>, because pages exchange their body.
  attach(): void {
    const root = doc.documentElement;
    if (this.host.parentNode !== root) root.append(this.host);
    this.#dropped.observe(root, { childList: true });
  }

  detach(): void {
    this.#dropped.disconnect();
    this.host.remove();
  }

  focus(): void {
    this.#button.focus();
  }

  show(): void {
    const { isOpen, unread, site, locale } = this.client;
    const accent = site.look.accent ?? '#1d4ed8';
    this.host.style.setProperty('--a', accent);
    this.host.style.setProperty('--on', light(accent) ? '#111' : '#fff');
    this.host.dataset.side = site.look.side ?? 'right';
    this.host.toggleAttribute('data-open', isOpen);
    this.#path.setAttribute('d', isOpen ? shapes.close : shapes.open);
    this.#button.setAttribute('aria-expanded', '' + isOpen);
    this.#button.setAttribute('aria-label', word(locale) + (unread ? ` (${unread})` : ''));
    if (isOpen) this.#button.setAttribute('aria-controls', 'panel');
    this.#badge.textContent = isOpen || !unread ? '' : unread > 9 ? '9+' : '' + unread;
  }
}

// light tells whether dark words read better on a colour: its relative luminance by
// https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
export function light(colour: string): boolean {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const v = parseInt(colour.slice(i, i + 2), 16) / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179;
}
