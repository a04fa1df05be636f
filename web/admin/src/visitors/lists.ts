import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SessionRow } from '../../../lib/wire';
import { ok } from '../app/api';
import { useApp, useHint } from '../app/context';
import { type Filters, keepSame } from './filter';

const most = 2000; // live rows that a browser is asked to hold

// useLive is everyone who is here now. What changes is asked for when the server says
// that something did, less often the longer the list is.
export function useLive(enabled: boolean) {
  const { api } = useApp();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ['live'],
    enabled,
    queryFn: async ({ signal }) => {
      const rows: SessionRow[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await ok(api.GET('/v1/sessions', { params: { query: { state: 'live', limit: 200, cursor } }, signal }));
        rows.push(...page.rows);
        if (!(cursor = page.next) || rows.length >= most) return rows;
      }
    },
    structuralSharing: (was, is) => keepSame(was as SessionRow[] | undefined, is as SessionRow[]),
    refetchInterval: 30_000,
  });
  const size = query.data?.length ?? 0;
  useHint('visitors', () => enabled && void queries.invalidateQueries({ queryKey: ['live'] }), Math.max(700, size * 6));
  return query;
}

const dayStart = (day?: string) => (day ? new Date(day + 'T00:00').toISOString() : undefined);
const dayEnd = (day?: string) => (day ? new Date(new Date(day + 'T00:00').getTime() + 86_400_000).toISOString() : undefined);

// usePast is the visits that are over, the latest first, page by page.
export function usePast(enabled: boolean, f: Filters) {
  const { api } = useApp();
  const query = { state: 'past' as const, source: f.source, country: f.country, goal: f.goal, from: dayStart(f.from), to: dayEnd(f.to), limit: 100 };
  return useInfiniteQuery({
    queryKey: ['past', query],
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => ok(api.GET('/v1/sessions', { params: { query: { ...query, cursor: pageParam } }, signal })),
    getNextPageParam: (page) => page.next,
  });
}
