import { Card, Group, Select, Table, Text, TextInput, Title } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ok, okText } from '../app/api';
import { useApp } from '../app/context';
import { type Answer, keyOf, read } from '../app/reads';
import { fullTime } from '../parts/format';
import { Paged } from '../parts/paged';
import { SheetButton } from '../parts/sheet-button';
import { Sideways } from '../parts/sideways';
import { Empty } from '../parts/states';
import type { Member } from '../parts/team';
import { deed, Subject, subjects, useNames } from './audit-words';

// Audit lists the acts of the team, with the agent, the time and the network.
export function Audit() {
  const { api } = useApp();
  const [filter, setFilter] = useState(everything);
  const members = useQuery(read(api, '/v1/members')).data?.rows;
  const query = queryOf(filter);
  const list = useInfiniteQuery({
    queryKey: keyOf('/v1/audit', 'pages', { query }),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => ok(api.GET('/v1/audit', { params: { query: { ...query, cursor: pageParam } } })),
    getNextPageParam: (p) => p.next,
  });
  const rows = list.data?.pages.flatMap((p) => p.rows) ?? [];
  const none = Object.values(query).some(Boolean) ? 'No entries match the filters' : 'There are no changes yet';
  return (
    <div className="cards2">
      <Card withBorder className="wide">
        <Head query={query} />
        <Group gap="xs" mb="sm" align="flex-end">
          <Narrow filter={filter} members={members} set={(to) => setFilter({ ...filter, ...to })} />
        </Group>
        <Paged list={list} empty={!rows.length && <Empty title={none} />}>
          <Entries rows={rows} members={members} />
        </Paged>
        <Text size="sm" c="dimmed" mt="sm">
          Nobody can change an entry, whatever their role. Visitors appear under an alias, which no longer leads to
          anyone once they are erased. Entries are kept for two years.
        </Text>
      </Card>
    </div>
  );
}

const everything = { action: '', by: '', from: '', to: '' };
type Filter = typeof everything;

const queryOf = (filter: Filter) => ({
  action: filter.action || undefined,
  by: filter.by || undefined,
  from: filter.from ? new Date(filter.from + 'T00:00:00').toISOString() : undefined,
  to: filter.to ? new Date(filter.to + 'T23:59:59').toISOString() : undefined,
});

// Head names the list, and offers it as a spreadsheet.
function Head({ query }: { query: ReturnType<typeof queryOf> }) {
  const { api } = useApp();
  const sheet = () => okText(api.GET('/v1/audit/sheet', { params: { query }, parseAs: 'text' }));
  return (
    <Group justify="space-between" mb="sm">
      <Title order={2} size="h5">
        Who did what
      </Title>
      <SheetButton size="xs" file="audit.csv" fetch={sheet} />
    </Group>
  );
}

interface NarrowProps {
  filter: Filter;
  members?: Member[];
  set: (to: Partial<Filter>) => void;
}

function Narrow({ filter, members, set }: NarrowProps) {
  return (
    <>
      <Select
        label="About"
        placeholder="Anything"
        clearable
        w={150}
        value={filter.action || null}
        data={subjects}
        onChange={(v) => set({ action: v ?? '' })}
      />
      <Select
        label="By"
        placeholder="Anybody"
        clearable
        w={200}
        value={filter.by || null}
        data={members?.map((m) => ({ value: m.id, label: m.name || m.email })) ?? []}
        onChange={(v) => set({ by: v ?? '' })}
      />
      <TextInput label="From" type="date" value={filter.from} onChange={(e) => set({ from: e.currentTarget.value })} />
      <TextInput label="To" type="date" value={filter.to} onChange={(e) => set({ to: e.currentTarget.value })} />
    </>
  );
}

function Entries({ rows, members }: { rows: Answer<'/v1/audit'>['rows']; members?: Member[] }) {
  const called = useNames(members);
  return (
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
  );
}
