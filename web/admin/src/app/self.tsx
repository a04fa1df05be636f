import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import type { Member } from '../parts/team';
import { ok } from './api';
import { type App, AppContext, useApp } from './context';
import { read, useRefresh } from './reads';

export const useSelf = ({ api }: App) => useQuery({ ...read(api, '/v1/me'), staleTime: 60_000 });

// Self has everything below call the signed-in person as their team does: a token's name is
// as old as the token.
export function Self({ app, children }: { app: App; children: ReactNode }) {
  const { data } = useSelf(app);
  const [name, picture] = [data?.name || app.me.name, data?.picture];
  const value = useMemo(() => ({ ...app, me: { ...app.me, name, picture } }), [app, name, picture]);
  return <AppContext value={value}>{children}</AppContext>;
}

// useTold has the whole page know at once how oneself looks now.
export function useTold() {
  const { api } = useApp();
  const queries = useQueryClient();
  const refresh = useRefresh();
  return (now: Member) => {
    queries.setQueryData(read(api, '/v1/me').queryKey, now);
    void refresh('/v1/members');
  };
}

// useRename gives oneself a name.
export function useRename() {
  const { api } = useApp();
  const told = useTold();
  return useMutation({ mutationFn: (name: string) => ok(api.PATCH('/v1/me', { body: { name } })), onSuccess: told });
}
