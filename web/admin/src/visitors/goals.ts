import type { Session } from '../../../lib/wire';
import { money } from '../parts/format';

export type Goal = NonNullable<Session['goals']>[number];

// whose are the ways to reach a goal that one may ask for.
export const whose = { bot: 'By the bot alone', person: 'With a person', nobody: 'Without the chat' } as const;
export type Whose = keyof typeof whose;

const by = { ...whose, both: 'With the bot and a person' } as const;

// byOf is who had spoken with the visitor before the goal. What is older tells less.
const byOf = (g: Goal): keyof typeof by => g.by ?? (g.withoutHuman ? 'bot' : 'person');

export const isBy = (g: Goal, asked: Whose) => byOf(g) === asked || (asked === 'person' && byOf(g) === 'both');

// goalWords says who had a part in a goal, what it is worth, and whether that is certain.
export function goalWords(g: Goal): string {
  const words: string[] = [by[byOf(g)]];
  if (g.value) words.push(g.currency ? money(g.value, g.currency) : String(g.value));
  if (g.verified) words.push('confirmed by your server');
  return words.join(', ');
}
