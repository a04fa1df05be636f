import type { Face, Message, Owner, Page, Push, SiteFile, VisitorFrame, Welcome } from '../../lib/wire';
import { doc } from './doc';
import { Log } from './log';
import { here, where } from './page';
import { type Answer, Refusal, Socket } from './socket';
import type { Storage } from './storage';
import { pick } from './words';

export type Events =
  | 'ready'
  | 'welcome'
  | 'open'
  | 'close'
  | 'message'
  | 'unread'
  | 'status'
  | 'typing'
  | 'mail'
  | 'pair'
  | 'owner'
  | 'log'
  | 'look'
  | 'blocked'
  | 'ended'
  | 'said'
  | 'lost'
  | 'consent';
export type Mode = 'full' | 'minimal';
type Scheme = 'auto' | 'light' | 'dark';
type Decided = Pick<
  Client,
  | 'online'
  | 'closed'
  | 'locale'
  | 'scheme'
  | 'sound'
  | 'mode'
  | 'agreed'
  | 'refused'
  | 'welcomed'
  | 'owner'
  | 'agent'
  | 'log'
  | 'seen'
>;

// Client is one visitor's conversation on this page: the socket, the messages, and the
// listeners to changes. The launcher and the panel read it and call its methods;
// nothing else writes its state.
export class Client {
  log = new Log();
  mode: Mode = 'minimal';
  online = false;
  welcomed = false; // at least once on this page
  blocked = false;
  closed = false; // the service is: it says that it is back soon
  owner: Owner = 'bot';
  agent?: Face; // the person who answers
  told?: Welcome; // the latest: the bot's name, the visitor's number, whether people are there
  unread = 0; // how many words of ours the visitor has not had in view
  seen = ''; // the newest of them that the visitor has had in view, here or elsewhere
  isOpen = false;
  locale: string;
  scheme: Scheme;
  sound = true;
  refused = false; // full mode, while the chat was open
  where = ''; // the page that the server knows
  agreed = false; // to full mode, since the last welcome
  #told = ''; // how much of seen the server knows
  #skew = 0; // the server's clock less ours, in ms
  #listeners = new Map<string, Set<(detail?: unknown) => void>>();
  socket: Socket;

  constructor(
    public door: string,
    public site: SiteFile,
    public storage: Storage,
  ) {
    this.locale = pick(doc.documentElement.lang, site.look.locale, navigator.language);
    this.scheme = site.look.scheme ?? 'auto';
    this.socket = new Socket({
      longest: 300_000, // many visitors wait for the same outage to end
      address: () => `${door.replace('http', 'ws')}/visitor_socket?site=${site.key}&mode=${this.mode}`,
      opened: () => void this.#hello(),
      pushed: (push) => this.#pushed(push),
      lost: () => this.change({ online: false }, 'status'),
      riding: (frame) => this.#riding(frame),
    });
  }

  on(event: string, listener: (detail?: unknown) => void): () => void {
    this.#listeners.set(event, (this.#listeners.get(event) ?? new Set()).add(listener));
    return () => this.off(event, listener);
  }

  off(event: string, listener?: (detail?: unknown) => void): void {
    if (listener) this.#listeners.get(event)?.delete(listener);
    else this.#listeners.delete(event);
  }

  emit(event: Events, detail?: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(detail);
  }

  // now is the server's clock, as far as it is known.
  now = () => Date.now() + this.#skew;

  connect(mode: Mode): void {
    this.mode = mode;
    this.storage.full = mode === 'full';
    this.socket.start();
  }

  stop(): void {
    this.socket.stop();
  }

  // open and close tell whether the visitor has the chat before them.
  open(mode: Mode): void {
    this.isOpen = this.storage.asked = true;
    this.storage.set('open', '1');
    this.connect(mode);
    this.emit('open');
    this.count();
  }

  close(): void {
    this.isOpen = false;
    this.storage.drop('open');
    if (this.seen > this.#told) {
      this.#told = this.seen; // if this is lost, the next welcome says so
      this.ask({ action: 'read', upTo: this.seen }).catch(() => {});
    }
    this.emit('close');
  }

  // change is for parts that are fetched when they are needed: it sets state and emits an event.
  change(to: Partial<Decided>, event: Events, detail?: unknown): void {
    Object.assign(this, to);
    this.emit(event, detail);
  }

  // forget begins anew, for another visitor.
  forget(): void {
    this.storage.forget();
    this.log = new Log();
    this.seen = '';
    this.emit('log');
  }

