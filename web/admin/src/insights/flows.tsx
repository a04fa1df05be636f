import { Badge, Card, Group, Select, Table, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { plain } from '../../../lib/links';
import type { FlowInfo, FlowRow } from '../../../lib/wire';
import { ok, okText } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { keyOf, read } from '../app/reads';
import { dayAndTime, fullTime } from '../parts/format';
import { called } from '../parts/names';
import { Paged } from '../parts/paged';
import { SheetButton } from '../parts/sheet-button';
import { Sideways } from '../parts/sideways';
import { Empty } from '../parts/states';
import { flowName, states, wayWords } from './flow-words';
import { PersonPick } from './person-pick';

interface Filter {
  fromDay?: string;
  toDay?: string;
  visitor?: string;
  field?: string;
  words?: string;
  state?: FlowRow['state'];
}

// Flows lists the WhatsApp Flows that customers received, their progress and their answers.
export function Flows() {
  const { api } = useApp();
  const flows = useQuery(read(api, '/v1/flows'));
  const [chosen, setChosen] = useState<string | null>(null);
  const flow = flows.data?.rows.find((f) => f.id === chosen) ?? flows.data?.rows[0];
  if (!flows.data || !flow) return null; // most teams have none
  return (
    <Card withBorder className="wide">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          Forms on WhatsApp
        </Title>
        <Select
          aria-label="Flow"
          value={flow.id}
          allowDeselect={false}
          onChange={setChosen}
          data={flows.data.rows.map((f) => ({ value: f.id, label: flowName(f) }))}
        />
      </Group>
      {!flow.endpoint && (
        <Text size="sm" c="dimmed" mb="xs">
          {flow.id === 'unknown'
            ? 'These were not sent from here, so only their answers are known.'
            : 'Only the sending and the completion of this form are known: none of its screens has come from our endpoint ' +
              'so far. Its address is under Settings, WhatsApp.'}
        </Text>
      )}
      <FlowTable key={flow.id} flow={flow} />
    </Card>
  );
}

function FlowTable({ flow }: { flow: FlowInfo }) {
  const { api, me } = useApp();
  const [filter, setFilter] = useState<Filter>({});
  const [words] = useDebouncedValue(filter.words, 300);
  const query = { ...filter, words: words || undefined };
  const path = { flow: flow.id };
  const list = useInfiniteQuery({
    queryKey: keyOf('/v1/flows/{flow}/replies', 'pages', { path, query }),
    initialPageParam: undefined as string | undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) =>
      ok(api.GET('/v1/flows/{flow}/replies', { params: { path, query: { ...query, cursor: pageParam, limit: 50 } } })),
    getNextPageParam: (p) => p.next,
  });
  const rows = list.data?.pages.flatMap((p) => p.rows) ?? [];
  const sheet = () => okText(api.GET('/v1/flows/{flow}/sheet', { params: { path, query }, parseAs: 'text' }));
  const columns = [...new Set(rows.flatMap((r) => Object.keys(r.values ?? {})))].sort();
  const none = !rows.length && !list.hasNextPage;
  return (
    <>
      <Filters filter={filter} columns={columns} narrow={(more) => setFilter({ ...filter, ...more })}>
        {may(me.role, 'lead') && <SheetButton size="sm" file={`flow-${flow.id}.csv`} fetch={sheet} />}
      </Filters>
      <Paged
        list={list}
        more={rows.length ? 'More' : 'Look further back'}
        empty={none && <Empty title="No form matches the filters">Change or clear the filters above.</Empty>}
      >
        <Rows rows={rows} columns={columns} />
      </Paged>
    </>
  );
}

function Filters({
  filter,
  columns,
  narrow,
  children,
}: {
  filter: Filter;
  columns: string[];
  narrow: (more: Filter) => void;
  children: React.ReactNode;
}) {
  const fields = [...new Set([...columns, ...(filter.field ? [filter.field] : [])])].sort();
  return (
    <Group gap="xs" mb="sm" align="flex-end">
      <TextInput
        label="Sent from"
        type="date"
        value={filter.fromDay ?? ''}
        onChange={(e) => narrow({ fromDay: e.currentTarget.value || undefined })}
      />
      <TextInput
        label="Sent until"
        type="date"
        value={filter.toDay ?? ''}
        onChange={(e) => narrow({ toDay: e.currentTarget.value || undefined })}
      />
      <PersonPick value={filter.visitor ?? null} onChange={(visitor) => narrow({ visitor: visitor ?? undefined })} />
      <Select
        label="Field"
        placeholder="Any"
        clearable
        w={140}
        value={filter.field ?? null}
        data={fields.map((f) => ({ value: f, label: plain(f) }))}
        onChange={(v) => narrow({ field: v ?? undefined })}
      />
      <TextInput
        label="Answer contains"
        w={140}
        maxLength={100}
        value={filter.words ?? ''}
        onChange={(e) => narrow({ words: e.currentTarget.value || undefined })}
      />
      <Select
        label="Progress"
        placeholder="Any"
        clearable
        w={150}
        value={filter.state ?? null}
        data={Object.entries(states).map(([value, [label]]) => ({ value, label }))}
        onChange={(v) => narrow({ state: (v as FlowRow['state']) ?? undefined })}
      />
      {children}
    </Group>
  );
}

function Rows({ rows, columns }: { rows: FlowRow[]; columns: string[] }) {
  return (
    <Sideways label="Forms on WhatsApp">
      <Table miw={640 + 130 * columns.length}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>When</Table.Th>
            <Table.Th>Person</Table.Th>
            <Table.Th>Progress</Table.Th>
            <Table.Th>Steps</Table.Th>
            {columns.map((c) => (
              <Table.Th key={c}>
                <bdi>{plain(c)}</bdi>
              </Table.Th>
            ))}
            <Table.Th>Chat</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((r) => (
            <Row key={`${r.message}-${r.bubble ?? 0}`} row={r} columns={columns} />
          ))}
        </Table.Tbody>
      </Table>
    </Sideways>
  );
}

function Row({ row: r, columns }: { row: FlowRow; columns: string[] }) {
  return (
    <Table.Tr>
      <Table.Td>
        <time title={fullTime(r.at)}>{dayAndTime(r.at)}</time>
      </Table.Td>
      <Table.Td>
        <Link to="/visitors/$visitor" params={{ visitor: r.visitor }}>
          <bdi>{called({ name: r.name })}</bdi>
        </Link>
      </Table.Td>
      <Table.Td miw={150}>
        <State row={r} />
      </Table.Td>
      <Table.Td className="words" miw={220}>
        <Text size="sm" c="dimmed">
          {wayWords(r)}
        </Text>
      </Table.Td>
      {columns.map((c) => (
        <Table.Td key={c} className="words" dir="auto">
          {r.values?.[c]}
        </Table.Td>
      ))}
      <Table.Td>
        <Link to="/inbox/$queue/$conversation" params={{ queue: 'bot', conversation: r.conversation }}>
          Open
        </Link>
      </Table.Td>
    </Table.Tr>
  );
}

function State({ row }: { row: FlowRow }) {
  const [label, color] = states[row.state];
  return (
    <Badge color={color} variant="light" title={row.done ? fullTime(row.done) : undefined}>
      {label}
    </Badge>
  );
}
