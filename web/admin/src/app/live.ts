import { ReconnectingSocket } from '../../../lib/socket';
import type { Push } from '../../../lib/wire';
import { type Api, ok } from './api';

type Tell = (push: Push) => void;
type Frame = Push & { code?: string; now?: string };
const longest = 30_000; // ms: agents are few, and wait for customers

// pushes are the pushes of which listeners hear. A new kind of push that is not here does not compile.
const pushes: Record<Push['action'], true> = {
  message: true,
  status: true,
  owner: true,
  typing: true,
  changed: true,
  viewing: true,
  raised: true,
  blocked: true,
  late: true,
  mention: true,
  alert: true,
  held: true,
  mail: true,
  pair: true,
};

// A list is one of those of which the server says that they have changed.
export type List = 'inbox' | 'visitors';

// Live is the agent's socket: it stays connected, and passes on pushes. A push is a hint: its
// receiver reads anew. After a reconnect everything is read anew.
export class Live extends ReconnectingSocket<Frame> {
  online = false;
  told = { inbox: 0, visitors: 0 }; // when a change of each list was heard last, by this machine's clock
  begins = true; // until it is connected for the first time: the lists on the screen were read meanwhile
  #skew = 0; // the server's clock less ours, in ms
  #viewing = '';
  #deck = false;
  #listeners = new Set<Tell>();
  #states = new Set<() => void>();

  constructor(
    private api: Api,
    private door: string,
  ) {
    super({ longest, address: () => this.#address(), opened: () => this.#opened(), lost: () => this.#state(false) });
    addEventListener('online', () => this.reconnect());
  }

  // view says which conversation is open; the first frame of a socket.
  view(conversation: string): void {
    this.#viewing = conversation;
    this.#say({ action: 'view', deck: this.#deck, ...(conversation && { conversation }) });
  }

  // deck says whether this person is on deck: they may be alerted of a talk that a bot has.
  deck(on: boolean): void {
    if (on === this.#deck) return;
    this.#deck = on;
    this.view(this.#viewing);
  }

  typing(typing: boolean): void {
    this.#say({ action: 'typing', typing });
  }

  onPush(tell: Tell): () => void {
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  }

  onState(tell: () => void): () => void {
    this.#states.add(tell);
    return () => this.#states.delete(tell);
  }

  // now is the server's clock, as far as it is known: new messages are ordered by it.
  now = () => Date.now() + this.#skew;

  #address(): Promise<string> {
    return ok(this.api.POST('/v1/socket-tickets')).then(
      ({ ticket }) => `${this.door}/agent_socket?ticket=${encodeURIComponent(ticket)}`,
      () => '',
    );
  }

  #opened(): void {
    this.settled();
    this.view(this.#viewing);
    this.#state(true);
    // Pushes may have been missed.
    for (const list of ['inbox', 'visitors'] as const) this.#tell({ action: 'changed', list });
    if (this.#viewing) this.#tell({ action: 'changed', conversation: this.#viewing });
    this.begins = false;
  }

  protected took(frame: Frame): void {
    if (frame.now) this.#skew = Date.parse(frame.now) - Date.now();
    if ((frame.action as string) === 'error' && frame.code === 'gone') this.drop();
    if (frame.action in pushes) this.#tell(frame);
  }

  protected heartbeat(): void {
    this.#say({ action: 'ping' });
  }

  #say(frame: object): void {
    if (this.ready) this.send(frame);
  }

  #tell(push: Push): void {
    if (push.action === 'changed' && push.list) this.told[push.list] = Date.now();
    for (const tell of this.#listeners) tell(push);
  }

  #state(online: boolean): void {
    if (this.online === online) return;
    this.online = online;
    for (const tell of this.#states) tell();
  }
}
