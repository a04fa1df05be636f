import { plain } from '../../../lib/links';
import type { Bubble, Conversation, Delivery, Message } from '../../../lib/wire';
import { dayAndTime } from '../parts/format';

type Event = NonNullable<Bubble['event']>;

// requeued are the reasons for which somebody does not have a conversation any more.
const requeued: Record<string, string> = { left: 'left the team', full: 'has as many as they can take' };

// eventWords describes an event of a conversation.
export function eventWords(e: Event): string {
  const by = e.by || 'A colleague';
  switch (e.name) {
    case 'took_over':
      return e.reason === 'replied' ? `${by} replied and took over` : `${by} took over`;
    case 'handed_over':
      return 'WhatsApp’s 24 hours were over: the bot handed over to the team';
    case 'handed_back':
      return e.reason === 'silence'
        ? `Nobody wrote to ${e.of || 'a colleague'} for a while: the bot has it again`
        : `${by} handed back to the bot`;
    case 'closed':
      return e.reason === 'silence' ? 'Nobody wrote for a while: the case was closed' : `${by} closed the case`;
    case 'case_began':
      return e.by ? `Case ${e.case}: ${e.by} wrote first` : `Case ${e.case} begins here`;
    case 'assigned':
      return assigned(e);
    case 'moved_on':
      return e.reason === 'alone'
        ? 'Nobody else is here: it stands at the top now'
        : `${e.of || 'A colleague'} did not answer in time${e.reason === 'raised' ? ': it stands at the top now' : ''}`;
    case 'requeued':
      return `${e.of || 'A colleague'} ${requeued[e.reason ?? ''] ?? 'went away'}: it went back to the queue`;
    case 'no_reply':
      return `${by} said that no reply is needed`;
    case 'priority':
      return e.reason ? `${by} set the priority to ${e.reason}` : `${by} took the priority off`;
    case 'promise_passed':
      return e.until
        ? `Nobody answered in the promised time: the customer now expects an answer by ${dayAndTime(e.until)}`
        : 'Nobody answered in the promised time';
    case 'mail_left':
      return 'The customer left an e-mail address: an answer that they do not see goes there';
    case 'mailed':
      return 'An e-mail with a link to this conversation went to the customer';
    case 'mail_unknown':
      return 'An e-mail with a link to this conversation may have gone to the customer: the mail service did not say';
    case 'mail_failed':
      return 'E-mail to the customer’s address comes back: nothing is sent there any more';
    case 'mail_held':
      return 'No e-mail told the customer of the answer: this address, or the team, had as many as a day allows';
    case 'mail_stopped':
      return 'The owner of the e-mail address wants no more e-mails';
    case 'linked':
      return 'The customer said that it is they who write on the website and on WhatsApp';
    case 'snoozed':
      return e.until ? `${by} snoozed the conversation until ${dayAndTime(e.until)}` : `${by} snoozed the conversation`;
    case 'opened_chat':
      return 'The customer opened the chat';
    case 'number_changed':
      return 'The customer has a new phone number';
    case 'identity_changed':
      return 'The customer’s WhatsApp id has changed';
    case 'window_closing':
      return 'WhatsApp’s 24 hours are nearly over: soon only templates can be sent';
    case 'reopened':
      if (e.reason === 'wrote')
        return e.to ? `The customer wrote again: ${e.toName || 'A colleague'} goes on` : 'The customer wrote again';
      return e.by ? `${e.by} reopened the conversation` : 'The snooze has ended: the conversation is open again';
    default:
      return 'The conversation was reopened';
  }
}

// assigned names the giver and the receiver of a conversation, with the note.
function assigned(e: Event): string {
  const to = e.to ? e.toName || 'a colleague' : e.toName ? `the group ${plain(e.toName)}` : 'the team';
  const note = e.note ? `: “${plain(e.note)}”` : '';
  return e.reason === 'turn' ? `It was ${to}’s turn` : `${e.by || 'A colleague'} gave it to ${to}${note}`;
}

