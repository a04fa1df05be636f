import { Badge, Button, Card, Code, Table, Text, Title } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { plain } from '../../../lib/links';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { type Answer, keyOf, read } from '../app/reads';
import { fullTime, shortTime } from '../parts/format';
import { Paged } from '../parts/paged';
import { Sideways } from '../parts/sideways';
import { Empty } from '../parts/states';
import { Wrong } from './parts';

const colours: Record<string, string> = {
  approved: 'teal',
  pending: 'yellow',
  rejected: 'red',
  paused: 'orange',
  disabled: 'red',
};

// Templates are the texts that Meta has approved for a number's account.
export function Templates({ number }: { number: string }) {
  const { api } = useApp();
  const queries = useQueryClient();
  const path = { params: { path: { number } } };
  const list = useQuery(read(api, '/v1/numbers/{number}/templates', path.params));
  const fetch = useMutation({
    mutationFn: () => ok(api.POST('/v1/numbers/{number}/templates', path)),
    onSuccess: (rows) => queries.setQueryData(read(api, '/v1/numbers/{number}/templates', path.params).queryKey, rows),
  });
  const rows = list.data?.rows ?? [];
  return (
    <details>
      <summary>
        {rows.length} templates{rows[0] && `, fetched ${shortTime(rows[0].at)}`}
      </summary>
      <Button size="compact-xs" variant="light" my="xs" loading={fetch.isPending} onClick={() => fetch.mutate()}>
        Fetch them from Meta
      </Button>
      <Wrong error={list.error ?? fetch.error} />
      {rows.length > 0 && <TemplateTable rows={rows} />}
    </details>
  );
}

function TemplateTable({ rows }: { rows: Answer<'/v1/numbers/{number}/templates'>['rows'] }) {
  return (
    <Sideways label="Templates">
      <Table miw={360}>
        <Table.Tbody>
          {rows.map((t) => (
            <Table.Tr key={t.name + t.language}>
              <Table.Td>
                <bdi>{plain(t.name)}</bdi> ({t.language})
                <Text size="xs" c="dimmed" className="words" dir="auto" lineClamp={2}>
                  {t.body}
                </Text>
              </Table.Td>
              <Table.Td>{t.category}</Table.Td>
              <Table.Td>
                <Badge size="sm" variant="light" color={colours[t.status] ?? 'gray'}>
                  {plain(t.status)}
                </Badge>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Sideways>
  );
}

// News lists Meta's notifications that are not messages, as they were received.
export function News() {
  const { api } = useApp();
  const list = useInfiniteQuery({
    queryKey: keyOf('/v1/news', 'pages'),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => ok(api.GET('/v1/news', { params: { query: { cursor: pageParam } } })),
    getNextPageParam: (p) => p.next,
  });
  const rows = list.data?.pages.flatMap((p) => p.rows) ?? [];
  return (
    <Card withBorder className="wide">
      <Title order={2} size="h5" mb="xs">
        Other notifications from Meta
      </Title>
      <Paged list={list} empty={!rows.length && <Empty title="Nothing yet" />}>
        <ul className="news">
          {rows.map((n) => (
            <li key={n.id}>
              <Notification news={n} />
            </li>
          ))}
        </ul>
      </Paged>
      <Text size="sm" c="dimmed" mt="sm">
        Meta also reports on quality, limits, templates, calls and groups. Each notification is kept as received, for 90
        days.
      </Text>
    </Card>
  );
}

function Notification({ news: n }: { news: Answer<'/v1/news'>['rows'][number] }) {
  return (
    <details>
      <summary>
        <time>{fullTime(n.at)}</time>{' '}
        <Badge size="sm" variant="light" color="gray">
          {plain(n.field)}
        </Badge>{' '}
        {n.what && plain(n.what)}{' '}
        {n.number && (
          <Text span size="xs" c="dimmed">
            number {n.number}
          </Text>
        )}
      </summary>
      <Code block>
        {pretty(n.raw)}
        {n.cut ? '\n… (it was longer)' : ''}
      </Code>
    </details>
  );
}

function pretty(raw: string): string {
  try {
    return JSON.stringify(JSON.parse(raw), null, 2);
  } catch {
    return raw;
  }
}
