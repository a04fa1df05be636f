const heartbeatTime = 9 * 60_000; // API Gateway closes a socket that is idle for ten minutes

const isOpen = 1; // WebSocket.OPEN, in the few bytes that the widget has

// backoff is how long to wait before the next reconnect (ms): a time that doubles with each loss in
// a row, of which jitter takes a random part, so that clients do not come back all at once.
const backoff = (losses: number, longest: number) =>
  Math.random() * (losses > 8 ? longest : Math.min(30_000, 500 * 2 ** losses));

// Handlers are its owner's part. The address is asked for before each try, and
// is empty where it cannot be had now.
export interface Handlers {
  longest: number; // ms that it waits at most, after many losses
  address(): string | Promise<string>;
  opened(): void;
  lost(): void;
}

// ReconnectingSocket is connected from start to stop: it reconnects after each loss, and keeps the
// connection from being idle by a heartbeat.
export abstract class ReconnectingSocket<Frame> {
  #ws?: WebSocket;
  #wanted = false;
  #losses = 0; // in a row
  #retry?: ReturnType<typeof setTimeout>;
  #beat?: ReturnType<typeof setTimeout>;

  constructor(protected on: Handlers) {}

  protected abstract took(frame: Frame): void;
  protected abstract heartbeat(): void;

  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.reconnect();
  }

  stop(): void {
    this.#wanted = false;
    this.drop();
  }

  // drop closes the connection. If it is wanted, it comes back by itself.
  drop(): void {
    const ws = this.#ws;
    if (!ws) return;
    ws.close();
    this.lost();
  }

  // reconnect connects now rather than after the backoff.
  reconnect(): void {
    if (this.#wanted && !this.#ws) void this.#connect();
  }

  // settled begins the backoff anew: the connection is one that lasts.
  settled(): void {
    this.#losses = 0;
  }

  get ready(): boolean {
    return this.#ws?.readyState === isOpen;
  }

  // send is for a socket that is ready.
  send(frame: object): void {
    this.#ws!.send(JSON.stringify(frame));
    clearTimeout(this.#beat);
    this.#beat = setTimeout(() => this.heartbeat(), heartbeatTime);
  }

  async #connect(): Promise<void> {
    clearTimeout(this.#retry);
    const address = await this.on.address();
    if (!this.#wanted || this.#ws) return; // stopped, or connected by another try meanwhile
    if (!address) return this.lost();
    const ws = new WebSocket(address);
    this.#ws = ws;
    ws.onopen = () => this.on.opened();
    ws.onmessage = (event) => this.took(JSON.parse(event.data as string) as Frame);
    ws.onclose = () => ws === this.#ws && this.lost();
  }

  protected lost(): void {
    this.#ws = undefined;
    this.on.lost();
    if (this.#wanted) this.#retry = setTimeout(() => this.reconnect(), backoff(this.#losses++, this.on.longest));
  }
}
