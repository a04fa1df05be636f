import { ActionIcon, Button, Group, SegmentedControl, Select, Text, TextInput, Title, Tooltip } from '@mantine/core';
import { IconFilterOff, IconMap, IconUsers } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import type { SessionRow } from '../../../lib/wire';
import { countryName, fullTime } from '../parts/format';
import { Broken, Empty, Loading } from '../parts/states';
import { type Filters, pick } from './filter';
import { useLive, usePast } from './lists';
import { SessionTable } from './table';

const WorldMap = lazy(() => import('../map/world').then((m) => ({ default: m.WorldMap })));
const route = getRouteApi('/visitors');

export function VisitorsPage() {
  const f = route.useSearch();
  const go = route.useNavigate();
  const set = (change: Partial<Filters>) => void go({ search: { ...f, ...change }, replace: true });
  const past = f.show === 'past';
  const live = useLive(!past);
  const before = usePast(past, f);
  const query = past ? before : live;
  const all = useMemo(() => (past ? (before.data?.pages.flatMap((p) => p.rows) ?? []) : (live.data ?? [])), [past, before.data, live.data]);
  const rows = useMemo(() => (past ? all : pick(all, f)), [past, all, f]);
  const filtered = !!(f.source || f.state || f.country || f.goal || f.from || f.to);
  const end = () => past && before.hasNextPage && !before.isFetching && void before.fetchNextPage();
  const reached = before.data?.pages.at(-1)?.reached;

  return (
    <div className="page fill">
      <Group justify="space-between" p="md" pb="xs" gap="xs">
        <Title order={1} size="h3">Visitors {!past && live.data && <Text span c="dimmed" size="md" aria-live="polite">{live.data.length} here now</Text>}</Title>
        <Group gap="xs">
          {!past && <Tooltip label={f.map ? 'Hide the map' : 'Show the map'}><ActionIcon size="lg" variant={f.map ? 'filled' : 'default'} aria-label="Map" aria-pressed={!!f.map} onClick={() => set({ map: f.map ? undefined : true })}><IconMap size={20} /></ActionIcon></Tooltip>}
          <SegmentedControl aria-label="Which visits" value={past ? 'past' : 'live'} onChange={(v) => set({ show: v === 'past' ? 'past' : undefined, state: undefined, sort: undefined, map: undefined })} data={[{ value: 'live', label: 'Live' }, { value: 'past', label: 'Past' }]} />
        </Group>
      </Group>
      <Filter f={f} all={all} past={past} set={set} filtered={filtered} />
      {f.map && !past && <Suspense fallback={<Loading />}><WorldMap rows={rows} chosen={f.country} choose={(country) => set({ country })} /></Suspense>}
      {query.isPending ? <Loading /> : query.error && !all.length ? <Broken error={query.error} retry={() => void query.refetch()} /> : rows.length ? (
        <SessionTable rows={rows} live={!past} sort={f.sort} onSort={past ? undefined : (sort) => set({ sort })} onEnd={end} />
      ) : (
        <Nobody past={past} filtered={filtered} more={!!before.hasNextPage && past} reached={reached} look={() => void before.fetchNextPage()} />
      )}
    </div>
  );
}

function Filter({ f, all, past, set, filtered }: { f: Filters; all: SessionRow[]; past: boolean; set: (change: Partial<Filters>) => void; filtered: boolean }) {
  const seen = new Set(all.map((r) => r.session.place.country).filter((c) => !!c) as string[]);
  if (f.country) seen.add(f.country);
  const goals = new Set(['Lead Captured', 'Checkout', ...all.flatMap((r) => r.session.goals?.map((g) => g.name) ?? [])]);
  const countries = [...seen].sort((a, b) => countryName(a).localeCompare(countryName(b))).map((c) => ({ value: c, label: countryName(c) }));
  const all3 = { size: 'sm', clearable: true, w: { base: '47%', sm: 160 } } as const;
  return (
    <Group px="md" pb="sm" gap="xs" role="search" aria-label="Filter visits">
      <Select {...all3} aria-label="Source" placeholder="Any source" value={f.source ?? null} onChange={(v) => set({ source: (v ?? undefined) as Filters['source'] })} data={[{ value: 'web', label: 'Website' }, { value: 'whatsapp', label: 'WhatsApp' }]} />
      <Select {...all3} aria-label="Country" placeholder="Any country" searchable value={f.country ?? null} onChange={(v) => set({ country: v ?? undefined })} data={countries} />
      <Select {...all3} aria-label="Goal" placeholder="Any goal" value={f.goal ?? null} onChange={(v) => set({ goal: v ?? undefined })} data={[...goals]} />
      {past ? (
        <>
          <TextInput size="sm" type="date" aria-label="From" value={f.from ?? ''} onChange={(e) => set({ from: e.currentTarget.value || undefined })} />
          <TextInput size="sm" type="date" aria-label="To" value={f.to ?? ''} onChange={(e) => set({ to: e.currentTarget.value || undefined })} />
        </>
      ) : (
        <Select {...all3} aria-label="State" placeholder="Any state" value={f.state ?? null} onChange={(v) => set({ state: (v ?? undefined) as Filters['state'] })} data={[{ value: 'active', label: 'Active' }, { value: 'idle', label: 'Idle' }]} />
      )}
      {filtered && <Button size="sm" variant="subtle" leftSection={<IconFilterOff size={16} />} onClick={() => set({ source: undefined, country: undefined, goal: undefined, state: undefined, from: undefined, to: undefined })}>Clear</Button>}
    </Group>
  );
}

function Nobody({ past, filtered, more, reached, look }: { past: boolean; filtered: boolean; more: boolean; reached?: string; look: () => void }) {
  const icon = <IconUsers size={36} />;
  if (filtered) {
    return (
      <Empty title="Nobody passes these filters" icon={icon}>
        {more ? <>Looked back to {reached && fullTime(reached)}. <Button size="xs" variant="light" onClick={look}>Look further back</Button></> : 'Clear one of them to see more.'}
      </Empty>
    );
  }
  if (past) return <Empty title="No visits yet" icon={icon}>Visits are listed here when they are over.</Empty>;
  return <Empty title="Nobody is here right now" icon={icon}>Visitors appear here by themselves as they come, whether or not they open the chat.</Empty>;
}
