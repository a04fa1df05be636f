import { plain } from '../../../lib/links';
import { causes, cells, outcomes } from './outcomes';

const fixed: Record<string, string> = {
  visits: 'Visits',
  returning: 'Visits of people who had been here before',
  private: 'Private visits',
  opened: 'Visits that opened the chat',
  asked: 'Visits that asked something',
  answered: 'Visits that were answered',
  reached: 'Visits with a goal',
  timed: 'Visits whose duration is known',
  cases: 'Cases',
  misses: 'Cases with a question that the bot could not answer',
  answers: 'Cases with a question that the bot answered',
  wrong: 'Cases with an answer that was wrong, says the team',
  unhelpful: 'Cases with an answer that did not help, says the customer',
  followed: 'Answered cases of people who would be recognised',
  again: 'Answered cases that were contradicted',
};

// figureName is the name of a figure as a title.
export function figureName(figure: string, without?: string): string {
  const name = nameOf(figure);
  return without ? `${name}, but not: ${nameOf(without).toLowerCase()}` : name;
}

function nameOf(figure: string): string {
  if (figure in fixed) return fixed[figure]!;
  const [kind, ...rest] = figure.split(':');
  const name = rest.join(':');
  if (kind === 'outcome') return outcomes.find(([id]) => id === name)?.[1] ?? name;
  if (kind === 'cause') return causes[name] ?? plain(name);
  if (kind === 'reached') return `Reached ${plain(name)}`;
  if (kind === 'alone') return `${plain(rest.slice(0, -1).join(':'))}, after the bot alone`;
  const cell = cells.find(([id]) => id === rest.at(-1));
  if (kind === 'goal' && cell) return `${plain(rest.slice(0, -2).join(':'))}, ${cell[1].toLowerCase()}`;
  if (kind === 'goal' && rest.at(-1) === 'claimed') return `${plain(rest.slice(0, -1).join(':'))}, reported by a page`;
  return plain(name || figure);
}
