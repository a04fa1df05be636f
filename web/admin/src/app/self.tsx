import { Alert, Button, Group, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import { fault, Wrong } from '../settings/parts';
import { type Member, unnamed } from '../parts/team';
import { ok } from './api';
import { type App, AppContext, useApp } from './context';

const key = ['me'];

const useSelf = ({ api }: App) => useQuery({ queryKey: key, queryFn: () => ok(api.GET('/v1/me')), staleTime: 60_000 });

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
  const queries = useQueryClient();
  return (now: Member) => {
    queries.setQueryData(key, now);
    void queries.invalidateQueries({ queryKey: ['members'] });
  };
}

// useRename gives oneself a name.
export function useRename() {
  const { api } = useApp();
  const told = useTold();
  return useMutation({ mutationFn: (name: string) => ok(api.PATCH('/v1/me', { body: { name } })), onSuccess: told });
}

const later = 'botifire-unnamed';

// AskName asks whoever has no name yet, until they have one or put it off.
export function AskName() {
  const app = useApp();
  const { data } = useSelf(app);
  const [off, setOff] = useState(() => !!sessionStorage.getItem(later));
  const there = useLocation({ select: (l) => l.pathname === '/settings/you' });
  const [name, setName] = useState('');
  const rename = useRename();
  if (!data?.email || !unnamed(data) || off || there) return null;
  const putOff = () => (sessionStorage.setItem(later, '1'), setOff(true));
  return (
    <Alert color="teal" m="sm" py="xs" title="What should visitors call you?">
      <form onSubmit={(e) => (e.preventDefault(), rename.mutate(name))}>
        <Group align="flex-end" gap="xs">
          <TextInput size="xs" aria-label="What visitors call you" placeholder="Ada" maxLength={60} autoComplete="given-name" value={name} onChange={(e) => setName(e.currentTarget.value)} error={fault(rename.error, 'name')} />
          <Button size="xs" type="submit" loading={rename.isPending} disabled={!name.trim()}>Save</Button>
          <Button size="xs" variant="subtle" color="gray" onClick={putOff}>Later</Button>
        </Group>
        <Wrong error={rename.error} shown={['name']} />
      </form>
    </Alert>
  );
}
