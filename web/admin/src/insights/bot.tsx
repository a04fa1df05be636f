import { BarChart } from '@mantine/charts';
import { Card, Text } from '@mantine/core';
import { plain } from '../../../lib/links';
import { count, percent, span } from '../parts/format';
import { Entries } from './entries';
import { Open } from './figure';
import { Flows } from './flows';
import { Gaps } from './gaps';
import { help } from './help';
import { Money } from './money';
import { causes, refusals } from './outcomes';
import { Outcomes } from './overview';
import { type Figures, type Sums, today } from './search';
import { classed, named, of, quantile, settled, spans } from './sums';
import { FigureTable, Heading, sheetOf } from './table';

// Bot is how well the bot answers: outcomes, lasting answers, hand-overs, questions without an answer.
export function Bot({ figures }: { figures: Figures }) {
  const all = figures.all;
  return (
    <>
      <Outcomes all={all} />
      <Questions all={all} />
      <Money all={all} />
      <Refusals all={all} />
      <Entries />
      <Durable figures={figures} />
      <Causes all={all} />
      <Talks all={all} />
      <Gaps />
      <Flows />
    </>
  );
}

// verdicts are what became of questions. Those that are counted elsewhere too are in no share.
const verdicts: [label: string, figure: string, part?: true][] = [
  ['Answered outright', 'answers'],
  ['of these, a title that was offered and chosen', 'chosen', true],
  ['Not answered', 'misses'],
  ['Answered wrongly, says the team', 'wrong'],
  ['Did not help, says the customer', 'unhelpful'],
  ['The bot asked “did you mean”', 'offers', true],
  ['The fact check refused a model’s words', 'refused', true],
];

// Questions are the questions by their outcome. A list has the cases with such questions.
function Questions({ all }: { all: Sums }) {
  const asked = verdicts.reduce((n, [, figure, part]) => n + (part ? 0 : of(all, figure)), 0);
  const head = ['What became of them', 'Questions', 'Share', 'Cases'];
  const rows = verdicts.map(([label, figure, part]) => {
    const n = of(all, figure);
    return [
      { value: label },
      { value: n, shown: count(n) },
      part
        ? { value: '' }
        : { value: asked ? Math.round((100 * n) / asked) : '', shown: asked ? percent(n, asked) : '' },
      {
        value: '',
        shown: n ? (
          <Open n={n} label={`Cases with questions: ${label}`} figure={figure}>
            Show
          </Open>
        ) : (
          ''
        ),
      },
    ];
  });
  return (
    <Card withBorder>
      <Heading
        title="Questions to the bot"
        help={`${help.questions} ${help.offers} ${help.chosen}`}
        sheet={() => sheetOf(head, rows)}
      />
      <FigureTable label="Questions to the bot" head={head} rows={rows} />
    </Card>
  );
}

// Durable is judged for people who would be recognised, once a week has passed since the end of their case.
function Durable({ figures }: { figures: Figures }) {
  const { all, days, zone } = figures;
  const answered = of(all, 'outcome:confirmed') + of(all, 'outcome:answered');
  const known = settled(days, 'followed', today(zone));
  const again = settled(days, 'again', today(zone));
  const young = of(all, 'followed') - known;
  const rows = [
    ['Not contradicted', known - again, 'followed', 'again'],
    ['Contradicted', again, 'again', undefined],
    ['Not known yet: they ended less than 7 days ago', young, '', undefined],
    ['Not followed: they would not be recognised', answered - known - young, '', undefined],
  ] as const;
  const head = ['Answered cases', 'Cases'];
  const cells = rows.map(([label, n, figure, without]) => [
    { value: label },
    {
      value: n,
      shown: figure && young === 0 ? <Open n={n} label={label} figure={figure} without={without} /> : count(n),
    },
  ]);
  return (
    <Card withBorder>
      <Heading title="Answers that last" help={help.durable} sheet={() => sheetOf(head, cells)} />
      <Text size="xl" fw={700}>
        {known ? percent(known - again, known) : 'n/a'}
      </Text>
      <FigureTable label="Answers that last" head={head} rows={cells} />
    </Card>
  );
}

// Refusals are why the fact check refused words of the model.
function Refusals({ all }: { all: Sums }) {
  const head = ['Fault', 'Answers'];
  const rows = named(all, 'refused:').map(([fault, n]) => {
    const label = refusals[fault] ?? plain(fault);
    return [{ value: label }, { value: n, shown: <Open n={n} label={label} figure={`refused:${fault}`} /> }];
  });
  if (!rows.length) return null;
  return (
    <Card withBorder>
      <Heading title="Refused by the fact check" help={help.refused} sheet={() => sheetOf(head, rows)} />
      <FigureTable label="Refused by the fact check" head={head} rows={rows} />
    </Card>
  );
}

// Causes are why cases were handed over.
function Causes({ all }: { all: Sums }) {
  const head = ['Cause', 'Cases'];
  const rows = named(all, 'cause:').map(([cause, n]) => {
    const label = causes[cause] ?? plain(cause);
    return [{ value: label }, { value: n, shown: <Open n={n} label={label} figure={`cause:${cause}`} /> }];
  });
  return (
    <Card withBorder>
      <Heading title="Why cases were handed over" help={help.causes} sheet={() => sheetOf(head, rows)} />
      {rows.length ? (
        <FigureTable label="Causes of hand-overs" head={head} rows={rows} />
      ) : (
        <Text size="sm" c="dimmed">
          No case was handed over in this period.
        </Text>
      )}
    </Card>
  );
}

// Talks are how long people engage with the bot, as distributions.
function Talks({ all }: { all: Sums }) {
  const talk = spans(all, 'talk');
  const first = spans(all, 'first');
  const bars = classed(talk).map((c, i) => ({ name: c.name, talk: c.n, first: classed(first)[i]!.n }));
  const head = ['Time', 'First word to last', 'Until the first answer'];
  const rows = bars.map((b) => [
    { value: b.name },
    { value: b.talk, shown: count(b.talk) },
    { value: b.first, shown: count(b.first) },
  ]);
  if (!talk.length)
    return (
      <Card withBorder className="wide">
        <Heading title="How long people engage" help={`${help.talk} ${help.first}`} />
        <Text size="sm" c="dimmed">
          Nobody wrote in this period.
        </Text>
      </Card>
    );
  const middle = (all: [number, number][]) => {
    const half = quantile(all, 0.5);
    const most = quantile(all, 0.9);
    return half === undefined || most === undefined ? 'n/a' : `${span(half)}, nine of ten under ${span(most)}`;
  };
  return (
    <Card withBorder className="wide">
      <Heading title="How long people engage" help={`${help.talk} ${help.first}`} sheet={() => sheetOf(head, rows)} />
      <Text size="sm">Half of the cases last under {middle(talk)}.</Text>
      <Text size="sm" mb="xs">
        Half are answered first within {middle(first)}.
      </Text>
      <div dir="ltr" role="img" aria-label="Cases by their length; the table has the numbers">
        <BarChart
          h={200}
          data={bars}
          dataKey="name"
          valueFormatter={count}
          barProps={{ isAnimationActive: false }}
          series={[
            { name: 'talk', label: 'First word to last', color: 'teal.7' },
            { name: 'first', label: 'Until the first answer', color: 'yellow.6' },
          ]}
        />
      </div>
      <details>
        <summary>As a table</summary>
        <FigureTable label="How long people engage" head={head} rows={rows} />
      </details>
    </Card>
  );
}
