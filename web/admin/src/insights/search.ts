import type { Answer } from '../app/reads';

export type Figures = Answer<'/v1/insights/figures'>;
export type Sums = Record<string, number>;
export type By = Dimension | 'entry' | 'queue';
export type Dimension =
  | 'source'
  | 'site'
  | 'bot'
  | 'country'
  | 'city'
  | 'campaign'
  | 'landing'
  | 'device'
  | 'returning'
  | 'hour'
  | 'weekday'
  | 'agent'
  | 'language';

// questions are the pages of Insights, each with the question that it answers.
export const questions = {
  overview: ['Overview', 'How many come, and what becomes of them?'],
  bot: ['Bot', 'How well does the bot answer?'],
  goals: ['Goals', 'What was reached, and after whose help?'],
  team: ['Team', 'How soon do people answer?'],
  leads: ['Leads', 'Who may become a customer?'],
  places: ['Places', 'Where do they come from, and who is reached?'],
} as const;
export type Question = keyof typeof questions;

export const leadStates = ['new', 'contacted', 'qualified', 'junk'] as const;
export type LeadState = (typeof leadStates)[number];

export const windows = ['1', '7', '30'] as const;
export type Window = (typeof windows)[number];

// Search is the part of the address that names the shown figures, so that a page can be sent as a link.
export interface Search {
  days?: string; // the last days; without it 30, unless from and to are given
  from?: string; // days, YYYY-MM-DD
  to?: string;
  by?: Dimension;
  clock?: 'open'; // waits are measured within opening hours; without it around the clock
  window?: Window; // days before a goal in which a part counts
  goal?: string;
  before?: true; // the period before stands beside
  state?: LeadState; // of leads
  owner?: string; // of leads; nobody for those of nobody
  oldest?: true; // leads: the oldest first
  list?: string; // the figure whose list is open
  without?: string;
  within?: By; // the list is of one value of this dimension
  value?: string;
  day?: string; // the list is of one day of the period
}

export const dimensions: Record<Dimension, string> = {
  source: 'Source',
  site: 'Website or number',
  bot: 'Bot',
  country: 'Country',
  city: 'City',
  language: 'Language',
  campaign: 'Campaign',
  landing: 'First page',
  device: 'Device',
  returning: 'New or returning',
  hour: 'Hour',
  weekday: 'Weekday',
  agent: 'Colleague',
};

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);
const day = (value: unknown) => (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined);
const among = <T extends string>(all: Record<T, unknown> | readonly T[], value: unknown) =>
  typeof value === 'string' && (Array.isArray(all) ? all.includes(value as T) : value in all)
    ? (value as T)
    : undefined;

// readSearch takes the known parameters from an address.
export const readSearch = (s: Record<string, unknown>): Search => ({
  days: text(s.days) ?? (typeof s.days === 'number' ? String(s.days) : undefined),
  from: day(s.from),
  to: day(s.to),
  by: among(dimensions, s.by),
  clock: s.clock === 'open' ? 'open' : undefined,
  window: among(windows, typeof s.window === 'number' ? String(s.window) : s.window),
  goal: text(s.goal),
  before: s.before === true ? true : undefined,
  state: among(leadStates, s.state),
  owner: text(s.owner),
  oldest: s.oldest === true ? true : undefined,
  list: text(s.list),
  without: text(s.without),
  within: among({ ...dimensions, entry: 0, queue: 0 }, s.within),
  value: typeof s.value === 'string' ? s.value : undefined,
  day: day(s.day),
});

export interface Range {
  from: string;
  to: string;
}

const shift = (day: string, by: number) => new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10);

// today is the day that it is in a time zone.
export function today(zone?: string, now = new Date()): string {
  try {
    return new Intl.DateTimeFormat('en-CA', { timeZone: zone || 'UTC' }).format(now);
  } catch {
    return now.toISOString().slice(0, 10);
  }
}

// rangeOf is the period that an address asks for.
export function rangeOf(s: Search, now: string): Range {
  if (s.from && s.to && s.from <= s.to) return { from: s.from, to: s.to };
  const days = Math.min(366, Math.max(1, Math.floor(Number(s.days ?? 30)) || 30));
  return { from: shift(now, 1 - days), to: now };
}

// before is the period of the same length just before.
export function before({ from, to }: Range): Range {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  return { from: shift(from, -days), to: shift(from, -1) };
}

// daysIn is all days of a period.
export function daysIn({ from, to }: Range): string[] {
  const days: string[] = [];
  for (let at = from; at <= to; at = shift(at, 1)) days.push(at);
  return days;
}