  ask(frame: VisitorFrame): Promise<Answer> {
    if (!this.online) return Promise.reject(new Refusal('offline', ''));
    return this.socket.ask(frame).then((answer) => {
      this.#heard(answer);
      return answer;
    });
  }

  // catchUp asks until nothing is missing.
  async catchUp(): Promise<void> {
    while ((await this.ask({ action: 'sync', after: this.log.last })).more);
  }

  // inView notes the newest message that the visitor has seen. The server hears of it with the
  // next frame that they send, or when the chat is put away.
  inView(id: string): void {
    if (id <= this.seen) return;
    this.seen = id;
    this.count();
  }

  // news is the words of ours that the visitor has not had in view.
  get news(): Message[] {
    return this.log.rows.filter((m) => m.id > this.seen && !m.marks?.revoked && /bot|agent/.test(m.author.kind));
  }

  // count tells how much is new.
  count(): void {
    this.unread = this.welcomed ? this.news.length : 0;
    this.emit('unread', this.unread);
  }

  // place identifies the page that is shown; here is its description for the server.
  place = () => String(where(this.site.look.pages));

  here(): Page {
    this.where = this.place();
    return here(this.site.look.pages);
  }

  async #hello(): Promise<void> {
    const frame: VisitorFrame = {
      action: 'hello',
      token: this.storage.token,
      after: this.log.last,
      consent: this.agreed ? 'granted' : undefined,
      ...(this.mode === 'full' && { page: this.here(), tells: true }),
    };
    try {
      this.#welcome((await this.socket.ask(frame)) as Welcome);
    } catch (error) {
      this.#refused(error as Refusal);
    }
  }

  #refused({ code }: Refusal): void {
    this.change({ closed: code === 'closed' }, 'status');
    if (code === 'blocked') this.#block();
    else if (code === 'stale_token') {
      this.forget();
      void this.#hello();
    } else this.socket.drop();
  }

  #block(): void {
    this.blocked = true;
    this.stop();
    this.emit('blocked');
  }

  #welcome(w: Welcome): void {
    if (w.token || this.agreed || this.storage.full) this.storage.renew(w.token);
    this.agreed = false;
    this.socket.settled();
    this.told = w;
    this.agent = w.agent;
    if (!this.log.rows.length) this.log.more(w.more);
    this.online = true;
    this.closed = false;
    this.#told = ''; // a frame on its way may be lost: the server knows best
    this.#saw(w.seen);
    this.#heard(w);
    if (w.more && this.log.rows.length > (w.messages?.length ?? 0)) void this.catchUp();
    this.emit('welcome');
    const first = !this.welcomed;
    this.welcomed = true;
    if (first) this.emit('ready', { cookieId: w.cookieId, visitor: w.visitor, conversation: w.conversation });
    this.count();
    this.emit('status');
  }

  // #heard takes the clock and the messages from any answer.
  #heard(answer: Answer): void {
    this.owner = answer.owner ?? this.owner;
    if (this.told) this.told.here = answer.here ?? this.told.here;
    if (answer.now) this.#skew = Date.parse(answer.now) - Date.now();
    this.#take([...(answer.messages ?? []), answer.message, answer.reply].filter((m) => !!m));
  }

  #take(messages: Message[]): Message[] {
    const was = this.log.rows;
    const fresh = this.log.take(messages);
    if (this.log.rows !== was) {
      this.emit('log');
      this.count();
    }
    return fresh;
  }

  #pushed(push: Push): void {
    this.#saw(push.seen);
    if (push.action === 'blocked') {
      this.#block();
    } else if (push.action === 'changed') {
      this.catchUp().catch(() => {}); // too long for a push
    } else if (push.action === 'message' && push.message) {
      if (this.#take([push.message]).length && push.message.author.kind !== 'visitor')
        this.emit('message', push.message);
    } else {
      if (push.action === 'owner') {
        this.owner = push.owner ?? 'bot';
        this.agent = push.by ? { name: push.by, picture: push.picture } : undefined;
      }
      this.emit((push.action as 'typing' | undefined) ?? 'lost', push); // API Gateway names no action
    }
  }

  // #saw takes the read position from the server: it may come from another tab, visit or device.
  #saw(id?: string): void {
    if (!id || id <= this.#told) return;
    this.#told = id;
    this.inView(id);
    this.count();
  }

  // #riding adds the read position to a frame that may carry it.
  #riding(frame: VisitorFrame): VisitorFrame {
    if (this.seen <= this.#told || !['message', 'click', 'form', 'page', 'ping'].includes(frame.action)) return frame;
    this.#told = this.seen;
    return { ...frame, seen: this.seen } as VisitorFrame;
  }
}
