import { useQuery } from '@tanstack/react-query';
import type { components } from '../../../../api/gen/schemas.gen';
import { useApp } from './context';
import { read } from './reads';

export type Colleague = components['schemas']['Colleague'];

export const presenceWords = { available: 'Available', away: 'Away', offline: 'Offline' } as const;
const rank = { available: 0, away: 1, offline: 2 } as const;

// usePresence lists the colleagues who may reply, those who are there first.
export function usePresence(enabled = true) {
  const { api } = useApp();
  return useQuery({
    ...read(api, '/v1/presence'),
    enabled,
    staleTime: 0, // a list that opens shows the people who are there now
    refetchInterval: 30_000,
    select: ({ rows }) => [...rows].sort((a, b) => rank[a.presence] - rank[b.presence] || a.cases - b.cases),
  });
}
