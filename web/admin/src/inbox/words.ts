import type { Bubble, Conversation, Delivery, Message } from '../../../lib/wire';
import { dayAndTime } from '../parts/format';

type Event = NonNullable<Bubble['event']>;

// eventWords says what happened to a conversation.
export function eventWords(e: Event): string {
  const by = e.by || 'A colleague';
  switch (e.name) {
    case 'took_over':
      return e.reason === 'replied' ? `${by} replied and took over` : `${by} took over`;
    case 'handed_back':
      return `${by} handed back to the bot`;
    case 'closed':
      return `${by} closed the conversation`;
    case 'snoozed':
      return e.until ? `${by} snoozed the conversation until ${dayAndTime(e.until)}` : `${by} snoozed the conversation`;
    case 'opened_chat':
      return 'The customer opened the chat';
    case 'number_changed':
      return 'The customer has a new phone number';
    case 'identity_changed':
      return 'WhatsApp knows the customer by another id now';
    case 'window_closing':
      return 'WhatsApp’s 24 hours are nearly over: soon only templates can be sent';
    case 'reopened':
      return e.by ? `${e.by} opened the conversation again` : 'The time was over: the conversation is open again';
    default:
      return 'The conversation was opened again';
  }
}

// handOver says why the bot asked for a person.
export const handOver = (reason: string) =>
  ({ order: 'An order came in', flow_reply: 'A Flow was filled in that the bot does not know', asked: 'The visitor asked for a person', unanswered: 'The bot did not know the answer', bot_failed: 'The bot failed' })[reason] ?? `The bot asked for a person (${reason.replace(/_/g, ' ')})`;

export const deliveryWords: Record<Delivery['status'], string> = {
  queued: 'Queued', sending: 'Sending', unknown: 'Outcome unknown', sent: 'Sent', delivered: 'Delivered', read: 'Read', played: 'Played', failed: 'Not delivered',
};

export const windowClosed = 'More than 24 hours have passed since the customer wrote: WhatsApp takes only templates now. It opens again when they write.';

// lineOf stands for a message where it is quoted.
export function lineOf(m: Message): string {
  const b = m.bubbles?.find((x) => x.text) ?? m.bubbles?.[0];
  const words = m.marks?.edited?.text ?? b?.text ?? b?.media?.name ?? (b ? `[${b.kind.replace(/_/g, ' ')}]` : '');
  return words.length > 120 ? words.slice(0, 119) + '…' : words;
}

// whyClosed is why an agent cannot write to the visitor now, or "".
export function whyClosed(c: Conversation, now: number, blocked: boolean, stopped = ''): string {
  if (stopped) return `${stopped} An owner finds it under Settings, WhatsApp.`;
  if (blocked) return 'This visitor is blocked. Unblock them to write.';
  if (c.source === 'whatsapp' && (!c.window || Date.parse(c.window) <= now)) {
    return windowClosed;
  }
  return '';
}
