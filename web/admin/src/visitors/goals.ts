import type { Session } from '../../../lib/wire';
import { money } from '../parts/format';

export type Goal = NonNullable<Session['goals']>[number];

// whose lists the filter's choices of the helper behind a goal.
export const whose = { bot: 'By the bot alone', person: 'With a person', nobody: 'Without the chat' } as const;
export type Whose = keyof typeof whose;

const by = { ...whose, both: 'With the bot and a person' } as const;

// byOf tells whether the bot or an agent had spoken with the visitor before the goal.
const byOf = (g: Goal): keyof typeof by => g.by ?? (g.withoutHuman ? 'bot' : 'person');

export const isBy = (g: Goal, asked: Whose) => byOf(g) === asked || (asked === 'person' && byOf(g) === 'both');

// goalWords describes a goal: its share of bot and agents, its worth, and whether it is confirmed.
export function goalWords(g: Goal): string {
  const words: string[] = [by[byOf(g)]];
  if (g.value) words.push(g.currency ? money(g.value, g.currency) : String(g.value));
  if (g.verified) words.push('confirmed by your server');
  return words.join(', ');
}
