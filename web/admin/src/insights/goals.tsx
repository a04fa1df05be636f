import { Card, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { plain } from '../../../lib/links';
import type { GoalCount } from '../../../lib/wire';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { count, percent } from '../parts/format';
import { Sideways } from '../parts/sideways';
import { Broken, Empty, Loading } from '../parts/states';
import { Source } from '../visitors/cells';
import { whose } from '../visitors/goals';

// Goals counts how often each goal was reached, and by bot or agent: the shares of a row add up.
export function Goals({ range }: { range: { from: string; to: string } }) {
  const { api } = useApp();
  const goals = useQuery(read(api, '/v1/insights/goals', { query: range }));
  return (
    <Card withBorder>
      <Title order={2} size="h5">
        Goals, and how many were reached without an agent
      </Title>
      <Text size="xs" c="dimmed" mb="xs">
        A goal is reached without the chat if neither the bot nor the team wrote before it.
      </Text>
      {goals.isPending ? (
        <Loading />
      ) : goals.error ? (
        <Broken error={goals.error} retry={() => void goals.refetch()} />
      ) : !goals.data.rows.length ? (
        <Empty title="No goal was reached in this time">
          Goals say what a chat is good for: an order, a lead, a booking.{' '}
          <Link to="/settings/$section" params={{ section: 'goals' }}>
            Set up goals
          </Link>
        </Empty>
      ) : (
        <Sideways label="Goals">
          <Table miw={440} horizontalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Goal</Table.Th>
                <Table.Th>Source</Table.Th>
                <Table.Th ta="end">Reached</Table.Th>
                <Table.Th ta="end">{whose.bot}</Table.Th>
                <Table.Th ta="end">{whose.person}</Table.Th>
                <Table.Th ta="end">{whose.nobody}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {goals.data.rows.map((g) => (
                <Row key={g.name + g.source} goal={g} />
              ))}
            </Table.Tbody>
          </Table>
        </Sideways>
      )}
    </Card>
  );
}

function Row({ goal: g }: { goal: GoalCount }) {
  const share = (n: number) => (
    <Table.Td ta="end">
      {count(n)} <span className="whole">({percent(n, g.reached || 1)})</span>
    </Table.Td>
  );
  return (
    <Table.Tr>
      <Table.Td>
        <bdi>{plain(g.name)}</bdi>
      </Table.Td>
      <Table.Td>
        <Source source={g.source} label />
      </Table.Td>
      <Table.Td ta="end">{count(g.reached)}</Table.Td>
      {share(g.withoutHuman)}
      {share(g.reached - g.withoutHuman - g.nobody)}
      {share(g.nobody)}
    </Table.Tr>
  );
}
