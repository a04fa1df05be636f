import { byId } from '../../lib/ulid';
import type { Message } from '../../lib/wire';

// Log is the conversation as far as this page has it, each message once, in order.
export class Log {
  rows: Message[] = [];
  earlier = false;

  // take adds new messages and gives them back. Known ones may
  // have been corrected or taken back meanwhile.
  take(messages: Message[]): Message[] {
    const byIds = new Map(this.rows.map((m) => [m.id, m]));
    const fresh = messages.filter((m) => !byIds.has(m.id) && byIds.set(m.id, m));
    const amended = messages.filter(
      (m) => m.marks && JSON.stringify(m.marks) !== JSON.stringify(byIds.get(m.id)?.marks),
    );
    for (const m of amended) byIds.set(m.id, m);
    if (fresh.length || amended.length) this.rows = [...byIds.values()].sort(byId);
    return fresh;
  }

  // more says whether the server has words before the first.
  more(has: unknown): void {
    this.earlier = !!has;
  }

  get last(): string | undefined {
    return this.rows.at(-1)?.id;
  }
}
