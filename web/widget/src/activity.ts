import { doc, onWindow } from './doc';

// Activity tells whether the visitor is in front of this page: only that they
// did nothing for a while, and that they are back.
const idleAfter = 3 * 60_000; // as the server has it
const most = 4; // times that a page tells
const signs = ['scroll', 'keydown', 'pointerdown'] as const;

export class Activity {
  #told = 0;
  #active = true;
  #timer = 0;

  // tell is asked to pass on a change, and says whether it could.
  constructor(private tell: (active: boolean) => boolean) {
    for (const name of signs) onWindow(name, () => this.sign(), { capture: true, passive: true });
    doc.addEventListener('visibilitychange', () => this.sign(false));
    this.sign();
  }

  // sign: the visitor did something. A page that comes into view or goes out of it says so by a
  // ping of its own.
  sign(tells = true): void {
    if (tells) this.#tell(true);
    else this.#active = true;
    clearTimeout(this.#timer);
    if (!doc.hidden) this.#timer = setTimeout(() => this.#tell(false), idleAfter);
  }

  // fresh: a new connection begins with somebody there, and tells from the beginning.
  fresh(): void {
    this.#told = 0;
    this.#active = true;
    this.sign();
  }

  #tell(active: boolean): void {
    if (active === this.#active || this.#told >= most || !this.tell(active)) return;
    this.#active = active;
    this.#told++;
  }
}
