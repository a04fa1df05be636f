import { help } from './help';

// outcomes are the possible outcomes of a case, in the order in which they are shown, each with its colour.
export const outcomes = [
  ['confirmed', 'Confirmed by the customer', 'teal.7', help.confirmed],
  ['answered', 'Answered, not contradicted', 'teal.4', help.answeredCase],
  ['person', 'Solved with a person', 'blue.6', help.person],
  ['unanswered', 'Handed over and unanswered', 'red.7', help.unanswered],
  ['given_up', 'Given up', 'orange.6', help.given_up],
  ['never', 'Never asked', 'gray.5', help.never],
  ['open', 'Still open', 'yellow.5', help.open],
  ['uncounted', 'Not counted', 'gray.7', help.uncounted],
] as const;

// cells name those who had a part before a goal.
export const cells = [
  ['bot', 'After the bot alone', 'teal.7'],
  ['person', 'After a person alone', 'blue.6'],
  ['both', 'After both', 'grape.6'],
  ['nobody', 'After nobody', 'gray.5'],
] as const;

// leadStates are how far leads came, in their order, each with its colour.
export const leadStates = [
  ['new', 'New', 'yellow'],
  ['contacted', 'Contacted', 'blue'],
  ['qualified', 'Qualified', 'teal'],
  ['junk', 'Junk', 'gray'],
] as const;

// causes are why the bot hands over; a script may have its own.
export const causes: Record<string, string> = {
  asked: 'The customer asked for a person',
  misses: 'Too many questions without an answer',
  bot_failed: 'The bot failed',
  bot_paused: 'The bot is paused',
  budget_spent: 'The bot’s budget was spent',
  suspended: 'The account is suspended',
  order: 'An order came in',
  flow_reply: 'A form on WhatsApp was filled in',
  window_closed: 'WhatsApp’s window had closed',
  loop: 'Another machine answered',
};

// refusals are the faults for which a fact check refuses a model's words.
export const refusals: Record<string, string> = {
  figure: 'A number that your text does not have, or not there',
  link: 'An address, an e-mail address or a phone number of its own',
  bound: '“At least” for “at most”',
  denial: 'No for yes',
  claim: 'A claim that your text does not make',
  name: 'A name that your text does not have',
  words: 'Words that your text does not have',
  binding: 'True words of different facts',
  limit: 'A condition was left out',
  nothing: 'It cited nothing',
  language: 'A language that the check does not know',
  hint: 'It repeated a colleague’s hint',
};
