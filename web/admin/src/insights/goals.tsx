import { BarChart } from '@mantine/charts';
import { Card, Text } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { plain } from '../../../lib/links';
import { Choice } from '../parts/choice';
import { count, money, percent } from '../parts/format';
import { Empty } from '../parts/states';
import { Breakdown } from './breakdown';
import { Open } from './figure';
import { help } from './help';
import { asDrawn } from './legend';
import { cells } from './outcomes';
import { type Figures, type Sums, type Window, windows } from './search';
import { goalsIn, of, valuesOf } from './sums';
import { type Cell, FigureTable, Heading, sheetOf } from './table';
import { useEarlier } from './use-figures';

const route = getRouteApi('/insights/$question');

// Goals are how often each was reached and after whose help, of how many visits, and their worth.
export function Goals({ figures }: { figures: Figures }) {
  const all = figures.all;
  const names = goalsIn(all);
  if (!names.length)
    return (
      <Card withBorder className="wide">
        <Empty title="No goal was reached in this period">
          Goals say what a chat is good for: an order, a lead, a booking.{' '}
          <Link to="/settings/$section" params={{ section: 'goals' }}>
            Set up goals
          </Link>
        </Empty>
      </Card>
    );
  return (
    <>
      <After all={all} names={names} />
      <Alone all={all} names={names} />
      <Worth all={all} names={names} />
      <Breakdown figures={figures} />
    </>
  );
}

// Days in which a part counts, as a choice.
function Within({ window }: { window: Window }) {
  const navigate = useNavigate({ from: '/insights/$question' });
  return (
    <div className="unprinted within">
      <Choice
        label="A part counts for"
        value={window}
        choices={windows.map((value) => ({ value, label: value === '1' ? '1 day' : `${value} days` }))}
        choose={(to) => void navigate({ search: (s) => ({ ...s, window: to, list: undefined }), replace: true })}
      />
    </div>
  );
}

function After({ all, names }: { all: Sums; names: string[] }) {
  const { window = '7' } = route.useSearch();
  const was = useEarlier();
  const head = ['Goal', 'Reached', ...cells.map(([, label]) => label), 'Only reported by a page'];
  const rows = names.map((goal) => {
    const n = of(all, `goal:${goal}`);
    const claimed = of(all, `goal:${goal}:claimed`);
    return [
      { value: plain(goal) },
      { value: n, shown: <Open n={n} label={goal} figure={`goal:${goal}`} />, was: was && of(was, `goal:${goal}`) },
      ...cells.map(([cell, label]) => {
        const figure = `goal:${goal}:${window}:${cell}`;
        const m = of(all, figure);
        return {
          value: m,
          was: was && of(was, figure),
          shown: (
            <>
              <Open n={m} label={`${goal}, ${label}`} figure={figure} />{' '}
              <span className="whole">({percent(m, n || 1)})</span>
            </>
          ),
        };
      }),
      {
        value: claimed,
        was: was && of(was, `goal:${goal}:claimed`),
        shown: <Open n={claimed} label={`${goal}, reported by a page`} figure={`goal:${goal}:claimed`} />,
      },
    ];
  });
  const bars = names.map((goal) => ({
    goal: plain(goal),
    ...Object.fromEntries(cells.map(([cell]) => [cell, of(all, `goal:${goal}:${window}:${cell}`)])),
  }));
  return (
    <Card withBorder className="wide">
      <Heading
        title="Goals, and who helped before"
        help={`${help.goals} ${help.after}`}
        sheet={() => sheetOf(head, rows)}
      />
      <Within window={window} />
      <div dir="ltr" role="img" aria-label="Goals by the help before them; the table has the numbers">
        <BarChart
          h={104 + 44 * names.length}
          data={bars}
          dataKey="goal"
          orientation="vertical"
          type="stacked"
          withLegend
          legendProps={asDrawn}
          yAxisProps={{ width: 110 }}
          valueFormatter={count}
          barProps={{ isAnimationActive: false }}
          series={cells.map(([name, label, color]) => ({ name, label, color }))}
        />
      </div>
      <FigureTable label="Goals" head={head} rows={rows} />
    </Card>
  );
}

// Alone is the share of the bot: of the visits of people who had asked it something within the chosen days.
function Alone({ all, names }: { all: Sums; names: string[] }) {
  const { window = '7' } = route.useSearch();
  const asked = of(all, `askers:${window}`);
  const was = useEarlier();
  const head = ['Goal', 'After the bot alone', 'Of people who asked the bot', 'Of all visits'];
  const rows = names.map((goal) => {
    const figure = `alone:${goal}:${window}`;
    const n = of(all, figure);
    return [
      { value: plain(goal) },
      {
        value: n,
        shown: <Open n={n} label={`${goal}, after the bot alone`} figure={figure} />,
        was: was && of(was, figure),
      },
      { value: asked ? Math.round((100 * n) / asked) : '', shown: asked ? percent(n, asked) : 'n/a' },
      { value: Math.round((100 * n) / (of(all, 'visits') || 1)), shown: percent(n, of(all, 'visits') || 1) },
    ];
  });
  return (
    <Card withBorder className="wide">
      <Heading title="Without a person" help={help.alone} sheet={() => sheetOf(head, rows)} />
      <Text size="sm" mb="xs">
        In <Open n={asked} label="Visits of people who had asked the bot" figure={`askers:${window}`} /> of{' '}
        {count(of(all, 'visits'))} visits the visitor asked the bot something, or had done so in the{' '}
        {window === '1' ? 'day' : `${window} days`} before.
      </Text>
      <FigureTable label="Goals without a person" head={head} rows={rows} />
    </Card>
  );
}

// Worth is the goals' values, by currency: they are never added up across. Values that a page merely claims stand
// apart.
const worths = [
  ['value', ''],
  ['claim', ', only reported by a page'],
] as const;

function worthCell(value: number, currency: string, label: string, figure: string): Cell {
  const said = money(value, currency);
  return {
    value,
    shown: (
      <Open n={value} label={label} said={said} figure={figure}>
        {said}
      </Open>
    ),
  };
}

function Worth({ all, names }: { all: Sums; names: string[] }) {
  const { window = '7' } = route.useSearch();
  const lines = names.flatMap((goal) =>
    worths.flatMap(([kind, told]) =>
      valuesOf(all, kind, goal).map(([currency, value]) => ({ goal, kind, told, currency, value })),
    ),
  );
  const head = ['Goal', 'Worth', ...cells.map(([, label]) => label)];
  const rows = lines.map(({ goal, kind, told, currency, value }) => [
    { value: `${plain(goal)}, ${currency}${told}` },
    worthCell(value, currency, `${plain(goal)}${told}`, `${kind}:${goal}:${currency}`),
    ...cells.map(([cell, label]) => {
      const figure = `${kind}:${goal}:${currency}:${window}:${cell}`;
      return worthCell(of(all, figure) / 100, currency, `${plain(goal)}${told}, ${label}`, figure);
    }),
  ]);
  return (
    <Card withBorder className="wide">
      <Heading title="What they are worth" help={help.goalWorth} sheet={() => sheetOf(head, rows)} />
      {rows.length ? (
        <FigureTable label="Worth of goals" head={head} rows={rows} />
      ) : (
        <Text size="sm" c="dimmed">
          None of these goals has a value. You can give them one under{' '}
          <Link to="/settings/$section" params={{ section: 'goals' }}>
            Settings, Goals
          </Link>
          .
        </Text>
      )}
    </Card>
  );
}
