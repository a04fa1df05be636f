import { Badge, Card, Group, Select, Table, Text, Title } from '@mantine/core';
import { IconMoodCheck } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { plain } from '../../../lib/links';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { type Answer, keyOf, read } from '../app/reads';
import { count, shortTime } from '../parts/format';
import { AnchorLink } from '../parts/links';
import { Paged } from '../parts/paged';
import { Sideways } from '../parts/sideways';
import { Broken, Empty } from '../parts/states';
import { causes } from '../training/words';

// Gaps are the questions that a bot could not answer, the most frequent first.
export function Gaps() {
  const { api } = useApp();
  const bots = useQuery(read(api, '/v1/bots'));
  const [chosen, setChosen] = useState<string | null>(null);
  const bot = chosen ?? bots.data?.rows[0]?.id;
  const gaps = useInfiniteQuery({
    queryKey: keyOf('/v1/insights/gaps', 'pages', { query: { bot: bot ?? '' } }),
    enabled: !!bot,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      ok(api.GET('/v1/insights/gaps', { params: { query: { bot: bot!, cursor: pageParam, limit: 50 } } })),
    getNextPageParam: (p) => p.next,
  });
  const rows = gaps.data?.pages.flatMap((p) => p.rows) ?? [];
  return (
    <Card withBorder className="wide">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          Unanswered questions{' '}
          <Text span c="dimmed" size="sm">
            All of them, whichever period is chosen
          </Text>
        </Title>
        <Select
          aria-label="Bot"
          miw={250}
          value={bot ?? null}
          allowDeselect={false}
          onChange={setChosen}
          data={bots.data?.rows.map((b) => ({ value: b.id, label: b.name })) ?? []}
        />
      </Group>
      {bots.error ? (
        <Broken error={bots.error} retry={() => void bots.refetch()} />
      ) : (
        <Paged list={gaps} empty={!rows.length && <NoGaps />}>
          <GapTable rows={rows} />
        </Paged>
      )}
    </Card>
  );
}

function NoGaps() {
  return (
    <Empty title="No question is unanswered" icon={<IconMoodCheck size={36} />}>
      Questions that the bot cannot answer are listed here, the most frequent first, so that you can add their answers
      under Training.
    </Empty>
  );
}

function GapTable({ rows }: { rows: Answer<'/v1/insights/gaps'>['rows'] }) {
  const { me } = useApp();
  const lead = may(me.role, 'lead');
  return (
    <Sideways label="Questions">
      <Table miw={480}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Question</Table.Th>
            <Table.Th className="at-end">Asked</Table.Th>
            <Table.Th>Cause</Table.Th>
            <Table.Th>Last</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((g) => (
            <Table.Tr key={g.id}>
              <Table.Td className="words" dir="auto">
                {lead ? (
                  <AnchorLink inherit to="/training" search={{ show: 'questions', question: g.id }}>
                    {g.question}
                  </AnchorLink>
                ) : (
                  g.question
                )}
              </Table.Td>
              <Table.Td className="at-end">{count(g.count)}</Table.Td>
              <Table.Td>
                <Badge variant="light" color="orange" size="sm">
                  {causes[g.cause]}
                </Badge>
                {g.right && (
                  <Text size="xs">
                    Right is <bdi>{plain(g.right.title)}</bdi>
                  </Text>
                )}
              </Table.Td>
              <Table.Td>{shortTime(g.last)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Sideways>
  );
}
