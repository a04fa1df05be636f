import type { CannedReply } from '../../../lib/wire';
import { tongueOf } from '../parts/languages';

// The values of variables, as far as they are known.
export type Values = Record<string, string | undefined>;

// variables are those that a reply may have, with words for people. chat.Variables has the same.
export const variables: Record<string, string> = {
  'visitor.name': 'the visitor’s name',
  'visitor.first_name': 'the visitor’s first name',
  'visitor.email': 'the visitor’s e-mail address',
  'visitor.phone': 'the visitor’s phone number',
  'agent.name': 'your name',
  'agent.first_name': 'your first name',
  'bot.name': 'the bot’s name',
  'site.name': 'the website’s name',
};

const variable = /\{\{\s*([^{}|]*?)\s*(?:\|([^{}]*))?\}\}/g;

// fill puts values and defaults in the place of variables. One with neither stays as it is, for the agent to see.
export const fill = (text: string, values: Values): string =>
  text.replace(variable, (raw, name: string, otherwise?: string) =>
    name in variables ? values[name]?.trim() || otherwise?.trim() || raw : raw,
  );

// unfilled are the variables that still stand in a text.
export const unfilled = (text: string): string[] => [
  ...new Set([...text.matchAll(variable)].map((m) => m[1]!).filter((name) => name in variables)),
];

// wordsFor is the text of a reply in the language of the visitor's words, else its first one.
export function wordsFor(reply: CannedReply, said: string): { text: string; language?: string } {
  const tongue = tongueOf(said);
  const text = tongue && tongue !== reply.language ? reply.texts?.[tongue] : undefined;
  return text ? { text, language: tongue } : { text: reply.text, language: reply.language };
}

const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

// search picks the replies that have all words of a query, those with them in the title first.
export function search(replies: CannedReply[], query: string): CannedReply[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  const has = (text: string) => words.every((w) => folded(text).includes(w));
  const found = replies.filter((r) => has([r.title, r.text, ...Object.values(r.texts ?? {})].join(' ')));
  return [...found.filter((r) => has(r.title)), ...found.filter((r) => !has(r.title))];
}

// slash is the query that is typed after a slash at the beginning of a line, with its place in the text.
export function slash(text: string, caret: number): { from: number; query: string } | undefined {
  const line = text.lastIndexOf('\n', caret - 1) + 1;
  const typed = text.slice(line, caret);
  return typed.startsWith('/') && typed.length <= 60 ? { from: line, query: typed.slice(1) } : undefined;
}
