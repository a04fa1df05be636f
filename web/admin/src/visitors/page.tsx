import { ActionIcon, Button, Group, Loader, SegmentedControl, Text, Title, Tooltip } from '@mantine/core';
import { IconMap, IconUsers } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useMemo } from 'react';
import type { SessionRow } from '../../../lib/wire';
import { FirstSteps } from '../parts/first-steps';
import { count, fullTime } from '../parts/format';
import { SearchLink } from '../parts/search-link';
import { Broken, Empty, Loading } from '../parts/states';
import { type Filters, isFiltered, pick } from './filter';
import { FilterBar } from './filters';
import { Find } from './find';
import { mostPast, useLive, usePast } from './lists';
import { SessionTable } from './table';

const WorldMap = lazy(() => import('../map/world').then((m) => ({ default: m.WorldMap })));
const route = getRouteApi('/visitors');

// VisitorsPage lists the visitors who are here, or the visits that are over.
export function VisitorsPage() {
  const f = route.useSearch();
  const go = route.useNavigate();
  const set = (change: Partial<Filters>) => void go({ search: { ...f, ...change }, replace: true });
  const past = f.show === 'past';
  const live = useLive(!past);
  const before = usePast(past, f);
  const query = past ? before : live;
  const all = useMemo(
    () => (past ? (before.data?.pages.flatMap((p) => p.rows) ?? []) : (live.data ?? [])),
    [past, before.data, live.data],
  );
  const rows = useMemo(() => pick(all, past ? { sort: f.sort } : f), [past, all, f]);
  const end = () => past && before.hasNextPage && !before.isFetching && void before.fetchNextPage();
  return (
    <div className="page fill">
      <Head f={f} set={set}>
        {past
          ? before.data && counted(all.length, !!before.hasNextPage)
          : live.data && <Now all={live.data} rows={rows} f={f} />}
      </Head>
      <FilterBar f={f} all={all} past={past} set={set} />
      {past && (
        <Progress
          going={before.goesOn}
          rows={all.length}
          reached={before.reached}
          more={!!before.hasNextPage}
          sorted={!!f.sort}
          stop={before.isFetchNextPageError ? () => void before.fetchNextPage() : undefined}
        />
      )}
      {f.map && !past && <Places f={f} all={all} set={set} />}
      {query.isPending ? (
        <Loading />
      ) : query.error && !all.length ? (
        <Broken error={query.error} retry={() => void query.refetch()} />
      ) : rows.length ? (
        <SessionTable
          rows={rows}
          live={!past}
          sort={f.sort}
          onSort={(sort) => set({ sort })}
          onEnd={end}
          onNetwork={(network) => set({ network })}
        />
      ) : (
        !before.goesOn && <Nobody past={past} filtered={isFiltered(f)} />
      )}
    </div>
  );
}

interface Part {
  f: Filters;
  set: (change: Partial<Filters>) => void;
}

// Head shows the count, and chooses between live and past visits.
function Head({ f, set, children }: Part & { children: ReactNode }) {
  const past = f.show === 'past';
  const show = (v: string) =>
    set({ show: v === 'past' ? 'past' : undefined, state: undefined, sort: undefined, map: undefined });
  return (
    <Group justify="space-between" p="md" pb="xs" gap="xs">
      <Title order={1} size="h3">
        Visitors{' '}
        <Text span c="dimmed" size="md" aria-live="polite">
          {children}
        </Text>
      </Title>
      <Group gap="xs">
        <Find />
        <SearchLink />
        {!past && (
          <Tooltip label={f.map ? 'Hide the map' : 'Show the map'}>
            <ActionIcon
              size="lg"
              variant={f.map ? 'filled' : 'default'}
              aria-label="Map"
              aria-pressed={!!f.map}
              onClick={() => set({ map: f.map ? undefined : true })}
            >
              <IconMap size={20} />
            </ActionIcon>
          </Tooltip>
        )}
        <SegmentedControl
          aria-label="Which visits"
          value={past ? 'past' : 'live'}
          onChange={show}
          data={[
            { value: 'live', label: 'Live' },
            { value: 'past', label: 'Past' },
          ]}
        />
      </Group>
    </Group>
  );
}

function Places({ f, all, set }: Part & { all: SessionRow[] }) {
  const rows = pick(all, { ...f, country: undefined });
  return (
    <Suspense fallback={<Loading />}>
      <WorldMap
        counts={countries(rows)}
        most={Math.max(0, ...countries(all).values())}
        chosen={f.country}
        choose={(country) => set({ country })}
      />
    </Suspense>
  );
}

// countries are how many visits came from each.
function countries(rows: SessionRow[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { session } of rows)
    if (session.place.country) found.set(session.place.country, (found.get(session.place.country) ?? 0) + 1);
  return found;
}

const counted = (n: number, more: boolean) => `${count(n)}${more ? '+' : ''} ${n === 1 && !more ? 'visit' : 'visits'}`;

// Now says how many are here, and how many of them are listed. On WhatsApp nobody is here.
function Now({ all, rows, f }: { all: SessionRow[]; rows: SessionRow[]; f: Filters }) {
  const here = all.filter((r) => r.session.source === 'web').length;
  const said = [
    `${count(here)} here now`,
    all.length > here ? `${count(all.length - here)} in conversation on WhatsApp` : '',
    isFiltered(f) ? `${count(rows.length)} shown by the filters` : '',
  ];
  return <>{said.filter(Boolean).join(' · ')}</>;
}

// Progress tells how far a list that goes on by itself has come.
function Progress({
  going,
  rows,
  reached,
  more,
  sorted,
  stop,
}: {
  going: boolean;
  rows: number;
  reached?: string;
  more: boolean;
  sorted: boolean;
  stop?: () => void;
}) {
  if (stop)
    return (
      <Text px="md" pb="xs" size="sm" role="alert">
        Looking further back failed.{' '}
        <Button size="compact-sm" variant="light" onClick={stop}>
          Try again
        </Button>
      </Text>
    );
  if (going)
    return (
      <Text px="md" pb="xs" size="sm" c="dimmed" role="status">
        <Loader size={12} me={8} />
        Looking further back{reached && <>: reached {fullTime(reached)}</>}, {counted(rows, false)} so far.
      </Text>
    );
  if (rows >= mostPast && more && sorted)
    return (
      <Text px="md" pb="xs" size="sm" c="dimmed">
        These are the latest {count(rows)} visits. Choose days or other filters to sort the rest.
      </Text>
    );
  return null;
}

function Nobody({ past, filtered }: { past: boolean; filtered: boolean }) {
  const icon = <IconUsers size={36} />;
  if (filtered)
    return (
      <Empty title={past ? 'No visits match these filters' : 'No visitors match these filters'} icon={icon}>
        Clear one of them to see more.
      </Empty>
    );
  if (past)
    return (
      <Empty title="No visits yet" icon={icon}>
        Visits are listed here when they are over.
      </Empty>
    );
  return (
    <Empty title="Nobody is here right now" icon={icon}>
      Visitors appear here by themselves as they come, whether or not they open the chat.
      <FirstSteps />
    </Empty>
  );
}
