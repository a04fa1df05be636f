import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { showIn } from '../parts/format';
import { useApp } from './context';
import { read } from './reads';

const key = 'botifire-zone';
showIn(localStorage.getItem(key) ?? undefined); // as it was last time, so that nothing is drawn twice

// useZoned is true once times can be drawn as the team counts them: its zone is read, cannot be
// read, or is known from last time. Pages wait for it rather than being drawn again, since that
// would take away text that somebody is typing in them.
export const useZoned = () => !useGeneral().isPending || localStorage.getItem(key) !== null;

// useGeneral gives the team's general settings. Times are shown in its zone from then on.
export function useGeneral() {
  const { api } = useApp();
  const general = useQuery({ ...read(api, '/v1/general'), staleTime: 300_000 });
  const zone = general.data?.zone;
  if (zone !== undefined) showIn(zone || 'UTC');
  useEffect(() => {
    if (zone !== undefined) localStorage.setItem(key, zone || 'UTC');
  }, [zone]);
  return general;
}
