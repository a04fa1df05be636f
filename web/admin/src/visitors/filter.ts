import type { SessionRow } from '../../../lib/wire';
import { called } from '../parts/names';
import { isBy, type Whose } from './goals';

// Filters are the part of the address that describes the list, so that a list can be sent as a link.
export interface Filters {
  show?: 'past';
  map?: true;
  source?: 'web' | 'whatsapp';
  state?: Shown;
  at?: string; // a website's key, a number's id, or a bot's id
  device?: string;
  network?: string;
  country?: string;
  goal?: string;
  by?: Whose; // with whose help it was reached
  from?: string; // days, YYYY-MM-DD
  to?: string;
  sort?: string; // a column, with - before it for the other way
}

// narrowing are the filters that leave rows out.
export const narrowing = ['source', 'at', 'state', 'country', 'device', 'network', 'goal', 'by', 'from', 'to'] as const;
export const isFiltered = (f: Filters) => narrowing.some((name) => f[name]);

const column: Record<string, (row: SessionRow) => string | number> = {
  visitor: (r) =>
    // Known names come first.
    (r.name ? ' ' + r.name : called({ ...r, place: r.session.place, mode: r.session.mode })).toLowerCase(),
  source: (r) => r.session.source,
  place: (r) => `${r.session.place.country ?? '~'} ${r.session.place.city ?? ''}`,
  visits: (r) => (r.session.returning ? 1 : 0),
  page: (r) => r.session.page?.url ?? '~',
  device: (r) => `${r.session.device?.browser ?? '~'} ${r.session.device?.os ?? ''}`,
  duration: (r) => (r.session.endedAt ? Date.parse(r.session.endedAt) : Date.now()) - Date.parse(r.session.started),
  when: (r) => r.session.started,
  goals: (r) => r.session.goals?.length ?? 0,
  state: (r) => stateOf(r),
};
export const sortable = Object.keys(column);

export type State = SessionRow['presence']['state'];

// Shown has the filter's states: the visitor's presence, or that a person helps them.
export const shown = { active: 'Active', idle: 'Idle', helped: 'Being helped', talking: 'In conversation' } as const;
export type Shown = keyof typeof shown;

// stateOf is a visitor's presence: the server's word holds until the time that it gave.
export function stateOf({ presence: p }: Pick<SessionRow, 'presence'>, now = Date.now()): State {
  if (!p.until || now < Date.parse(p.until)) return p.state;
  return p.state === 'active' ? 'idle' : 'left';
}

const isShown = (row: SessionRow, state: Shown) =>
  state === 'helped' ? !!row.presence.helper : stateOf(row) === state;

const hasGoal = ({ session: { goals = [] } }: SessionRow, { goal, by }: Filters) =>
  (!goal && !by) || goals.some((g) => (!goal || g.name === goal) && (!by || isBy(g, by)));

// pick is the rows that pass, in the order that was asked for; without one, the latest first.
export function pick(rows: SessionRow[], f: Filters): SessionRow[] {
  const kept = rows.filter(
    (r) =>
      (!f.source || r.session.source === f.source) &&
      (!f.country || r.session.place.country === f.country) &&
      (!f.at || [r.session.site, r.session.number, r.session.bot].includes(f.at)) &&
      (!f.network || r.session.network === f.network) &&
      (!f.device || r.session.device.type === f.device) &&
      hasGoal(r, f) &&
      (!f.state || isShown(r, f.state)),
  );
  const key = column[f.sort?.replace(/^-/, '') ?? ''];
  if (!key) return kept;
  const way = f.sort!.startsWith('-') ? -1 : 1;
  return kept
    .map((row) => [key(row), row] as const)
    .sort(([a], [b]) => (a < b ? -way : a > b ? way : 0))
    .map(([, row]) => row);
}

// keepSame gives rows that have not changed as they were, so that only the others are
// drawn anew.
export function keepSame(was: SessionRow[] | undefined, is: SessionRow[]): SessionRow[] {
  const before = new Map(was?.map((r) => [r.session.id, r]));
  return is.map((row) => {
    const old = before.get(row.session.id);
    return old && JSON.stringify(old) === JSON.stringify(row) ? old : row;
  });
}
