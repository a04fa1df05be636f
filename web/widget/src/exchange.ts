// The calls with which a widget exchanges the code that our page gave it.

export interface Told {
  address?: string; // to which the link went, shortened
  mine?: boolean; // the browser has this visitor already
  token?: string;
}

const tries = 3;
const pause = 1000; // before the second try, and twice that before the third

// exchange makes a call. It answers nothing for a code that brings nobody, and throws if the service cannot be reached:
// the page's own visitor waits for it, so it gives up after a few tries.
export async function exchange(url: string, body: object): Promise<Told> {
  for (let n = 1; ; n++) {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        body: JSON.stringify(body),
        credentials: 'omit',
        signal: AbortSignal.timeout(10_000),
      });
      if (answer.ok) return await answer.json();
      if (answer.status < 500) return {};
      throw new Error(`The service answers ${answer.status}.`);
    } catch (error) {
      if (n >= tries) throw error;
    }
    await new Promise((done) => setTimeout(done, n * pause));
  }
}
