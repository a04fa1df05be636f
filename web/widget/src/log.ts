import { byId } from '../../lib/ulid';
import type { Message } from '../../lib/wire';

// Log is the conversation as far as this page has it, each message once, in order.
export class Log {
  rows: Message[] = [];
  earlier = false; // there is more before the first

  // take adds what is new and tells which messages those are.
  take(messages: Message[]): Message[] {
    const known = new Set(this.rows.map((m) => m.id));
    const fresh = messages.filter((m) => !known.has(m.id) && known.add(m.id));
    if (fresh.length) this.rows = [...this.rows, ...fresh].sort(byId);
    return fresh;
  }

  get last(): string | undefined {
    return this.rows.at(-1)?.id;
  }
}
