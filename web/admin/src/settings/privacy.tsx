import { Card, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { count } from '../parts/format';
import { Sideways } from '../parts/sideways';
import { Broken, Loading } from '../parts/states';

const rows: [string, string, string][] = [
  ['How a visitor is known', 'A first-party cookie, 180 days after the last visit', 'This tab only; gone when it closes'],
  ['When they are seen', 'From the first page', 'When they open the chat'],
  ['Place', 'Country and city', 'Country'],
  ['Address', 'Cut to its network (/24 or /48)', 'Not kept'],
  ['Pages', 'Origin, path and campaign', 'Not kept'],
  ['Goals from pages', 'Kept', 'Not kept'],
  ['Messages', 'Kept', 'Kept'],
];

// PrivacyPage says what each mode keeps, and how many visits were private.
export function PrivacyPage() {
  const { api } = useApp();
  const to = new Date().toISOString().slice(0, 10);
  const from = new Date(Date.now() - 29 * 86_400_000).toISOString().slice(0, 10);
  const counts = useQuery({ queryKey: ['counts', { from, to }], queryFn: () => ok(api.GET('/v1/insights/counts', { params: { query: { from, to } } })) });
  const sum = (name: string) => counts.data?.rows.reduce((n, r) => n + (r.values[name] ?? 0), 0) ?? 0;
  return (
    <div className="page">
      <Title order={1} size="h3" p="md">Privacy</Title>
      <div className="cards2">
        <Card withBorder className="wide">
          <Title order={2} size="h5" mb="xs">What each mode keeps</Title>
          <Text size="sm" mb="sm">A browser that sends Global Privacy Control or Do Not Track is private, and so is everyone who has not agreed where a site asks. The server drops what a mode does not allow, whatever a page sends.</Text>
          <Sideways label="Modes">
            <Table miw={520}>
              <Table.Thead><Table.Tr><Table.Th /><Table.Th>Full</Table.Th><Table.Th>Private</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>{rows.map(([what, full, minimal]) => <Table.Tr key={what}><Table.Th scope="row">{what}</Table.Th><Table.Td>{full}</Table.Td><Table.Td>{minimal}</Table.Td></Table.Tr>)}</Table.Tbody>
            </Table>
          </Sideways>
        </Card>
        <Card withBorder>
          <Title order={2} size="h5" mb="xs">The last 30 days</Title>
          {counts.isPending ? <Loading /> : counts.error ? <Broken error={counts.error} retry={() => void counts.refetch()} /> : <Text>{count(sum('minimal'))} of {count(sum('sessions'))} visits that ended were private.</Text>}
        </Card>
      </div>
    </div>
  );
}
