import { BarChart } from '@mantine/charts';
import { Card, Group, Text } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Choice } from '../parts/choice';
import { count, span } from '../parts/format';
import { type Clock, clocks, figureOf, share, total, unknown, type Wait } from './clocks';
import { type Behind, Open } from './figure';
import { help } from './help';
import type { Sums } from './search';
import { classed, spans } from './sums';
import { type Cell, FigureTable, Heading, sheetOf } from './table';

const route = getRouteApi('/insights/$question');

// useClock is the clock that the address asks for.
export const useClock = (): Clock => route.useSearch().clock ?? 'all';

// within is the time under which a share of all spans lies, in words.
export function within(sums: Sums, name: string, of: number): string {
  const ms = share(sums, name, of);
  return ms === undefined ? 'n/a' : span(ms);
}

const choices = Object.entries(clocks).map(([value, label]) => ({ value: value as Clock, label: label.toLowerCase() }));

// Clocks chooses the clock on which all waits of the page are measured.
export function Clocks({ all }: { all: Sums }) {
  const clock = useClock();
  const navigate = useNavigate({ from: '/insights/$question' });
  const old = Math.max(unknown(all, 'response'), unknown(all, 'resolve'));
  return (
    <>
      <Group gap="xs" mb="xs" className="unprinted">
        <Choice
          label="Waits are measured"
          value={clock}
          choices={choices}
          choose={(to) =>
            void navigate({
              search: (s) => ({ ...s, clock: to === 'open' ? to : undefined, list: undefined }),
              replace: true,
            })
          }
        />
      </Group>
      <Text size="xs" c="dimmed" mb="xs">
        {help[clock === 'open' ? 'openHours' : 'aroundTheClock']}
        {clock === 'open' && old > 0 && ` Of ${count(old)} cases from before this was counted it is not known.`}
      </Text>
    </>
  );
}

const ends = [
  ['response', 0.5, 'First word, half within'],
  ['response', 0.9, 'First word, nine of ten within'],
  ['resolve', 0.5, 'Ended, half within'],
  ['resolve', 0.9, 'Ended, nine of ten within'],
] as const;

// waitColumns are the names of the figures that waitCells has.
export const waitColumns = ['Cases', 'Waited', ...ends.map(([, , label]) => label)];

// waitCells are the figures of a colleague, a queue or an hour. Each opens the cases behind it.
export function waitCells(sums: Sums, clock: Clock, of: Behind & { n: number; name: string }): Cell[] {
  const { n, name, figure, ...group } = of;
  const open = (label: string, m: number, behind: string, text?: string) => (
    <Open n={m} label={`${label}, ${name}`} said={text} figure={behind} {...group}>
      {text}
    </Open>
  );
  const behind = (wait: Wait) => `${figureOf(wait, clock)}~`;
  const waited = total(sums, figureOf('response', clock));
  return [
    { value: n, shown: open('Cases', n, figure) },
    { value: waited, shown: open('Waited', waited, behind('response')) },
    ...ends.map(([wait, of, label]): Cell => {
      const text = within(sums, figureOf(wait, clock), of);
      return { value: text, shown: open(label, total(sums, figureOf(wait, clock)), behind(wait), text) };
    }),
  ];
}

// waitSheet is a table of waits for a spreadsheet, which says on which clock they are.
export const waitSheet = (head: string[], rows: Cell[][], clock: Clock) =>
  sheetOf([`${head[0]} (${clocks[clock].toLowerCase()})`, ...head.slice(1)], rows);

// Waits are the waits for a person's first word, as a distribution.
export function Waits({ all }: { all: Sums }) {
  const clock = useClock();
  const figure = figureOf('response', clock);
  if (!total(all, figure))
    return (
      <Card withBorder className="wide">
        <Heading title="The wait for a person" help={help.response} />
        <Text size="sm" c="dimmed">
          {total(all, 'response')
            ? 'How much of the waits of this period was within opening hours is not known.'
            : 'No person answered anybody in this period.'}
        </Text>
      </Card>
    );
  const bars = classed(spans(all, figure));
  const head = ['Wait', 'Cases'];
  const rows = bars.map((b): Cell[] => [{ value: b.name }, { value: b.n, shown: count(b.n) }]);
  return (
    <Card withBorder className="wide">
      <Heading title="The wait for a person" help={help.response} sheet={() => waitSheet(head, rows, clock)} />
      <div dir="ltr" role="img" aria-label="Cases by their wait; the table has the numbers">
        <BarChart
          h={200}
          data={bars}
          dataKey="name"
          valueFormatter={count}
          barProps={{ isAnimationActive: false }}
          series={[{ name: 'n', label: 'Cases', color: 'teal.7' }]}
        />
      </div>
      <details>
        <summary>As a table</summary>
        <FigureTable label="The wait for a person" head={head} rows={rows} />
      </details>
    </Card>
  );
}
