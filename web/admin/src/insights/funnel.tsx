import { Card, Select, Text } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { plain } from '../../../lib/links';
import { count, percent } from '../parts/format';
import { Open } from './figure';
import { help } from './help';
import type { Sums } from './search';
import { goalsIn, of } from './sums';
import { FigureTable, Heading, sheetOf } from './table';
import { useEarlier } from './use-figures';

const route = getRouteApi('/insights/$question');

// Funnel is how far visits came, from the visit to the goal, with the people at each step and at each loss.
export function Funnel({ all }: { all: Sums }) {
  const { goal } = route.useSearch();
  const navigate = useNavigate({ from: '/insights/$question' });
  const goals = goalsIn(all);
  const was = useEarlier();
  const last = goal && goals.includes(goal) ? `reached:${goal}` : 'reached';
  const steps = [
    ['Visits', 'visits', help.visits],
    ['Opened the chat', 'opened', help.opened],
    ['Asked', 'asked', help.asked],
    ['Answered', 'answered', help.answered],
    [goal && last !== 'reached' ? `Reached ${plain(goal)}` : 'Reached a goal', last, help.reached],
  ] as const;
  const head = ['Step', 'Visits', 'Of all', 'Lost'];
  const visits = of(all, 'visits');
  const rows = steps.map(([label, figure, what], i) => {
    const n = of(all, figure);
    const next = steps[i + 1];
    return [
      {
        value: label,
        shown: (
          <span title={what}>
            <bdi>{label}</bdi>
            <span className="bar" style={{ inlineSize: `${visits ? (100 * n) / visits : 0}%` }} />
          </span>
        ),
      },
      { value: n, shown: <Open n={n} label={label} figure={figure} />, was: was && of(was, figure) },
      { value: visits ? Math.round((100 * n) / visits) : '', shown: visits ? percent(n, visits) : '' },
      next
        ? {
            value: '',
            shown: (
              <Open n={n} label={`${label}, but not: ${next[0]}`} figure={figure} without={next[1]}>
                Show
              </Open>
            ),
          }
        : { value: '' },
    ];
  });
  return (
    <Card withBorder>
      <Heading
        title="From the visit to the goal"
        help="A visit may reach a goal without the chat, so the last step may be larger than those before it."
        sheet={() =>
          sheetOf(
            head.slice(0, 3),
            rows.map((row) => row.slice(0, 3)),
          )
        }
      />
      {goals.length > 1 && (
        <Select
          className="unprinted"
          size="xs"
          mb="xs"
          aria-label="Goal"
          placeholder="Any goal"
          clearable
          value={goal ?? null}
          data={goals.map((g) => ({ value: g, label: plain(g) }))}
          onChange={(to) => void navigate({ search: (s) => ({ ...s, goal: to ?? undefined }), replace: true })}
        />
      )}
      {of(all, 'own') > 0 && (
        <Text size="sm" mb="xs" title={help.own}>
          Not counted, of your own team: <Open n={of(all, 'own')} label="Visits of your own team" figure="own" />
        </Text>
      )}
      <FigureTable label={`From the visit to the goal, ${count(visits)} visits`} head={head} rows={rows} />
    </Card>
  );
}
