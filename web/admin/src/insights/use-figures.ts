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
  return rangeOf(route.useSearch(), today(general.data?.zoneNow ?? general.data?.zone));
}

// quick is how many times at most figures are read again soon, while the latest changes are being counted, or days are
// counted anew.
const quick = 10;

// useFigures reads the figures of the period. Only a page has the latest changes counted first, and keeps the figures
// of another period on the screen until then; its cards are shown after that, and read the figures that are there.
export function useFigures(by?: By, also: { latest?: true; audience?: true; also?: 'queue,hour' } = {}) {
  const { api } = useApp();
  const range = useRange();
  return useQuery({
    ...read(api, '/v1/insights/figures', { query: { ...range, by, ...also } }),
    placeholderData: also.latest && keepPreviousData,
    refetchInterval: ({ state: { data, dataUpdateCount } }) =>
      (data?.more || data?.anew) && dataUpdateCount < quick ? 2000 : 60_000,
  });
}

// useTeamFigures reads all that the page of the team is broken down by, at once: a read of a year costs a dozen files.
export const useTeamFigures = () => useFigures('agent', { also: 'queue,hour' });

// useEarlier reads the sums of the period before, if the address asks for them.
export const useEarlier = () => useEarlierBy()?.all;

// useEarlierBy reads them broken down, too.
export function useEarlierBy(by?: By) {
  const { api } = useApp();
  const range = useRange();
  const earlier = useQuery({
    ...read(api, '/v1/insights/figures', { query: { ...before(range), by } }),
    enabled: !!route.useSearch().before,
  });
  return earlier.data;
}
