import type { SessionRow } from '../../../lib/wire';

// Filters are what the address says of the list, so that a list can be sent as a link.
export interface Filters {
  show?: 'past';
  map?: true;
  source?: 'web' | 'whatsapp';
  state?: 'active' | 'idle';
  country?: string;
  goal?: string;
  from?: string; // days, YYYY-MM-DD
  to?: string;
  sort?: string; // a column, with - before it for the other way
}

const idleAfter = 3 * 60_000; // ms without a page or a word
const column: Record<string, (row: SessionRow) => string | number> = {
  visitor: (r) => (r.name || '~' + (r.cookieId ?? '')).toLowerCase(),
  source: (r) => r.session.source,
  place: (r) => `${r.session.place.country ?? '~'} ${r.session.place.city ?? ''}`,
  visits: (r) => (r.session.returning ? 1 : 0),
  page: (r) => r.session.page?.url ?? '~',
  device: (r) => `${r.session.device?.browser ?? '~'} ${r.session.device?.os ?? ''}`,
  duration: (r) => -Date.parse(r.session.started),
  goals: (r) => r.session.goals?.length ?? 0,
  state: (r) => stateOf(r),
};
export const sortable = Object.keys(column);

export type State = 'active' | 'idle' | 'left';

export function stateOf({ session: s }: SessionRow, now = Date.now()): State {
  if (s.endedAt || s.closedAt) return 'left';
  return now - Date.parse(s.lastAt) > idleAfter ? 'idle' : 'active';
}

// pick is the rows that pass, in the order that was asked for; without one, the latest first.
export function pick(rows: SessionRow[], f: Filters): SessionRow[] {
  const kept = rows.filter((r) =>
    (!f.source || r.session.source === f.source) && (!f.country || r.session.place.country === f.country) &&
    (!f.goal || r.session.goals?.some((g) => g.name === f.goal)) && (!f.state || stateOf(r) === f.state));
  const key = column[f.sort?.replace(/^-/, '') ?? ''];
  if (!key) return kept;
  const way = f.sort!.startsWith('-') ? -1 : 1;
  return kept.map((row) => [key(row), row] as const).sort(([a], [b]) => (a < b ? -way : a > b ? way : 0)).map(([, row]) => row);
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
