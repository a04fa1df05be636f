// Filters are the part of the address that narrows and sorts the list, so that a list can be sent as a link.
export interface Filters {
  source?: 'web' | 'whatsapp';
  at?: string; // a website's key, a number's id, or a bot's id
  assignee?: string;
  country?: string;
  label?: string;
  group?: string; // of the team, to which they fall
  unread?: true;
  missed?: true; // the bot had no answer to a question
  ending?: number; // hours until WhatsApp's service window closes
  priority?: 'high' | 'urgent';
  language?: string; // that the visitor speaks
  target?: 'soon' | 'late'; // a person's first word is due within 15 minutes, or was due
  sort?: 'earliest' | 'target' | 'priority';
}

const narrowing = [
  'source',
  'at',
  'assignee',
  'country',
  'label',
  'group',
  'unread',
  'missed',
  'ending',
  'priority',
  'language',
  'target',
] as const;

// countOf is how many filters narrow the list.
export const countOf = (f: Filters) => narrowing.filter((name) => f[name]).length;

export const unfiltered = Object.fromEntries(narrowing.map((name) => [name, undefined])) as Filters;

// byWaiting tells whether a queue has those who wait, so that it is sorted by the waiting time, the target or the
// priority. It also says already whose it is.
export const byWaiting = (queue: string) => ['waiting', 'mine', 'unassigned'].includes(queue);

// fitting leaves out the filters that a queue does not offer.
export const fitting = (f: Filters, queue: string): Filters =>
  byWaiting(queue)
    ? { ...f, assignee: undefined, sort: f.sort === 'earliest' ? undefined : f.sort }
    : { ...f, target: undefined, sort: f.sort === 'earliest' ? f.sort : undefined };

const sorts = ['earliest', 'target', 'priority'] as const;

// oneOf is a value if it is one of some.
const oneOf = <T extends string>(value: unknown, some: readonly T[]) => some.find((one) => one === value);

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

// filtersOf reads them from an address, which anybody may have typed.
export const filtersOf = (s: Record<string, unknown>): Filters => ({
  source: oneOf(s.source, ['web', 'whatsapp']),
  at: text(s.at),
  assignee: text(s.assignee),
  country: typeof s.country === 'string' && /^[A-Z]{2}$/.test(s.country) ? s.country : undefined,
  label: typeof s.label === 'string' && /^[a-z0-9]{2}$/.test(s.label) ? s.label : undefined,
  group: typeof s.group === 'string' && /^[a-z0-9]{2}$/.test(s.group) ? s.group : undefined,
  unread: s.unread === true ? true : undefined,
  missed: s.missed === true ? true : undefined,
  ending: typeof s.ending === 'number' && s.ending >= 1 && s.ending <= 24 ? Math.floor(s.ending) : undefined,
  priority: oneOf(s.priority, ['high', 'urgent']),
  language: typeof s.language === 'string' && /^[a-z]{2,3}$/.test(s.language) ? s.language : undefined,
  target: oneOf(s.target, ['soon', 'late']),
  sort: oneOf(s.sort, sorts),
});
