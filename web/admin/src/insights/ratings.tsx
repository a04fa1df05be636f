import { Card, SimpleGrid, Text } from '@mantine/core';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { count } from '../parts/format';
import { useTeam } from '../parts/team';
import { Open, Tile } from './figure';
import { help } from './help';
import { answered, answers, rate } from './rated';
import type { Sums } from './search';
import { of } from './sums';
import { type Cell, FigureTable, Heading, sheetOf } from './table';
import { useTeamFigures } from './use-figures';

// Ratings are the answers of customers who were asked how their case was.
export function Ratings({ all, was }: { all: Sums; was?: Sums }) {
  const n = answered(all);
  const asked = of(all, 'csat:asked');
  const head = ['Answer', 'Cases', 'Share'];
  const rows = answers.map(([label, figure]): Cell[] => {
    const m = of(all, figure);
    return [
      { value: label },
      { value: m, shown: <Open n={m} label={label} figure={figure} /> },
      { value: rate(all, m, n) },
    ];
  });
  return (
    <Card withBorder className="wide">
      <Heading title="How it was, say customers" help={help.rating} sheet={() => sheetOf(head, rows)} />
      <SimpleGrid cols={{ base: 2, sm: 3 }} mb="xs">
        <Tile label="Asked" help={help.rating} figure="csat:asked" n={asked} was={was && of(was, 'csat:asked')} />
        <Share label="Answered" n={n} text={rate(all, n, asked)} />
        <Share label="Good" n={of(all, 'csat:good')} text={rate(all, of(all, 'csat:good'), n)} />
      </SimpleGrid>
      {asked ? (
        <FigureTable label="How it was, say customers" head={head} rows={rows} />
      ) : (
        <Text size="sm" c="dimmed">
          Nobody was asked in this period. A customer is asked when a case with an answer is closed.
        </Text>
      )}
    </Card>
  );
}

// Share is a rate, or the count while there are too few answers for one.
function Share({ label, n, text }: { label: string; n: number; text: string }) {
  return (
    <div className="tile">
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text fw={700} size="xl">
        {text || count(n)}
      </Text>
      <Text size="xs" c="dimmed">
        {text ? count(n) : 'no share below ten answers'}
      </Text>
    </div>
  );
}

// RatedBy are the answers by the last person who had a part in a case. Others than leads see their own.
export function RatedBy() {
  const { me } = useApp();
  const look = useTeam();
  const by = useTeamFigures().data?.by ?? [];
  const head = ['Colleague', 'Asked', ...answers.map(([label]) => label), 'Answered', 'Of those good'];
  const rows = by
    .filter(({ value, sums }) => value && !value.startsWith('~') && of(sums, 'csat:asked'))
    .map(({ value, sums }) => {
      const { name } = look(value);
      const cell = (label: string, figure: string): Cell => {
        const n = of(sums, figure);
        return {
          value: n,
          shown: <Open n={n} label={`${label}, ${name}`} figure={figure} within="agent" value={value} />,
        };
      };
      const n = answered(sums);
      return [
        { value: name },
        cell('Asked', 'csat:asked'),
        ...answers.map(([label, figure]) => cell(label, figure)),
        { value: rate(sums, n, of(sums, 'csat:asked')) || n },
        { value: rate(sums, of(sums, 'csat:good'), n) },
      ];
    });
  if (!rows.length) return null;
  return (
    <Card withBorder className="wide">
      <Heading
        title="How it was, by colleague"
        help={may(me.role, 'lead') ? 'The last person who had a part in the case.' : 'You see your own figures.'}
        sheet={() => sheetOf(head, rows)}
      />
      <FigureTable label="How it was, by colleague" head={head} rows={rows} />
    </Card>
  );
}
