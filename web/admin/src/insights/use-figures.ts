import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useApp } from '../app/context';
import { useGeneral } from '../app/general';
import { read } from '../app/reads';
import { type By, before, rangeOf, today } from './search';

const route = getRouteApi('/insights/$question');

// useRange is the period that the address asks for.
export function useRange() {
  const general = useGeneral();
  return rangeOf(route.useSearch(), today(general.data?.zone));
}

// useFigures reads the figures of the period, and those of the period before if the address asks for them.
export function useFigures(by?: By) {
  const { api } = useApp();
  const range = useRange();
  const search = route.useSearch();
  const figures = useQuery({
    ...read(api, '/v1/insights/figures', { query: { ...range, by } }),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data?.more ? 2000 : 60_000),
  });
  const earlier = useQuery({
    ...read(api, '/v1/insights/figures', { query: { ...before(range), by } }),
    enabled: !!search.before,
  });
  return { figures, was: search.before ? earlier.data?.all : undefined, range };
}
