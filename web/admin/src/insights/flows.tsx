import { Button, Card, Group, Select, Table, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { plain } from '../../../lib/links';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { shortTime } from '../parts/format';
import { Sideways } from '../parts/sideways';
import { Broken, Loading } from '../parts/states';
import { download } from '../settings/audit';

// Flows is what people filled in in WhatsApp Flows, a table for each.
export function Flows() {
  const { api, me } = useApp();
  const flows = useQuery({ queryKey: ['flows'], queryFn: () => ok(api.GET('/v1/flows')) });
  const [chosen, setChosen] = useState<string | null>(null);
  const flow = chosen ?? flows.data?.rows[0] ?? '';
  const list = useInfiniteQuery({
    queryKey: ['flow', flow], enabled: !!flow, initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => ok(api.GET('/v1/flows/{flow}/replies', { params: { path: { flow }, query: { cursor: pageParam, limit: 50 } } })), getNextPageParam: (p) => p.next,
  });
  const sheet = useMutation({
    mutationFn: () => ok(api.GET('/v1/flows/{flow}/sheet', { params: { path: { flow } }, parseAs: 'text' }) as Promise<{ data?: string; response: Response }>),
    onSuccess: (text) => download(`flow-${flow}.csv`, text, 'text/csv'),
  });
  if (!flows.data?.rows.length) return null; // most teams have none
  const rows = list.data?.pages.flatMap((p) => p.rows) ?? [];
  const columns = [...new Set(rows.flatMap((r) => Object.keys(r.values ?? {})))].sort();
  return (
    <Card withBorder className="wide">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">Filled in on WhatsApp</Title>
        <Group gap="xs">
          <Select aria-label="Flow" value={flow} allowDeselect={false} onChange={setChosen} data={flows.data.rows.map((f) => ({ value: f, label: f === 'unknown' ? 'Flows not sent from here' : `Flow ${f}` }))} />
          {may(me.role, 'owner') && <Button size="xs" variant="light" leftSection={<IconDownload size={16} />} loading={sheet.isPending} onClick={() => sheet.mutate()}>Download as a sheet</Button>}
        </Group>
      </Group>
      {list.error || sheet.error ? <Broken error={(list.error ?? sheet.error)!} retry={() => void list.refetch()} /> : list.isPending ? <Loading /> : (
        <Sideways label="Filled in">
          <Table miw={480}>
            <Table.Thead><Table.Tr><Table.Th>When</Table.Th>{columns.map((c) => <Table.Th key={c}><bdi>{plain(c)}</bdi></Table.Th>)}<Table.Th>Chat</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {rows.map((r) => (
                <Table.Tr key={r.message}>
                  <Table.Td>{shortTime(r.at)}</Table.Td>{columns.map((c) => <Table.Td key={c} className="words" dir="auto">{r.values?.[c]}</Table.Td>)}
                  <Table.Td><Link to="/inbox/$queue/$conversation" params={{ queue: 'bot', conversation: r.conversation } as never}>Open</Link></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Sideways>
      )}
      {list.hasNextPage && <Button mt="sm" variant="light" loading={list.isFetching} onClick={() => void list.fetchNextPage()}>More</Button>}
    </Card>
  );
}
