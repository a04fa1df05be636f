import type { Ack, ErrorFrame, Push, VisitorFrame, Welcome } from '../../lib/wire';
import { doc, onWindow } from './doc';

type Frame = Ack | Welcome | ErrorFrame | Push;

// Answer is what any answer may carry.
export type Answer = Omit<Ack, 'action'> & Partial<Omit<Welcome, 'action'>>;
type Waiting = { resolve: (answer: Answer) => void; reject: (error: Refusal) => void; timer: number };

// Refusal is an error that the server named, or 'offline', 'timeout'.
export class Refusal extends Error {
  constructor(
    public code: string,
    message: string,
    public now?: string,
    public fields?: ErrorFrame['fields'],
  ) {
    super(message);
  }
}

const answerTime = 15_000;
const pingTime = 9 * 60_000; // API Gateway cuts a socket that is silent for ten minutes

// Socket stays connected from start to stop: after each loss it waits a random part of
// a doubling time, so that a site's visitors do not come back all at once.
export class Socket {
  onopen = () => {};
  onpush = (_push: Push) => {};
  onlost = () => {};
  riding = (frame: VisitorFrame) => frame; // what goes along with a frame
  #ws?: WebSocket;
  #wanted = false;
  #losses = 0;
  #refs = 0;
  #waiting = new Map<string, Waiting>();
  #retry = 0;
  #beat = 0;

  constructor(private address: () => string) {
    onWindow('online', () => this.#hurry());
    onWindow('offline', () => this.lose());
    doc.addEventListener('visibilitychange', () => {
      const visible = !doc.hidden;
      if (visible) this.#hurry();
      this.#ping({ visible });
    });
  }

  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#connect();
  }

  stop(): void {
    this.#wanted = false;
    this.lose();
  }

  // lose drops the connection; it comes back by itself if it is wanted.
  lose(): void {
    this.#ws?.close();
    this.#lost(this.#ws);
  }

  get ready(): boolean {
    return this.#ws?.readyState === WebSocket.OPEN;
  }

  ask(frame: VisitorFrame): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (!this.ready) return reject(new Refusal('offline', ''));
      const ref = String(++this.#refs);
      const timer = setTimeout(() => this.#settle(ref)?.reject(new Refusal('timeout', '')), answerTime);
      this.#waiting.set(ref, { resolve, reject, timer });
      this.#ws!.send(JSON.stringify({ ...this.riding(frame), ref }));
      this.#schedule();
    });
  }

  // ping keeps the connection. That the page came into view or went out of it is said once.
  #ping(change: { visible?: boolean } = {}): void {
    if (this.ready) this.ask({ action: 'ping', ...change }).catch(() => this.ready && this.lose());
  }

  #schedule(): void {
    clearTimeout(this.#beat);
    this.#beat = setTimeout(() => this.#ping(), pingTime);
  }

  #hurry(): void {
    if (this.#wanted && !this.#ws) this.#connect();
  }

  #connect(): void {
    clearTimeout(this.#retry);
    const ws = new WebSocket(this.address());
    this.#ws = ws;
    ws.onopen = () => {
      this.#schedule();
      this.onopen();
    };
    ws.onmessage = (event) => this.#take(JSON.parse(event.data as string) as Frame);
    ws.onclose = () => this.#lost(ws);
  }

  welcomed(): void {
    this.#losses = 0;
  }

  #take(frame: Frame): void {
    const waiting = 'ref' in frame && frame.ref ? this.#settle(frame.ref) : undefined;
    if (frame.action === 'error') {
      waiting?.reject(new Refusal(frame.code, frame.message, frame.now, frame.fields));
      if (frame.code === 'gone' || frame.code === 'say_hello') this.lose(); // the server does not know this socket
    } else if (waiting) waiting.resolve(frame as Answer);
    else if ('conversation' in frame) this.onpush(frame as Push);
  }

  #settle(ref: string): Waiting | undefined {
    const found = this.#waiting.get(ref);
    if (found) clearTimeout(found.timer);
    this.#waiting.delete(ref);
    return found;
  }

  #lost(ws?: WebSocket): void {
    if (!ws || ws !== this.#ws) return;
    this.#ws = undefined;
    clearTimeout(this.#beat);
    for (const ref of [...this.#waiting.keys()]) this.#settle(ref)!.reject(new Refusal('offline', ''));
    this.onlost();
    if (!this.#wanted) return;
    const most = this.#losses > 8 ? 300_000 : Math.min(30_000, 500 * 2 ** this.#losses++);
    this.#retry = setTimeout(() => this.#hurry(), Math.random() * most);
  }
}
