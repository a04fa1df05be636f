import { Card, SimpleGrid, Text } from '@mantine/core';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { count } from '../parts/format';
import { Broken, Loading } from '../parts/states';
import { useTeam } from '../parts/team';
import { figureOf, queueNames, total } from './clocks';
import { Tile } from './figure';
import { help } from './help';
import { RatedBy, Ratings } from './ratings';
import type { By, Figures, Sums } from './search';
import { of } from './sums';
import { type Cell, FigureTable, Heading } from './table';
import { useEarlier, useTeamFigures } from './use-figures';
import { Waiting } from './waiting';
import { Clocks, useClock, Waits, waitCells, waitColumns, waitSheet, within } from './waits';

// Team is how soon people answer and how customers find it: all of them, by person, by queue, and by the hour at which
// a case began.
export function Team({ figures }: { figures: Figures }) {
  const was = useEarlier();
  const all = figures.all;
  return (
    <>
      <Waiting />
      <Card withBorder className="wide">
        <Clocks all={all} />
        <Tiles all={all} was={was} />
      </Card>
      <Ratings all={all} was={was} />
      <Waits all={all} />
      <People />
      <RatedBy />
      <Queues all={all} />
      <Hours />
    </>
  );
}

function Tiles({ all, was }: { all: Sums; was?: Sums }) {
  const response = figureOf('response', useClock());
  const resolve = figureOf('resolve', useClock());
  const spans = [
    ['First word, half within', help.response, response, 0.5],
    ['First word, nine of ten within', help.response, response, 0.9],
    ['Ended, half within', help.resolve, resolve, 0.5],
    ['Ended, nine of ten within', help.resolve, resolve, 0.9],
  ] as const;
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
      {spans.map(([label, what, figure, part]) => (
        <Tile key={label} label={label} help={what} figure={`${figure}~`} n={total(all, figure)}>
          {within(all, figure, part)}
        </Tile>
      ))}
    </SimpleGrid>
  );
}

// Group is a person, a queue or an hour with its sums.
interface Group {
  name: string;
  value: string;
  sums: Sums;
}

interface GroupsProps {
  title: string;
  first: string;
  help?: string;
  none: string;
  within: By;
  figure: string; // of the cases of each
  all: Group[];
}

// Groups is a table of waits.
function Groups(p: GroupsProps) {
  const clock = useClock();
  const head = [p.first, ...waitColumns];
  const rows = p.all.map(({ name, value, sums }): Cell[] => [
    { value: name, key: value },
    ...waitCells(sums, clock, { n: of(sums, p.figure), name, figure: p.figure, within: p.within, value }),
  ]);
  return (
    <Card withBorder className="wide">
      <Heading title={p.title} help={p.help} sheet={() => waitSheet(head, rows, clock)} />
      {rows.length ? (
        <FigureTable label={p.title} head={head} rows={rows} />
      ) : (
        <Text size="sm" c="dimmed">
          {p.none}
        </Text>
      )}
    </Card>
  );
}

// People are the figures by the last person who had a part in a case. Agents see their own, viewers none.
function People() {
  const { me } = useApp();
  const look = useTeam();
  const figures = useTeamFigures();
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
  return (
    <Groups
      title="By colleague"
      first="Colleague"
      help={may(me.role, 'lead') ? undefined : 'You see your own figures; leads and owners see those of all.'}
      none="No case of this period had a person’s part yet."
      within="agent"
      figure="outcome:person"
      all={figures.data.by
        .filter(({ value }) => value && !value.startsWith('~'))
        .map((row) => ({ ...row, name: look(row.value).name }))}
    />
  );
}

const waits = (sums: Sums) => total(sums, 'response') > 0 || of(sums, 'outcome:unanswered') > 0;

// Queues are the figures by the queue of the inbox in which customers waited.
function Queues({ all }: { all: Sums }) {
  const queues = useTeamFigures().data?.also?.queue;
  if (!queues) return null;
  const by = new Map(queues.map(({ value, sums }) => [value, sums]));
  const rows = Object.entries(queueNames)
    .map(([value, name]) => ({ name, value, sums: by.get(value) ?? {} }))
    .filter(({ sums }) => waits(sums));
  const rest = total(all, 'response') - rows.reduce((n, { sums }) => n + total(sums, 'response'), 0);
  return (
    <Groups
      title="By queue"
      first="Queue"
      help={help.queue + (rest > 0 ? ` Of ${count(rest)} waits the queue is not known.` : '')}
      none="Nobody waited for a person in this period."
      within="queue"
      figure="cases"
      all={rows}
    />
  );
}

// Hours are the figures by the hour at which a case began.
function Hours() {
  const hours = useTeamFigures().data?.also?.hour;
  if (!hours) return null;
  return (
    <Groups
      title="By hour"
      first="Began at"
      help="The hour at which a case began."
      none="Nobody waited for a person in this period."
      within="hour"
      figure="cases"
      all={hours
        .toSorted((a, b) => Number(a.value) - Number(b.value))
        .filter(({ value, sums }) => !value.startsWith('~') && waits(sums))
        .map((row) => ({ ...row, name: `${row.value.padStart(2, '0')}:00` }))}
    />
  );
}
