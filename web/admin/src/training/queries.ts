import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { keyOf, read, useRefresh } from '../app/reads';
import type { Publication, State } from './words';

// Filters are those of the list, as they stand in the address.
export interface Filters {
  q?: string;
  state?: State;
  tag?: string;
  missing?: string;
  bot?: string;
  source?: 'written' | 'script' | 'file' | 'page';
}

export function useEntries(query: Filters) {
  const { api } = useApp();
  return useInfiniteQuery({
    queryKey: keyOf('/v1/knowledge/entries', 'pages', { query }),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      ok(api.GET('/v1/knowledge/entries', { params: { query: { ...query, cursor: pageParam } } })),
    getNextPageParam: (p) => p.next,
  });
}

// useOverview reads the knowledge in numbers; every second while an edition is being made.
export function useOverview() {
  const { api } = useApp();
  const again = useAgain();
  const overview = useQuery({
    ...read(api, '/v1/knowledge'),
    refetchInterval: (query) => (query.state.data?.waiting ? 1000 : false),
  });
  const live = overview.data?.live;
  const seen = useRef(live);
  useEffect(() => {
    if (seen.current !== undefined && seen.current !== live) void again(); // entries have other states now
    seen.current = live;
  }, [live, again]);
  return overview;
}

// useAgain reads everything that is shown of the knowledge anew, but the overview.
function useAgain() {
  const refresh = useRefresh();
  return useCallback(async () => {
    await Promise.all([
      refresh('/v1/knowledge/entries'),
      refresh('/v1/knowledge/entries/{entry}'),
      refresh('/v1/knowledge/entries/{entry}/versions'),
      refresh('/v1/knowledge/publications'),
      refresh('/v1/knowledge/publications/{publication}'),
      refresh('/v1/knowledge/imports'),
      refresh('/v1/knowledge/weekly'),
    ]);
  }, [refresh]);
}

// useRenew reads all of it anew, after a change.
export function useRenew() {
  const refresh = useRefresh();
  const again = useAgain();
  return async () => {
    await Promise.all([refresh('/v1/knowledge'), again()]);
  };
}

export type Publish = { entries?: { id: string; version: number }[]; all?: boolean; back?: number };

export function usePublish(done?: (p: Publication) => void) {
  const { api } = useApp();
  const renew = useRenew();
  return useMutation({
    mutationFn: (body: Publish) => ok(api.POST('/v1/knowledge/publications', { body })),
    onSuccess: async (p) => {
      await renew();
      done?.(p);
    },
  });
}

// useConflicts finds the wordings that entries share with others.
export function useConflicts(entries: string[] | undefined) {
  const { api } = useApp();
  return useQuery({
    queryKey: ['conflicts', entries],
    queryFn: () => ok(api.POST('/v1/knowledge/conflicts', { body: { entries } })),
    enabled: !!entries,
    gcTime: 0,
  });
}

// useBotsAndSites gives the bots and the sites of the team.
export function useBotsAndSites() {
  const { api } = useApp();
  const bots = useQuery(read(api, '/v1/bots')).data?.rows ?? [];
  const sites = useQuery(read(api, '/v1/sites')).data?.rows ?? [];
  return {
    bots: bots.map((b) => ({ value: b.id, label: b.name })),
    sites: sites.map((s) => ({ value: s.site.key, label: s.site.name })),
  };
}
