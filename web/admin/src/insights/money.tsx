import { Card, Text } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { plain } from '../../../lib/links';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { count, countryName, dollars, money } from '../parts/format';
import { Open } from './figure';
import { help } from './help';
import type { Sums } from './search';
import { goalsIn, named, of, valuesOf } from './sums';
import { type Cell, FigureTable, Heading, sheetOf } from './table';
import { useFigures } from './use-figures';
import { categoryName } from './words';

const route = getRouteApi('/insights/$question');

// Money is what the bot costs beside what it is worth. The server tells costs to owners only.
export function Money({ all }: { all: Sums }) {
  const { me } = useApp();
  if (!may(me.role, 'owner')) return null;
  return (
    <>
      <Costs all={all} />
      {named(all, 'cost:meta:').length > 0 && <Charged all={all} />}
    </>
  );
}

function Costs({ all }: { all: Sums }) {
  const { window = '7' } = route.useSearch();
  const micros = of(all, 'cost:model');
  const confirmed = of(all, 'outcome:confirmed');
  const head = ['What', 'Amount'];
  const rows: Cell[][] = [
    [
      { value: 'Language models' },
      {
        value: micros / 1e6,
        shown: (
          <Open n={micros} label="Language models" said={dollars(micros)} figure="cost:model">
            {dollars(micros)}
          </Open>
        ),
      },
    ],
    [
      { value: 'Language models, for each case that the customer confirmed' },
      confirmed ? { value: micros / confirmed / 1e6, shown: dollars(micros / confirmed) } : { value: 'n/a' },
    ],
    ...goalsIn(all).flatMap((goal) => worth(all, goal, window)),
  ];
  return (
    <Card withBorder>
      <Heading title="Money" help={help.money} sheet={() => sheetOf(head, rows)} />
      <FigureTable label="Money" head={head} rows={rows} />
    </Card>
  );
}

// worth is the value of a goal after the bot alone, as your server told or the chat saw it, by currency.
const worth = (all: Sums, goal: string, window: string): Cell[][] =>
  valuesOf(all, 'value', goal, `:${window}:bot`).map(([currency, value]) => {
    const label = `${plain(goal)}, after the bot alone`;
    return [
      { key: goal + currency, value: label },
      {
        value: `${value} ${currency}`,
        shown: (
          <Open
            n={value}
            label={label}
            said={money(value, currency)}
            figure={`value:${goal}:${currency}:${window}:bot`}
          >
            {money(value, currency)}
          </Open>
        ),
      },
    ];
  });

// Charged are the messages for which Meta charges, by its category and the customer's country.
function Charged({ all }: { all: Sums }) {
  const figures = useFigures('country');
  const kinds = named(all, 'cost:meta:').map(([name]) => `cost:meta:${name}`);
  const head = ['Country', ...kinds.map(categoryName)];
  const line = (name: string, sums: Sums, at?: string): Cell[] => [
    { value: name },
    ...kinds.map((figure) => {
      const n = of(sums, figure);
      const within = at === undefined ? undefined : ('country' as const);
      const label = `${categoryName(figure)}, ${name}`;
      return { value: n, shown: <Open n={n} label={label} figure={figure} within={within} value={at} /> };
    }),
  ];
  const places = figures.data?.by.filter(({ sums }) => kinds.some((kind) => of(sums, kind))) ?? [];
  const rows = [...places.map((p) => line(nameOf(p.value), p.sums, p.value)), line('All', all)];
  return (
    <Card withBorder>
      <Heading title="Messages that Meta charges for" help={help.meta} sheet={() => sheetOf(head, rows)} />
      <Text size="sm" mb="xs">
        {count(kinds.reduce((n, kind) => n + of(all, kind), 0))} messages, by Meta’s category.
      </Text>
      <FigureTable label="Messages that Meta charges for" head={head} rows={rows} />
    </Card>
  );
}

function nameOf(value: string): string {
  if (value === '~few') return 'Places with few visits';
  if (value === '~others') return 'All others';
  if (value === '~erased') return 'Erased people';
  return value ? countryName(value) : 'Unknown';
}
