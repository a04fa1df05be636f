import { type Handlers, ReconnectingSocket } from '../../lib/socket';
import type { Ack, ErrorFrame, Push, VisitorFrame, Welcome } from '../../lib/wire';
import { doc, onWindow } from './doc';

type Frame = Ack | Welcome | ErrorFrame | Push;

// Answer holds the fields of any answer.
export type Answer = Omit<Ack, 'action'> & Partial<Omit<Welcome, 'action'>>;
type Waiting = {
  resolve: (answer: Answer) => void;
  reject: (error: Refusal) => void;
  timer: ReturnType<typeof setTimeout>;
};

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

interface VisitorHandlers extends Handlers {
  pushed(push: Push): void;
  riding(frame: VisitorFrame): VisitorFrame; // adds data that may ride on a frame
}

// Socket is the visitor's connection: each request is answered, refused, or times out.
export class Socket extends ReconnectingSocket<Frame> {
  declare on: VisitorHandlers;
  #refs = 0;
  #seen?: ReturnType<typeof setTimeout>;
  #waiting = new Map<string, Waiting>();

  constructor(on: VisitorHandlers) {
    super(on);
    onWindow('online', () => this.reconnect());
    onWindow('offline', () => this.drop());
    doc.addEventListener('visibilitychange', () => {
      const visible = !doc.hidden;
      if (visible) this.reconnect();
      clearTimeout(this.#seen);
      this.#seen = setTimeout(() => this.heartbeat({ visible }), visible ? 0 : 999); // a page that goes away tells nothing
    });
  }

  ask(frame: VisitorFrame): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (!this.ready) return reject(new Refusal('offline', ''));
      const ref = String(++this.#refs);
      const timer = setTimeout(() => this.#settle(ref)?.reject(new Refusal('timeout', '')), answerTime);
      this.#waiting.set(ref, { resolve, reject, timer });
      this.send({ ...this.on.riding(frame), ref });
    });
  }

  protected override took(frame: Frame): void {
    const waiting = this.#settle((frame as { ref?: string }).ref ?? '');
    if (frame.action === 'error') {
      waiting?.reject(new Refusal(frame.code, frame.message, frame.now, frame.fields));
      if (['gone', 'say_hello', 'closed'].includes(frame.code)) this.drop(); // the server does not know this socket
    } else if (waiting) waiting.resolve(frame as Answer);
    else this.on.pushed(frame as Push);
  }

  protected override lost(): void {
    for (const ref of [...this.#waiting.keys()]) this.#settle(ref)!.reject(new Refusal('offline', ''));
    super.lost();
  }

  // A heartbeat also says, once, that the page came into view or went out of it.
  protected override heartbeat(change?: { visible: boolean }): void {
    if (this.ready) this.ask({ action: 'ping', ...change }).catch(() => this.ready && this.drop());
  }

  #settle(ref: string): Waiting | undefined {
    const found = this.#waiting.get(ref);
    if (found) clearTimeout(found.timer);
    this.#waiting.delete(ref);
    return found;
  }
}
