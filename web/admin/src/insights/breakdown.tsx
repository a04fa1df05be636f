import { Card, Select } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { plain } from '../../../lib/links';
import { count, countryName, percent } from '../parts/format';
import { languageName } from '../parts/languages';
import { useTeam } from '../parts/team';
import { useSources } from '../visitors/sources';
import { Open } from './figure';
import { type By, type Dimension, dimensions, type Figures } from './search';
import { of, wasOf } from './sums';
import { AtLeast, FigureTable, Heading, sheetOf } from './table';
import { useEarlierBy } from './use-figures';

const route = getRouteApi('/insights/$question');

const columns = [
  ['Visits', 'visits'],
  ['Asked', 'asked'],
  ['Answered', 'answered'],
  ['Goal', 'reached'],
  ['Cases', 'cases'],
  ['Confirmed', 'outcome:confirmed'],
] as const;

// Breakdown shows the figures by the values of one dimension at a time.
export function Breakdown({ figures }: { figures: Figures }) {
  const { by } = route.useSearch();
  const navigate = useNavigate({ from: '/insights/$question' });
  const name = useNames(by);
  const earlier = useEarlierBy(by);
  const shown = figures.by.toSorted(
    (a, b) =>
      order(by, a.value, b.value) || of(b.sums, 'visits') - of(a.sums, 'visits') || a.value.localeCompare(b.value),
  );
  const head = [by ? dimensions[by] : '', ...columns.map(([label]) => label), 'Goals of visits'];
  const rows = shown.map(({ value, sums }) => [
    { value: name(value) },
    ...columns.map(([label, figure]) => {
      const n = of(sums, figure);
      return {
        value: n,
        shown: <Open n={n} label={`${label}, ${name(value)}`} figure={figure} within={by} value={value} />,
        was: wasOf(earlier, value)(figure),
      };
    }),
    {
      value: of(sums, 'visits') ? Math.round((100 * of(sums, 'reached')) / of(sums, 'visits')) : '',
      shown: of(sums, 'visits') ? percent(of(sums, 'reached'), of(sums, 'visits')) : '',
    },
  ]);
  return (
    <Card withBorder className="wide">
      <Heading
        title="By source, place, page and more"
        help={
          by === 'country' || by === 'city'
            ? 'Places with fewer than five visits are joined, at least two of them. On WhatsApp the country is that of the ' +
              'number, and there is no city.'
            : undefined
        }
        sheet={by ? () => sheetOf(head, rows) : undefined}
      />
      <Select
        className="unprinted"
        size="xs"
        maw={260}
        mb="xs"
        aria-label="Break down by"
        placeholder="Choose what to break down by"
        clearable
        value={by ?? null}
        data={Object.entries(dimensions).map(([value, label]) => ({ value, label }))}
        onChange={(to) =>
          void navigate({ search: (s) => ({ ...s, by: (to as Dimension) ?? undefined }), replace: true })
        }
      />
      {by && <FigureTable label={`${dimensions[by]}, ${count(rows.length)} rows`} head={head} rows={rows} />}
      {by && figures.joined && <AtLeast />}
    </Card>
  );
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

// Hours and weekdays stand in their own order, and so do the groups that join others: last.
function order(by: By | undefined, a: string, b: string): number {
  const joined = Number(a.startsWith('~')) - Number(b.startsWith('~'));
  if (joined) return joined;
  if (by === 'hour') return Number(a) - Number(b);
  if (by === 'weekday') return weekdays.indexOf(a) - weekdays.indexOf(b);
  return 0;
}

const fixed: Record<string, string> = {
  '': 'Unknown',
  '~few': 'Places with few visits',
  '~others': 'All others',
  '~erased': 'Erased people',
  web: 'Website',
  whatsapp: 'WhatsApp',
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};

// useNames gives the names of a dimension's values.
function useNames(by: By | undefined): (value: string) => string {
  const sources = useSources();
  const look = useTeam();
  return (value) => {
    if (value in fixed) return fixed[value]!;
    if (by === 'returning') return value === 'true' ? 'Returning' : 'New';
    if (by === 'hour') return `${value.padStart(2, '0')}:00`;
    if (by === 'country') return countryName(value);
    if (by === 'language') return languageName(value);
    if (by === 'site' || by === 'bot') return plain(sources.all.find((s) => s.id === value)?.name ?? value);
    if (by === 'agent') return look(value).name;
    if (by === 'city') return plain(value.slice(3)) + `, ${value.slice(0, 2)}`;
    return plain(value);
  };
}
