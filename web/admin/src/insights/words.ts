import { plain } from '../../../lib/links';
import { causes, cells, leadStates, outcomes, refusals } from './outcomes';

const fixed: Record<string, string> = {
  visits: 'Visits',
  leads: 'Leads',
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
  'csat:asked': 'Cases whose customer was asked how it was',
  'csat:good': 'Cases that the customer calls good',
  'csat:soso': 'Cases that the customer calls so-so',
  'csat:bad': 'Cases that the customer calls bad',
  offers: 'Cases in which the bot asked what is meant',
  chosen: 'Cases in which the customer chose a title that the bot had offered',
  refused: 'Cases in which a fact check refused the model’s words',
  'cost:model': 'Cases in which a language model was paid for',
  'response~': 'Cases in which a person answered a customer who waited',
  'response:open~': 'Cases in which a person answered a customer who waited',
  'resolve~': 'Cases that were solved with a person',
  'resolve:open~': 'Cases that were solved with a person',
  followed: 'Answered cases of people who would be recognised',
  again: 'Answered cases that were contradicted',
};

// categoryName is a category of Meta's, as the figure of its messages names it.
export const categoryName = (figure: string) => plain(figure.slice('cost:meta:'.length).replaceAll(/[_-]/g, ' '));

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
  if (kind === 'refused') return `Fact check: ${refusals[name] ?? plain(name)}`;
  if (figure.startsWith('cost:meta:')) return `Cases with messages that Meta charges for: ${categoryName(figure)}`;
  if (kind === 'reached') return `Reached ${plain(name)}`;
  if (kind === 'value') return 'Visits with a goal’s worth, that your server told or the chat saw';
  if (kind === 'claim') return `Visits with a goal’s worth, only reported by a page`;
  if (figure.startsWith('leads:worth:')) return `Leads with a worth in ${rest.at(-1)}`;
  if (figure.startsWith('leads:claim:')) return `Leads with a worth in ${rest.at(-1)}, says a page`;
  if (kind === 'leads') return `Leads: ${leadStates.find(([id]) => id === name)?.[1] ?? name}`;
  if (kind === 'askers') return `Visits of people who had asked the bot within ${name} days`;
  if (kind === 'alone') return `${plain(rest.slice(0, -1).join(':'))}, after the bot alone`;
  const cell = cells.find(([id]) => id === rest.at(-1));
  if (kind === 'goal' && cell) return `${plain(rest.slice(0, -2).join(':'))}, ${cell[1].toLowerCase()}`;
  if (kind === 'goal' && rest.at(-1) === 'claimed') return `${plain(rest.slice(0, -1).join(':'))}, reported by a page`;
  return plain(name || figure);
}
