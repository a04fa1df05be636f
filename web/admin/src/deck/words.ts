import type { Alert, DeckReason, DeckRow } from '../../../lib/wire';

// The tone of the visitor's words, by the kind of those that say so.
export const sounds: Record<NonNullable<DeckReason['kind']>, string> = {
  anger: 'Sounds upset',
  again: 'Says that it did not work',
  person: 'Seems to want a person',
  law: 'Speaks of the law',
  danger: 'Speaks of danger',
  leaving: 'Wants to leave, or the money back',
  sarcasm: 'Sounds ironic',
};

const plainly: Record<Exclude<DeckReason['code'], 'displeased'>, string> = {
  no_answer: 'The bot had no answer',
  offer_missed: 'It offered what was not meant',
  asked_again: 'Asks the same again',
  complained: 'Calls an answer unhelpful or wrong',
  language: 'The bot knows nothing in this language',
};

// alertID names an alert: there is one of each reason in a case.
export const alertID = (of: Pick<Alert, 'conversation' | 'case' | 'cause'>) =>
  `alert-${of.conversation}-${of.case}-${of.cause}`;

// sayCause is the reason of an alert.
export const sayCause = (cause: Alert['cause']) => (cause === 'displeased' ? 'Sounds like trouble' : plainly[cause]);

// sayReason is a reason in words, with those that say it: the visitor's own while they are their last ones.
export function sayReason({ code, times = 0, kind, words }: DeckReason): string {
  if (code === 'displeased') return (kind ? sounds[kind] : 'Sounds like trouble') + (words ? `: “${words}”` : '');
  return plainly[code] + (times > 1 ? `, ${times} times` : '');
}

export const stakes: Record<DeckRow['stakes'][number], string> = {
  form: 'In a form',
  step: 'Before a goal',
  cart: 'At the cart',
  ad: 'Came by a campaign',
  returning: 'Came back',
};
