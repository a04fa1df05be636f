import type { Message } from '../../../lib/wire';
import { dayName } from '../parts/format';
import { lineOf, marking } from './words';

export type Item = { key: string; day: string } | { key: string; message: Message; first: boolean; quote?: string };

// knownIn are messages by each id that others may name them by.
function knownIn(rows: Message[]) {
  const known = new Map<string, Message>();
  for (const m of rows)
    for (const id of [m.id, m.origin?.wamid, ...(m.bubbles ?? []).map((b) => b.delivery?.wamid)])
      if (id) known.set(id, m);
  return known;
}

// itemsOf are the rows of a transcript as they are shown: with days, and without those that show at others.
export function itemsOf(rows: Message[]): Item[] {
  const items: Item[] = [];
  let [day, speaker] = ['', ''];
  const known = knownIn(rows);
  for (const message of rows) {
    const b = message.bubbles?.[0];
    if (marking(message)) continue;
    const today = dayName(message.at);
    if (today !== day) items.push({ key: 'day ' + message.id, day: today });
    const who = message.author.kind + (message.author.id ?? '') + message.bubbles?.[0]?.kind;
    const answered = b?.replyTo ?? (message.origin?.product ? undefined : message.origin?.replyTo);
    const quote =
      answered && b?.kind !== 'click'
        ? known.has(answered)
          ? lineOf(known.get(answered)!)
          : 'An earlier message'
        : undefined;
    items.push({ key: message.id, message, quote, first: who !== speaker || today !== day });
    [day, speaker] = [today, who];
  }
  return items;
}

// shownAt is the message at which a sought one shows: a correction at the message that it is about, or where it was made
// if that one is not among the rows.
export function shownAt(rows: Message[], at?: string): string | undefined {
  const i = rows.findIndex((m) => m.id === at);
  const sought = rows[i];
  if (!sought || !marking(sought)) return at;
  const about = knownIn(rows).get(sought.bubbles?.[0]?.replyTo ?? sought.origin?.replyTo ?? '');
  if (about && !marking(about)) return about.id;
  const shown = (m: Message) => !marking(m);
  return (rows.slice(i).find(shown) ?? rows.slice(0, i).findLast(shown))?.id;
}
