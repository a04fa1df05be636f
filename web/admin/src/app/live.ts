import type { Push } from '../../../lib/wire';
import { type Api, ok } from './api';

type Tell = (push: Push) => void;
const pingTime = 9 * 60_000; // API Gateway cuts a socket that is silent for ten minutes

// Live is the agent's socket: it stays connected, and passes on what is pushed. Pushes
// are hints; who gets one asks. After a loss everybody asks.
export class Live {
  online = false;
  #ws?: WebSocket;
  #skew = 0; // the server's clock less ours, in ms
  #losses = 0;
  #viewing = '';
  #listeners = new Set<Tell>();
  #states = new Set<() => void>();
  #retry = 0;
  #stopped = false;

  constructor(
    private api: Api,
    private door: string,
  ) {
    addEventListener('online', () => this.#ws || void this.connect());
    setInterval(() => this.send({ action: 'ping' }), pingTime);
  }

  async connect(): Promise<void> {
    clearTimeout(this.#retry);
    if (this.#stopped) return;
    try {
      const { ticket } = await ok(this.api.POST('/v1/socket-tickets'));
      const ws = new WebSocket(`${this.door}/agent-socket?ticket=${encodeURIComponent(ticket)}`);
      this.#ws = ws;
      ws.onopen = () => this.#opened();
      ws.onmessage = (event) => this.#take(JSON.parse(event.data as string) as Push);
      ws.onclose = () => ws === this.#ws && this.#lost();
    } catch {
      this.#lost();
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#ws?.close();
  }

  // view says which conversation is open; the first frame of a socket.
  view(conversation: string): void {
    this.#viewing = conversation;
    this.send(conversation ? { action: 'view', conversation } : { action: 'view' });
  }

  typing(typing: boolean): void {
    this.send({ action: 'typing', typing });
  }

  send(frame: object): void {
    if (this.#ws?.readyState === WebSocket.OPEN) this.#ws.send(JSON.stringify(frame));
  }

  on(tell: Tell): () => void {
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  }

  onState(tell: () => void): () => void {
    this.#states.add(tell);
    return () => this.#states.delete(tell);
  }

  #opened(): void {
    this.#losses = 0;
    this.view(this.#viewing);
    this.#state(true);
    for (const list of ['inbox', 'visitors'] as const) this.#tell({ action: 'changed', list }); // whatever was missed
    if (this.#viewing) this.#tell({ action: 'changed', conversation: this.#viewing });
  }

  // now is the server's clock, as far as it is known: what is written takes its place by it.
  now = () => Date.now() + this.#skew;

  #take(push: Push & { code?: string; now?: string }): void {
    if (push.now) this.#skew = Date.parse(push.now) - Date.now();
    if ((push.action as string) === 'error' && push.code === 'gone') this.#ws?.close();
    if (['message', 'status', 'owner', 'typing', 'changed', 'viewing'].includes(push.action)) this.#tell(push);
  }

  #tell(push: Push): void {
    for (const tell of this.#listeners) tell(push);
  }

  #state(online: boolean): void {
    if (this.online === online) return;
    this.online = online;
    for (const tell of this.#states) tell();
  }

  #lost(): void {
    this.#ws = undefined;
    this.#state(false);
    this.#retry = window.setTimeout(
      () => void this.connect(),
      Math.random() * Math.min(30_000, 500 * 2 ** this.#losses++),
    );
  }
}
