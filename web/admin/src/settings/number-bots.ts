import { useQuery } from '@tanstack/react-query';
import { useApp } from '../app/context';
import { read } from '../app/reads';

// useBots is the bots to choose from.
export function useBots() {
  const { api } = useApp();
  return useQuery(read(api, '/v1/bots')).data?.rows.map((b) => ({ value: b.id, label: b.name })) ?? [];
}
