import { Card, Text } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { plain } from '../../../lib/links';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { Choice } from '../parts/choice';
import { count, countryName, percent } from '../parts/format';
import { languageName } from '../parts/languages';
import { Broken, Empty, Loading } from '../parts/states';
import { Target } from './audience';
import { Open } from './figure';
import { help } from './help';
import { Moneys } from './lead-tiles';
import type { Figures, Sums } from './search';
import { named, of, wasOf } from './sums';
import { AtLeast, type Cell, FigureTable, Heading, sheetOf } from './table';
import { useEarlierBy, useFigures } from './use-figures';

const WorldMap = lazy(() => import('../map/world').then((m) => ({ default: m.WorldMap })));
const route = getRouteApi('/insights/$question');

const columns = [
  ['Visits', 'visits'],
  ['Asked', 'asked'],
  ['Reached a goal', 'reached'],
  ['Leads', 'leads'],
  ['Qualified', 'leads:qualified'],
] as const;

// Places are the countries and cities of visitors, and how many of each are reached. Unknown places are a group of
// their own, as are people who were erased, and in no share.
export function Places() {
  const { by } = route.useSearch();
  const chosen = by === 'city' || by === 'language' ? by : 'country';
  const navigate = useNavigate({ from: '/insights/$question' });
  const figures = useFigures(chosen, { audience: true }); // all in one read, since each costs a file a month
  const earlier = useEarlierBy(chosen);
  if (figures.isPending) return <Loading />;
  if (figures.error) return <Broken error={figures.error} retry={() => void figures.refetch()} />;
  const rows = figures.data.by.toSorted(
    (a, b) => rank(a.value) - rank(b.value) || of(b.sums, 'visits') - of(a.sums, 'visits'),
  );
  const unknown = of(rows.find((r) => !r.value)?.sums, 'visits');
  const erased = of(rows.find((r) => r.value === '~erased')?.sums, 'visits');
  const known = rows.reduce((n, r) => n + of(r.sums, 'visits'), 0) - unknown - erased;
  const head = ['Place', ...columns.map(([label]) => label), 'Worth of leads', 'Of known visits', 'Goals of visits'];
  const cells = rows.map(({ value, sums }): Cell[] => [
    { value: nameOf(chosen, value) },
    ...columns.map(([label, figure]) => ({
      ...cell(sums, label, figure, chosen, value),
      was: wasOf(earlier, value)(figure),
    })),
    worth(sums, chosen, value),
    share(of(sums, 'visits'), known, !!value && value !== '~erased'),
    share(of(sums, 'reached'), of(sums, 'visits'), true),
  ]);
  return (
    <>
      <Target reached={figures.data.audience} />
      <Card withBorder className="wide">
        <Heading title="Visits by place" help={help.places} sheet={() => sheetOf(head, cells)} />
        <div className="within unprinted">
          <Choice
            label="By"
            value={chosen}
            choices={[
              { value: 'country', label: 'Country' },
              { value: 'city', label: 'City' },
              { value: 'language', label: 'Language' },
            ]}
            choose={(to) => void navigate({ search: (s) => ({ ...s, by: to, list: undefined }), replace: true })}
          />
        </div>
        {rows.length ? (
          <>
            <Text size="sm" mb="xs">
              {count(known)} visits have a known {chosen === 'language' ? 'language' : 'place'}, {count(unknown)} are
              unknown
              {erased > 0 && `, ${count(erased)} are of people who were erased`}.
            </Text>
            {chosen === 'country' && <Quality rows={rows} />}
            <FigureTable label="Visits by place" head={head} rows={cells} />
            {figures.data.joined && <AtLeast />}
          </>
        ) : (
          <Empty title="Nobody has come in this period yet">The places of visitors are counted here.</Empty>
        )}
      </Card>
    </>
  );
}

// Quality is the map of the countries, by one of the figures: the circles are as large as there are many, and each
// opens its people for roles that may read them.
function Quality({ rows }: { rows: Figures['by'] }) {
  const { me } = useApp();
  const [figure, setFigure] = useState<string>('asked');
  const navigate = useNavigate({ from: '/insights/$question' });
  const counts = new Map(
    rows
      .filter((r) => r.value && !r.value.startsWith('~') && of(r.sums, figure))
      .map((r) => [r.value, of(r.sums, figure)] as const),
  );
  const lists = (value?: string) =>
    void navigate({ search: (s) => ({ ...s, list: figure, within: 'country' as const, value, without: undefined }) });
  return (
    <div className="unprinted">
      <div className="within">
        <Choice
          label="On the map"
          value={figure}
          choices={columns.map(([label, value]) => ({ value, label }))}
          choose={setFigure}
        />
      </div>
      <Suspense fallback={<Loading />}>
        <WorldMap
          counts={counts}
          most={Math.max(0, ...counts.values())}
          choose={may(me.role, 'agent') ? lists : undefined}
        />
      </Suspense>
    </div>
  );
}

// The groups that join others stand last, and the unknown after them.
const rank = (value: string) => (value ? (value.startsWith('~') ? 1 : 0) : 2);

type Kind = 'country' | 'city' | 'language';

function nameOf(by: Kind, value: string): string {
  if (!value) return 'Unknown';
  if (value === '~few') return 'Places with few visits';
  if (value === '~others') return 'All others';
  if (value === '~erased') return 'Erased people';
  if (by === 'language') return languageName(value);
  return by === 'country' ? countryName(value) : `${plain(value.slice(3))}, ${countryName(value.slice(0, 2))}`;
}

function cell(sums: Sums, label: string, figure: string, within: Kind, value: string): Cell {
  const n = of(sums, figure);
  return {
    value: n,
    shown: <Open n={n} label={`${label}, ${nameOf(within, value)}`} figure={figure} within={within} value={value} />,
  };
}

// worth is what the leads of a place are worth, by currency: as a server told or the chat saw it, or as one of the team
// set it.
function worth(sums: Sums, within: Kind, value: string): Cell {
  const all = named(sums, 'leads:worth:');
  return {
    value: all.map(([currency, n]) => `${n / 100} ${currency}`).join(', '),
    shown: (
      <Moneys
        label={`Worth of leads, ${nameOf(within, value)}`}
        sums={all}
        figure="leads:worth:"
        within={within}
        value={value}
      />
    ),
  };
}

const share = (n: number, all: number, known: boolean): Cell =>
  known && all ? { value: Math.round((100 * n) / all), shown: percent(n, all) } : { value: '' };
