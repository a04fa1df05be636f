import { useQuery } from '@tanstack/react-query';
import type { Session } from '../../../lib/wire';
import { useApp } from '../app/context';
import { read } from '../app/reads';

// useSources names the websites, numbers and bots that visits come from.
export function useSources() {
  const { api } = useApp();
  const query = useQuery({ ...read(api, '/v1/sources'), staleTime: 300_000 });
  const all = query.data?.rows ?? [];
  const name = (id?: string) => (id ? (all.find((s) => s.id === id)?.name ?? '') : '');
  return {
    all,
    // at is the website or number of a visit, and its bot.
    at: (s: Session) => ({ place: name(s.site ?? s.number), bot: name(s.bot) }),
  };
}
