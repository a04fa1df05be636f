const soon = 80; // ms
const untold = 1500; // ms in which the server may leave changes after a hint untold, and its time to store them
export const kept = 5000; // ms that an answer is shown anew without being asked for again

// Asker asks for a list anew after hints: soon, not more often than each pause (ms), and once more a moment later,
// because the server tells at most once a second, and not of changes in the rest of that second.
export class Asker {
  pause = 300;
  ask = () => {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  // begin takes over for a list that comes onto the screen: it did not hear the last hint, and its answer may be older.
  begin(told: number): void {
    const ago = Date.now() - told;
    if (ago < untold + kept) this.#plan(Math.max(soon, untold - ago), true);
  }

  hear(): void {
    this.#plan(Math.max(soon, this.#asked + this.pause - Date.now()), false);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #plan(ms: number, last: boolean): void {
    this.stop();
    this.#timer = setTimeout(() => {
      this.#asked = Date.now();
      this.ask();
      if (!last) this.#plan(Math.max(untold, this.pause), true);
    }, ms);
  }
}
