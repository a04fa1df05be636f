import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { SessionRow } from '../../../lib/wire';
import { ok } from '../app/api';
import { useApp, useHint } from '../app/context';
import { keyOf } from '../app/reads';
import { type Filters, isFiltered, keepSame } from './filter';

const most = 2000; // live rows that a browser is asked to hold
export const mostPast = 5000; // past rows that it looks through by itself

const live = keyOf('/v1/sessions', 'all', { query: { state: 'live' } });

// useLive gives the visitors who are here now. The list is read anew when the server says
// that it changed, less often the longer the list is.
export function useLive(enabled: boolean) {
  const { api } = useApp();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: live,
    enabled,
    queryFn: async ({ signal }) => {
      const rows: SessionRow[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await ok(
          api.GET('/v1/sessions', { params: { query: { state: 'live', limit: 200, cursor } }, signal }),
        );
        rows.push(...page.rows);
        cursor = page.next;
        if (!cursor || rows.length >= most) return rows;
      }
    },
    structuralSharing: (was, is) => keepSame(was as SessionRow[] | undefined, is as SessionRow[]),
    refetchInterval: 30_000,
  });
  const size = query.data?.length ?? 0;
  useHint('visitors', () => enabled && void queries.invalidateQueries({ queryKey: live }), Math.max(700, size * 6));
  // The helper of a visitor changes with the inbox.
  useHint('inbox', () => enabled && void queries.invalidateQueries({ queryKey: live }), Math.max(2000, size * 12));
  return query;
}

// usePast is the visits that are over, the latest first. Of a list that is filtered or
// sorted all pages are asked for, one after the other: only then is it complete.
export function usePast(enabled: boolean, f: Filters) {
  const { api } = useApp();
  const at = f.at?.startsWith('b_') ? { bot: f.at } : { site: f.at };
  const query = {
    state: 'past' as const,
    source: f.source,
    country: f.country,
    goal: f.goal,
    goalBy: f.by,
    device: f.device as 'desktop' | undefined,
    network: f.network,
    fromDay: f.from,
    toDay: f.to,
    ...at,
    limit: 100,
  };
  const past = useInfiniteQuery({
    queryKey: keyOf('/v1/sessions', 'pages', { query }),
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      ok(api.GET('/v1/sessions', { params: { query: { ...query, cursor: pageParam } }, signal })),
    getNextPageParam: (page) => page.next,
  });
  const rows = past.data?.pages.reduce((n, p) => n + p.rows.length, 0) ?? 0;
  const goesOn =
    enabled && (isFiltered(f) || !!f.sort) && past.hasNextPage && rows < mostPast && !past.isFetchNextPageError;
  const { isFetching, fetchNextPage } = past;
  useEffect(() => {
    if (goesOn && !isFetching) void fetchNextPage();
  }, [goesOn, isFetching, fetchNextPage]);
  return { ...past, goesOn, reached: past.data?.pages.at(-1)?.reached };
}
