import { BarChart } from '@mantine/charts';
import { Card, SimpleGrid } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { count, percent, span } from '../parts/format';
import { Empty } from '../parts/states';
import { Breakdown } from './breakdown';
import { Open, Tile } from './figure';
import { Funnel } from './funnel';
import { help } from './help';
import { asDrawn } from './legend';
import { outcomes } from './outcomes';
import { daysIn, type Figures, type Sums } from './search';
import { of } from './sums';
import { type Cell, FigureTable, Heading, sheetOf } from './table';
import { useEarlier, useRange } from './use-figures';

// Overview is how many came in a period, and their outcomes.
export function Overview({ figures }: { figures: Figures }) {
  const was = useEarlier();
  const all = figures.all;
  if (!of(all, 'visits') && !of(all, 'cases'))
    return (
      <Card withBorder className="wide">
        <Empty title="Nobody has come in this period yet">
          Visits, questions, outcomes and goals are counted here, from the first visit on. Put the chat on a page:{' '}
          <Link to="/settings/$section" params={{ section: 'install' }}>
            Install the widget
          </Link>
        </Empty>
      </Card>
    );
  return (
    <>
      <Card withBorder className="wide">
        <Tiles all={all} was={was} />
      </Card>
      <Days figures={figures} />
      <Funnel all={all} />
      <Outcomes all={all} />
      <Breakdown figures={figures} />
    </>
  );
}

function Tiles({ all, was }: { all: Sums; was?: Sums }) {
  const timed = of(all, 'timed');
  const tiles = [
    ['Visits', 'visits', help.visits],
    ['Asked something', 'asked', help.asked],
    ['Cases', 'cases', help.cases],
    ['Confirmed by the customer', 'outcome:confirmed', help.confirmed],
    ['Visits with a goal', 'reached', help.reached],
  ] as const;
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }}>
      {tiles.map(([label, figure, what]) => (
        <Tile key={figure} label={label} help={what} figure={figure} n={of(all, figure)} was={was && of(was, figure)} />
      ))}
      <Tile label="Average time on site" help="Of visits that are not private." figure="timed" n={timed}>
        {timed ? span((1000 * of(all, 'seconds')) / timed) : 'n/a'}
      </Tile>
    </SimpleGrid>
  );
}

const series = [
  { name: 'visits', label: 'Visits', color: 'teal.3' },
  { name: 'asked', label: 'Asked something', color: 'teal.7' },
  { name: 'reached', label: 'Reached a goal', color: 'yellow.6' },
];

// Days are the visits by day, as bars and as a table.
function Days({ figures }: { figures: Figures }) {
  const range = useRange();
  const sums = new Map(figures.days.map((d) => [d.day, d.sums]));
  const days = daysIn(range).map((day) => {
    const s = sums.get(day);
    return { day, visits: of(s, 'visits'), asked: of(s, 'asked'), reached: of(s, 'reached') };
  });
  const head = ['Day', ...series.map((s) => s.label)];
  const rows = days.map((d) => [
    { value: d.day },
    ...series.map((s) => {
      const n = d[s.name as 'visits'];
      return { value: n, shown: <Open n={n} label={`${s.label}, ${d.day}`} figure={s.name} day={d.day} /> };
    }),
  ]);
  return (
    <Card withBorder className="wide">
      <Heading title="Visits by day" help={help.visits} sheet={() => sheetOf(head, rows)} />
      <div dir="ltr" role="img" aria-label="Visits by day; the table below has the numbers">
        <BarChart
          h={220}
          data={days}
          dataKey="day"
          series={series}
          withLegend
          legendProps={asDrawn}
          tickLine="y"
          valueFormatter={count}
          barProps={{ isAnimationActive: false }}
          xAxisProps={{ minTickGap: 24 }}
        />
      </div>
      <details>
        <summary>As a table</summary>
        <FigureTable label="Visits by day" head={head} rows={rows} />
      </details>
    </Card>
  );
}

// Outcomes are the outcomes of the cases. They add up.
export function Outcomes({ all }: { all: Sums }) {
  const was = useEarlier();
  const cases = of(all, 'cases');
  const counted = cases - of(all, 'outcome:uncounted');
  const head = ['Outcome', 'Cases', 'Share'];
  const rows = outcomes.map(([name, label, color, what]): Cell[] => {
    const n = of(all, `outcome:${name}`);
    return [
      {
        value: label,
        shown: (
          <span title={what}>
            <i className="key" style={{ background: `var(--mantine-color-${color.replace('.', '-')})` }} /> {label}
          </span>
        ),
      },
      {
        value: n,
        shown: <Open n={n} label={label} figure={`outcome:${name}`} />,
        was: was && of(was, `outcome:${name}`),
      },
      {
        value: name === 'uncounted' || !counted ? '' : Math.round((100 * n) / counted),
        shown: share(name, n, counted),
      },
    ];
  });
  rows.push([
    { value: 'All cases' },
    { value: cases, shown: <Open n={cases} label="All cases" figure="cases" />, was: was && of(was, 'cases') },
    { value: '' },
  ]);
  return (
    <Card withBorder>
      <Heading title="Outcomes of cases" help={help.cases} sheet={() => sheetOf(head, rows)} />
      <div className="stack" role="img" aria-label="Shares of the outcomes; the table has the numbers">
        {outcomes.map(([name, label, color]) => {
          const n = of(all, `outcome:${name}`);
          return n ? (
            <i
              key={name}
              title={`${label}: ${n}`}
              style={{ flexGrow: n, background: `var(--mantine-color-${color.replace('.', '-')})` }}
            />
          ) : null;
        })}
      </div>
      <FigureTable label="Outcomes of cases" head={head} rows={rows} />
    </Card>
  );
}

const share = (name: string, n: number, of: number) => (name === 'uncounted' || !of ? '' : percent(n, of));
