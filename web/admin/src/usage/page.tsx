import { Button, Card, Group, Table, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { okText } from '../app/api';
import { useApp } from '../app/context';
import { type Answer, read } from '../app/reads';
import { download } from '../parts/download';
import { count } from '../parts/format';
import { Sideways } from '../parts/sideways';
import { Broken, Empty, Loading } from '../parts/states';
import { Wrong } from '../settings/parts';

type Month = Answer<'/v1/usage'>['rows'][number];

// UsagePage shows the team's usage by month, and about how much that costs.
export function UsagePage() {
  const { api } = useApp();
  const usage = useQuery(read(api, '/v1/usage'));
  if (usage.isPending) return <Loading />;
  if (usage.error) return <Broken error={usage.error} retry={() => void usage.refetch()} />;
  return (
    <div className="page">
      <Title order={1} size="h3" p="md">
        Usage
      </Title>
      <div className="cards2">
        <Card withBorder className="wide">
          {usage.data.rows.length ? (
            <Months rows={usage.data.rows} />
          ) : (
            <Empty title="Nothing was used yet">The first visit begins the first month.</Empty>
          )}
        </Card>
      </div>
    </div>
  );
}

function Months({ rows }: { rows: Month[] }) {
  return (
    <>
      <Head />
      <Text size="sm" mb="sm">
        The costs are about what AWS charges for running this, by measured figures. Stored data, WhatsApp’s fees and a
        bot of your own are not in them. Messages are those that customers wrote in visits that are over. Months are
        those of UTC.
      </Text>
      <Sideways label="Months">
        <Table miw={640}>
          <Table.Thead>
            <Table.Tr>
              {['Month', 'Visits', 'Pages', 'On WhatsApp', 'Messages', 'Goals', 'Costs about'].map((name) => (
                <Table.Th key={name}>{name}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((m) => (
              <Table.Tr key={m.month}>
                <Table.Th scope="row">{m.month}</Table.Th>
                <Table.Td>{count(m.visits)}</Table.Td>
                <Table.Td>{count(m.pages)}</Table.Td>
                <Table.Td>{count(m.whatsapp)}</Table.Td>
                <Table.Td>{count(m.messages)}</Table.Td>
                <Table.Td>{count(m.goals)}</Table.Td>
                <Table.Td>{dollars(m.dollars)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Sideways>
    </>
  );
}

// Head hands the months over as a sheet.
function Head() {
  const { api } = useApp();
  const sheet = useMutation({
    mutationFn: () => okText(api.GET('/v1/usage/sheet', { parseAs: 'text' })),
    onSuccess: (text) => download('usage.csv', text, 'text/csv'),
  });
  return (
    <>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h5">
          By month
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
      <Wrong error={sheet.error} />
    </>
  );
}

// dollars is a sum for people: less than a cent is no exact figure.
export const dollars = (sum: number) => (sum > 0 && sum < 0.01 ? 'under $0.01' : `$${sum.toFixed(2)}`);
