// A file's address is good for minutes (shared/media says how many): it is asked for when it
// is needed, and again when it is old.
const life = 10 * 60_000;

export class Address {
  #at = 0;
  #url?: Promise<string>;

  constructor(private ask: () => Promise<string>) {}

  get(): Promise<string> {
    if (!this.#url || Date.now() - this.#at > life) void this.renew();
    return this.#url!;
  }

  // renew asks anew, because the address did not open.
  renew(): Promise<string> {
    this.#at = Date.now();
    this.#url = this.ask();
    void this.#url.catch(() => {
      this.#url = undefined;
    });
    return this.#url;
  }
}

// openFile opens an address that was asked for on a click as a link would, in another tab.
export function openFile(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  link.click();
}
