import { Badge, Drawer, Table, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { plain } from '../../../lib/links';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { type Answer, keyOf } from '../app/reads';
import { ratingWords } from '../inbox/words';
import { dayAndTime, dollars, money, span } from '../parts/format';
import { called } from '../parts/names';
import { Paged } from '../parts/paged';
import { Sideways } from '../parts/sideways';
import { Empty } from '../parts/states';
import { PlaceOf, Source } from '../visitors/cells';
import { queueNames } from './clocks';
import { nameOf, useServed } from './entries';
import { cells, leadStates, outcomes } from './outcomes';
import { windows } from './search';
import { useRange } from './use-figures';
import { figureName } from './words';

const route = getRouteApi('/insights/$question');

type Row = Answer<'/v1/insights/lines'>['rows'][number];
type ServedRow = Answer<'/v1/insights/entries'>['rows'][number];

// Behind is the list behind a figure: the visits or the cases that it counts, with their people.
export function Behind() {
  const { api } = useApp();
  const { list: figure, without, within, value, day } = route.useSearch();
  const range = useRange();
  const navigate = useNavigate({ from: '/insights/$question' });
  const period = day ? { from: day, to: day } : range;
  const query = { ...period, figure: figure ?? '', without, by: within, value };
  const list = useInfiniteQuery({
    queryKey: keyOf('/v1/insights/lines', 'pages', { query }),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      ok(api.GET('/v1/insights/lines', { params: { query: { ...query, cursor: pageParam, limit: 50 } } })),
    getNextPageParam: (p) => p.next,
  });
  const served = useServed(within === 'entry');
  const entry = served.data?.rows.find((r) => within === 'entry' && r.entry === value);
  const rows = list.data?.pages.flatMap((p) => p.rows) ?? [];
  const none = !rows.length && !list.hasNextPage;
  return (
    <Drawer
      opened
      position="right"
      size="xl"
      title={titleOf(figureName(figure ?? '', without), entry)}
      onClose={() =>
        void navigate({
          search: ({ list, without, within, value, day, ...page }) => page,
        })
      }
    >
      <Paged
        list={list}
        more={rows.length ? 'More' : 'Look further back'}
        empty={
          none && (
            <Empty title="Nobody is in this list">
              People who were erased, and days that are older than you keep visits, are counted but not listed.
            </Empty>
          )
        }
      >
        <Sideways label="People">
          <Table miw={480} horizontalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>When</Table.Th>
                <Table.Th>Person</Table.Th>
                <Table.Th>What became of it</Table.Th>
                <Table.Th>Where</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => (
                <Line key={row.id} row={row} />
              ))}
            </Table.Tbody>
          </Table>
        </Sideways>
      </Paged>
    </Drawer>
  );
}

const titleOf = (figure: string, entry?: Omit<ServedRow, 'sums'>) => (entry ? `${figure}: ${nameOf(entry)}` : figure);

function Line({ row: r }: { row: Row }) {
  const place = { country: r.country, city: r.city };
  return (
    <Table.Tr>
      <Table.Td>
        {r.conversation ? (
          <Link to="/inbox/$queue/$conversation" params={{ queue: 'bot', conversation: r.conversation }}>
            {dayAndTime(r.at)}
          </Link>
        ) : (
          dayAndTime(r.at)
        )}
      </Table.Td>
      <Table.Td>
        <Link to="/visitors/$visitor" params={{ visitor: r.visitor }}>
          <bdi>{called({ name: r.name, place })}</bdi>
        </Link>
      </Table.Td>
      <Table.Td>{r.kind === 'case' ? <Outcome row={r} /> : <Came row={r} />}</Table.Td>
      <Table.Td>
        <Source source={r.source} /> <PlaceOf place={place} />
      </Table.Td>
    </Table.Tr>
  );
}

function Outcome({ row: r }: { row: Row }) {
  const [, label, color] = outcomes.find(([name]) => name === r.outcome) ?? ['', r.outcome ?? '', 'gray'];
  return (
    <>
      <Badge variant="light" color={color.split('.')[0]}>
        {label}
      </Badge>
      {r.response !== undefined && (
        <Text size="xs" c="dimmed">
          waited {span(1000 * r.response)} for a person{within(r.response, r.responseOpen)}
          {r.queue && ` (${queueNames[r.queue]?.toLowerCase()})`}
        </Text>
      )}
      {r.resolved !== undefined && (
        <Text size="xs" c="dimmed">
          ended after {span(1000 * r.resolved)}
          {within(r.resolved, r.resolvedOpen)}
        </Text>
      )}
      {r.rating && (
        <Text size="xs" c="dimmed">
          the customer says: {ratingWords[r.rating]}
        </Text>
      )}
      {!!r.micros && (
        <Text size="xs" c="dimmed">
          language model: {dollars(r.micros)}
        </Text>
      )}
    </>
  );
}

// within is how much of a time was within opening hours, where that differs.
const within = (all: number, open?: number) =>
  open === undefined || open === all ? '' : `, ${span(1000 * open)} of it within opening hours`;

function Came({ row: r }: { row: Row }) {
  const { window = '7' } = route.useSearch();
  return (
    <>
      <Text size="sm">
        {r.answered ? 'Asked, and was answered' : r.asked ? 'Asked, and was not answered' : 'Asked nothing'}
      </Text>
      {r.lead && (
        <Text size="xs">
          Lead, {leadStates.find(([state]) => state === r.lead?.state)?.[1].toLowerCase()}
          {!!r.lead.value && r.lead.currency && `, ${money(r.lead.value, r.lead.currency)}`}
          {!!r.lead.value && !r.lead.sure && ', says a page'}
        </Text>
      )}
      {r.goals?.map((g) => {
        const cell = g.after[windows.indexOf(window)];
        return (
          <Text size="xs" key={g.name + g.at}>
            <b>{plain(g.name)}</b>, {cells.find(([name]) => name === cell)?.[1].toLowerCase()}
            {g.value && g.currency ? `, ${money(g.value, g.currency)}` : ''}
            {g.verified ? '' : ', reported by a page'}
          </Text>
        );
      })}
    </>
  );
}
