import { useQueries, useQuery } from '@tanstack/react-query';
import type { components } from '../../../../api/gen/schemas.gen';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { byWaiting, countOf, type Filters, filtersOf, fitting } from './filter';
import type { Queue } from './queries';

export type View = components['schemas']['View'];
export type SavedViews = components['schemas']['SavedViews'];

const most = 10; // narrowed views that are counted
const counted = 50; // conversations of each

// useViews gives the caller's views and the team's.
export function useViews() {
  const { api } = useApp();
  return useQuery({ ...read(api, '/v1/views'), staleTime: 60_000 }).data;
}

// filtersIn are the filters of a view, as its queue offers them.
export const filtersIn = (v: View): Filters => fitting(filtersOf({ ...v }), v.queue);

const same = (a: Filters, b: Filters) =>
  Object.keys(filtersOf({})).every((name) => a[name as keyof Filters] === b[name as keyof Filters]);

// shows tells whether a list on the screen is the one of a view.
export const shows = (v: View, queue: Queue, filters: Filters) =>
  v.queue === queue && same(filtersIn(v), fitting(filtersOf({ ...filters }), queue));

// useViewCounts counts the views that are cheap to count: the narrowed ones of the short queues. It is asked while they
// are looked at.
export function useViewCounts(views: View[], enabled: boolean): Map<View, string> {
  const { api } = useApp();
  const short = views.filter((v) => byWaiting(v.queue) && countOf(filtersIn(v))).slice(0, most);
  const lists = useQueries({
    queries: short.map((v) => ({
      ...read(api, '/v1/conversations', { query: { queue: v.queue, ...filtersIn(v), limit: counted } }),
      staleTime: 60_000,
      enabled,
    })),
  });
  return new Map(
    short.flatMap((v, i) => {
      const page = lists[i]?.data;
      return page ? [[v, page.rows.length + (page.next ? '+' : '')] as const] : [];
    }),
  );
}
