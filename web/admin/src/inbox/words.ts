import type { Bubble, Conversation, Delivery } from '../../../lib/wire';

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
      return `${by} snoozed the conversation`;
    default:
      return 'The conversation was opened again';
  }
}

// handOver says why the bot asked for a person.
export const handOver = (reason: string) =>
  ({ asked: 'The visitor asked for a person', unanswered: 'The bot did not know the answer', bot_failed: 'The bot failed' })[reason] ?? `The bot asked for a person (${reason.replace(/_/g, ' ')})`;

export const deliveryWords: Record<Delivery['status'], string> = {
  queued: 'Queued', sending: 'Sending', unknown: 'Outcome unknown', sent: 'Sent', delivered: 'Delivered', read: 'Read', played: 'Played', failed: 'Not delivered',
};

// whyClosed is why an agent cannot write to the visitor now, or "".
export function whyClosed(c: Conversation, now: number, blocked: boolean): string {
  if (blocked) return 'This visitor is blocked. Unblock them to write.';
  if (c.source === 'whatsapp' && (!c.window || Date.parse(c.window) <= now)) {
    return 'WhatsApp allows free text only within 24 hours of the customer’s last message. It opens again when they write.';
  }
  return '';
}