// handOver says why the bot asked for a person.
export const handOver = (reason: string) =>
  ({
    order: 'An order came in',
    flow_reply: 'A Flow that the bot does not know was filled in',
    asked: 'The visitor asked for a person',
    misses: 'The bot did not know the answer several times',
    loop: 'Two machines answered each other',
    unanswered: 'The bot did not know the answer',
    bot_failed: 'The bot failed',
    suspended: 'The account was suspended',
    people_only: 'Only people answer this question',
    model: 'The bot’s model asked for a person',
    held: 'The bot was unsure, and nobody looked at its answer in time',
  })[reason] ?? `The bot asked for a person (${plain(reason.replace(/_/g, ' '))})`;

export const deliveryWords: Record<Delivery['status'], string> = {
  queued: 'Queued',
  sending: 'Sending',
  unknown: 'Outcome unknown',
  sent: 'Sent',
  delivered: 'Delivered',
  read: 'Read',
  played: 'Played',
  failed: 'Not delivered',
};

export const windowClosed =
  'More than 24 hours have passed since the customer wrote: WhatsApp takes only templates now. ' +
  'It opens again when they write.';

// marking tells whether a message shows at the one that it is about, and not by itself.
export const marking = (m: Message) => ['reaction', 'edit', 'revoke', 'rating'].includes(m.bubbles?.[0]?.kind ?? '');

// ratingWords are a customer's answers to the question how their case was.
export const ratingWords = { good: 'good', soso: 'so-so', bad: 'bad' };

const kinds: Partial<Record<Bubble['kind'], string>> = {
  image: 'Picture',
  audio: 'Recording',
  video: 'Video',
  document: 'File',
  sticker: 'Sticker',
  location: 'Place',
  contacts: 'Contact',
  order: 'Order',
  form: 'Form',
  submission: 'Form filled in',
  flow_reply: 'Form filled in',
  template: 'Template',
  location_request: 'Asks for the location',
  contact_request: 'Asks for the phone number',
  buttons: 'Choices',
  cards: 'Cards',
  unsupported: 'Something that WhatsApp does not pass on',
};

// bubbleWords is a bubble in one line: its words, or its kind.
export function bubbleWords(b: Bubble): string {
  if (b.text) return b.text;
  const words =
    b.media?.name ??
    b.location?.name ??
    b.people?.[0]?.name ??
    b.cards?.[0]?.title ??
    b.click?.title ??
    (b.submission ? Object.values(b.submission.values).join(', ') : '');
  return [kinds[b.kind], words].filter(Boolean).join(': ');
}

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

// short is the beginning of a text, cut between characters as people see them.
export function short(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = '';
  for (const { segment } of characters.segment(text.slice(0, most + 40))) {
    if (kept.length + segment.length >= most) break;
    kept += segment;
  }
  return kept + '…';
}

// lineOf stands for a message where it is quoted.
export function lineOf(m: Message): string {
  if (m.marks?.revoked) return 'A message that was taken back';
  const b = m.bubbles?.find((x) => x.text) ?? m.bubbles?.[0];
  return short(m.marks?.edited?.text ?? (b ? bubbleWords(b) : ''), 120);
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

// modelDid tells a language model's part in a bot's reply.
export function modelDid(did: string, why?: string): string {
  if (why?.startsWith('refused_')) return 'The model’s words did not hold: your own answered';
  if (did === 'failed') return `No help from the model: ${whys[why ?? ''] ?? 'it gave no usable answer'}`;
  return (
    {
      chose: 'Chosen by a model, in your words',
      worded: 'Worded by a model, checked',
      nothing: 'A model found no answer',
      handed_over: 'A model asked for a person',
      reached: 'A model took a step of the script',
      showed: 'A model took a step of the script',
    }[did] ?? did
  );
}

const whys: Record<string, string> = {
  unreachable: 'it cannot be reached',
  slow: 'it took too long',
  throttled: 'it has too much to do',
  truncated: 'its answer was cut off',
  over_budget: 'the budget of the day is spent',
  unknown_model: 'this installation has it no more',
  last_try: 'the answers before came to no end',
};
