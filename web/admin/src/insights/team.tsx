import { BarChart } from '@mantine/charts';
import { Card, SimpleGrid, Text } from '@mantine/core';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { count, span } from '../parts/format';
import { Broken, Loading } from '../parts/states';
import { useTeam } from '../parts/team';
import { Open, Tile } from './figure';
import { help } from './help';
import { RatedBy, Ratings } from './ratings';
import type { Figures, Sums } from './search';
import { classed, of, quantile, spans } from './sums';
import { type Cell, FigureTable, Heading, sheetOf } from './table';
import { useEarlier, useFigures } from './use-figures';
import { Waiting } from './waiting';

// Team is how soon people answer and how customers find it: all of them, by person, and by the hour at which a case
// began.
export function Team({ figures }: { figures: Figures }) {
  const was = useEarlier();
  const all = figures.all;
  return (
    <>
      <Waiting />
      <Card withBorder className="wide">
        <Tiles all={all} was={was} />
      </Card>
      <Ratings all={all} was={was} />
      <Waits all={all} />
      <People />
      <RatedBy />
      <Hours />
    </>
  );
}

// within is the time under which a share of all spans lies, in words.
function within(sums: Sums, name: string, share: number): string {
  const ms = quantile(spans(sums, name), share);
  return ms === undefined ? 'n/a' : span(ms);
}

const total = (sums: Sums, name: string) => spans(sums, name).reduce((n, [, m]) => n + m, 0);

function Tiles({ all, was }: { all: Sums; was?: Sums }) {
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }}>
      <Tile
        label="Solved with a person"
        help={help.person}
        figure="outcome:person"
        n={of(all, 'outcome:person')}
        was={was && of(was, 'outcome:person')}
      />
      <Tile
        label="Handed over and unanswered"
        help={help.unanswered}
        figure="outcome:unanswered"
        n={of(all, 'outcome:unanswered')}
        was={was && of(was, 'outcome:unanswered')}
      />
      <Span label="First word, half within" what={help.response} text={within(all, 'response', 0.5)} />
      <Span label="First word, nine of ten within" what={help.response} text={within(all, 'response', 0.9)} />
      <Span label="Ended, half within" what={help.resolve} text={within(all, 'resolve', 0.5)} />
      <Span label="Ended, nine of ten within" what={help.resolve} text={within(all, 'resolve', 0.9)} />
    </SimpleGrid>
  );
}

function Span({ label, what, text }: { label: string; what: string; text: string }) {
  return (
    <div title={what}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text fw={700} size="xl">
        {text}
      </Text>
    </div>
  );
}

// Waits are the waits for a person's first word, as a distribution.
function Waits({ all }: { all: Sums }) {
  if (!total(all, 'response'))
    return (
      <Card withBorder className="wide">
        <Heading title="The wait for a person" help={help.response} />
        <Text size="sm" c="dimmed">
          No person answered anybody in this period.
        </Text>
      </Card>
    );
  const bars = classed(spans(all, 'response'));
  const head = ['Wait', 'Cases'];
  const rows = bars.map((b): Cell[] => [{ value: b.name }, { value: b.n, shown: count(b.n) }]);
  return (
    <Card withBorder className="wide">
      <Heading title="The wait for a person" help={help.response} sheet={() => sheetOf(head, rows)} />
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

const columns = ['Cases', 'Waited', 'Half within', 'Nine of ten within'];

// columnsOf are the figures of a person or of an hour.
const columnsOf = (sums: Sums, cases: Cell): Cell[] => [
  cases,
  { value: total(sums, 'response'), shown: count(total(sums, 'response')) },
  { value: within(sums, 'response', 0.5) },
  { value: within(sums, 'response', 0.9) },
];

// People are the figures by the last person who had a part in a case. Agents see their own, viewers none.
function People() {
  const { me } = useApp();
  const look = useTeam();
  const figures = useFigures('agent');
  if (figures.isPending) return <Loading />;
  if (figures.error) return <Broken error={figures.error} retry={() => void figures.refetch()} />;
  if (figures.data.noPersons)
    return (
      <Card withBorder className="wide">
        <Heading title="By colleague" />
        <Text size="sm" c="dimmed">
          Your team has switched figures by person off (Settings, General).
        </Text>
      </Card>
    );
  if (!may(me.role, 'agent')) return null;
  const head = ['Colleague', ...columns];
  const rows = figures.data.by
    .filter(({ value }) => value && !value.startsWith('~'))
    .map(({ value, sums }) => {
      const n = of(sums, 'outcome:person');
      const { name } = look(value);
      const cases = {
        value: n,
        shown: <Open n={n} label={`Cases of ${name}`} figure="outcome:person" within="agent" value={value} />,
      };
      return [{ value: name }, ...columnsOf(sums, cases)];
    });
  return (
    <Card withBorder className="wide">
      <Heading
        title="By colleague"
        help={may(me.role, 'lead') ? undefined : 'You see your own figures; leads and owners see those of all.'}
        sheet={() => sheetOf(head, rows)}
      />
      {rows.length ? (
        <FigureTable label="By colleague" head={head} rows={rows} />
      ) : (
        <Text size="sm" c="dimmed">
          No case of this period had a person’s part yet.
        </Text>
      )}
    </Card>
  );
}

// Hours are the figures by the hour at which a case began.
function Hours() {
  const figures = useFigures('hour');
  if (!figures.data) return null;
  const head = ['Began at', ...columns];
  const rows = figures.data.by
    .toSorted((a, b) => Number(a.value) - Number(b.value))
    .filter(({ value }) => !value.startsWith('~'))
    .filter(({ sums }) => total(sums, 'response') || of(sums, 'outcome:unanswered'))
    .map(({ value, sums }) => {
      const n = of(sums, 'cases');
      const hour = `${value.padStart(2, '0')}:00`;
      return [
        { value: hour },
        ...columnsOf(sums, {
          value: n,
          shown: <Open n={n} label={`Cases of ${hour}`} figure="cases" within="hour" value={value} />,
        }),
      ];
    });
  return (
    <Card withBorder className="wide">
      <Heading title="By hour" help="The hour at which a case began." sheet={() => sheetOf(head, rows)} />
      {rows.length ? (
        <FigureTable label="By hour" head={head} rows={rows} />
      ) : (
        <Text size="sm" c="dimmed">
          Nobody waited for a person in this period.
        </Text>
      )}
    </Card>
  );
}
