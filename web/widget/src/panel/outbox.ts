import type { Message, Promised, VisitorFrame } from '../../../lib/wire';
import type { Client } from '../client';
import type { Refusal } from '../socket';
import { newId } from './id';
import { because } from './refusals';
import { sayIn } from './texts';

type Words = Extract<VisitorFrame, { action: 'message' | 'click' | 'form' }>;

// Item is something the visitor said that the server has not confirmed.
export interface Item {
  frame: Words;
  shown: string;
  tried?: boolean; // it may have reached the server, under its id
  state: 'waiting' | 'sending' | 'failed';
  why?: string;
  final?: boolean; // another try would not help
}

const asksAgain = [5_000, 15_000, 30_000, 50_000]; // after a question without an answer

// Outbox sends in order, once each: an id is minted when the visitor presses send, and
// goes with every try, which makes retries idempotent. Waiting messages outlive a reload.
export class Outbox {
  items: Item[] = [];
  private busy = false;

  // A new conversation is opened first: greeted tells when.
  constructor(
    private client: Client,
    private changed: () => void,
    private greeted: () => Promise<void>,
  ) {
    try {
      this.items = (JSON.parse(client.storage.get('outbox') ?? '[]') as Item[]).map((item) => ({
        ...item,
        state: item.state === 'failed' ? 'failed' : 'waiting',
      }));
    } catch {} // the stored items are damaged: nothing waits
    client.on('status', () => client.online && void this.flush());
    client.on('ended', (wordsGoOn) => this.ended(!!wordsGoOn));
  }

  add(frame: Words, shown: string): void {
    this.items = [...this.items, { frame, shown, state: 'waiting' }];
    this.save();
    if (shown) this.client.emit('said');
    void this.flush();
  }

  retry(item: Item): void {
    this.change(item, { state: 'waiting' });
    void this.flush();
  }

  discard(item: Item): void {
    this.items = this.items.filter((other) => other.frame.id !== item.frame.id);
    this.save();
  }

  async flush(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    await this.greeted();
    while (this.client.online) {
      const item = this.items.find((i) => i.state === 'waiting');
      if (!item) break;
      if (!(await this.send(item))) break;
    }
    this.busy = false;
  }

  // send tries one item, and tells whether to go on with the next.
  private async send(item: Item): Promise<boolean> {
    if (!item.tried) item.frame.id = newId(this.client); // after messages that came while it waited
    this.change(item, { state: 'sending', tried: true });
    try {
      const answer = await this.client.ask({ ...item.frame, locale: this.client.locale });
      promised(this.client, answer.promise);
      this.discard(item); // and draws: the owner of the conversation may have changed as well
      if (!answer.reply && item.shown) this.awaits(answer.message);
      return true;
    } catch (error) {
      const refusal = error as Refusal;
      const { code } = refusal;
      if (code === 'id_from_future') item.frame.id = newId(this.client);
      const again = [
        'offline',
        'timeout',
        'id_from_future',
        'slow_down',
        'busy',
        'unavailable',
        'gone',
        'say_hello',
        'closed',
      ].includes(code);
      if (!again && !item.shown)
        this.discard(item); // a tap that nobody waits for
      else
        this.change(item, {
          state: again ? 'waiting' : 'failed',
          why: because(sayIn(this.client.locale), refusal),
          final: code !== 'internal',
        });
      if (code === 'slow_down' || code === 'busy' || code === 'timeout') setTimeout(() => void this.flush(), 3000);
      return code !== 'offline' && code !== 'timeout' && code !== 'slow_down' && code !== 'busy';
    }
  }

  // awaits syncs in place of a lost push, until the question is answered.
  private awaits(question?: Message): void {
    if (!question) return;
    for (const after of asksAgain) {
      setTimeout(() => {
        const answered = this.client.log.rows.some((m) => m.id > question.id && m.author.kind !== 'visitor');
        if (!answered && this.client.online) this.client.ask({ action: 'sync', after: question.id }).catch(() => {});
      }, after);
    }
  }

  // ended: the author is forgotten. Plain words may go to a new conversation, as new messages.
  private ended(wordsGoOn: boolean): void {
    this.items = this.items
      .filter(({ frame }) => wordsGoOn && frame.action === 'message' && !frame.file)
      .map((item) => ({ ...item, state: 'waiting', tried: false }));
    this.save();
  }

  private change(item: Item, to: Partial<Item>): void {
    this.items = this.items.map((other) => (other.frame.id === item.frame.id ? { ...other, ...to } : other));
    this.save();
  }

  private save(): void {
    if (this.items.length) this.client.storage.set('outbox', JSON.stringify(this.items));
    else this.client.storage.drop('outbox');
    this.changed();
  }
}

// promised notes by when a person usually answers; undefined takes it back.
export function promised({ told }: Client, promise?: Promised): void {
  if (told) told.promise = promise;
}
