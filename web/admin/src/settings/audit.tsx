import { Button, Card, Group, Select, Table, Text, TextInput, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { keyOf, read } from '../app/reads';
import { fullTime } from '../parts/format';
import { Sideways } from '../parts/sideways';
import { Broken, Empty, Loading } from '../parts/states';
import { deed, Subject, subjects, useNames } from './audit-words';
import { Wrong } from './parts';

// Audit tells who did what, when and from where.
export function Audit() {
  const { api } = useApp();
  const [filter, setFilter] = useState({ action: '', by: '', from: '', to: '' });
  const members = useQuery(read(api, '/v1/members'));
  const query = {
    action: filter.action || undefined,
    by: filter.by || undefined,
    from: filter.from ? new Date(filter.from + 'T00:00:00').toISOString() : undefined,
    to: filter.to ? new Date(filter.to + 'T23:59:59').toISOString() : undefined,
  };
  const list = useInfiniteQuery({
    queryKey: keyOf('/v1/audit', 'pages', { query }),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => ok(api.GET('/v1/audit', { params: { query: { ...query, cursor: pageParam } } })),
    getNextPageParam: (p) => p.next,
  });
  const sheet = useMutation({
    mutationFn: () =>
      ok(
        api.GET('/v1/audit/sheet', { params: { query }, parseAs: 'text' }) as Promise<{
          data?: string;
          response: Response;
        }>,
      ),
    onSuccess: (text) => download('audit.csv', text, 'text/csv'),
  });
  const rows = list.data?.pages.flatMap((p) => p.rows) ?? [];
  const called = useNames(members.data?.rows);
  return (
    <div className="cards2">
      <Card withBorder className="wide">
        <Group justify="space-between" mb="sm">
          <Title order={2} size="h5">
            Who did what
          </Title>
          <Button
            size="xs"
            variant="light"
            leftSection={<IconDownload size={16} />}
            loading={sheet.isPending}
            onClick={() => sheet.mutate()}
          >
            Download as a sheet
          </Button>
        </Group>
        <Group gap="xs" mb="sm" align="flex-end">
          <Select
            label="About"
            placeholder="Anything"
            clearable
            w={150}
            value={filter.action || null}
            data={subjects}
            onChange={(v) => setFilter({ ...filter, action: v ?? '' })}
          />
          <Select
            label="By"
            placeholder="Anybody"
            clearable
            w={200}
            value={filter.by || null}
            data={members.data?.rows.map((m) => ({ value: m.id, label: m.name || m.email })) ?? []}
            onChange={(v) => setFilter({ ...filter, by: v ?? '' })}
          />
          <TextInput
            label="From"
            type="date"
            value={filter.from}
            onChange={(e) => setFilter({ ...filter, from: e.currentTarget.value })}
          />
          <TextInput
            label="To"
            type="date"
            value={filter.to}
            onChange={(e) => setFilter({ ...filter, to: e.currentTarget.value })}
          />
        </Group>
        <Wrong error={sheet.error} />
        {list.isPending ? (
          <Loading />
        ) : list.error ? (
          <Broken error={list.error} retry={() => void list.refetch()} />
        ) : !rows.length ? (
          <Empty
            title={Object.values(query).some(Boolean) ? 'Nothing of that kind was done' : 'Nothing was changed yet'}
          />
        ) : (
          <Sideways label="Audit">
            <Table miw={640}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>When</Table.Th>
                  <Table.Th>Who</Table.Th>
                  <Table.Th>What</Table.Th>
                  <Table.Th>To what</Table.Th>
                  <Table.Th>From</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((e) => (
                  <Table.Tr key={e.id}>
                    <Table.Td className="tick">{fullTime(e.at)}</Table.Td>
                    <Table.Td>
                      <bdi>{e.name || e.by}</bdi>
                    </Table.Td>
                    <Table.Td>{deed(e.action)}</Table.Td>
                    <Table.Td className="words">
                      <Subject entry={e} called={called} />
                    </Table.Td>
                    <Table.Td className="mono">{e.from}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Sideways>
        )}
        {list.hasNextPage && (
          <Button mt="sm" variant="light" loading={list.isFetching} onClick={() => void list.fetchNextPage()}>
            More
          </Button>
        )}
        <Text size="sm" c="dimmed" mt="sm">
          Nobody can change an entry, whatever their role. Visitors appear under an alias, which no longer leads to
          anyone once they are erased. Entries are kept for two years.
        </Text>
      </Card>
    </div>
  );
}

export function download(name: string, text: string, kind: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(
    new Blob([kind === 'text/csv' ? '\ufeff' : '', text.replace(/^\ufeff/, '')], { type: kind }),
  );
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
