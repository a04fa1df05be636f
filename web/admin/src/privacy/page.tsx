import { Card, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { count } from '../parts/format';
import { Sideways } from '../parts/sideways';
import { Broken, Loading } from '../parts/states';
import { Contacts } from './contacts';
import { Erasures } from './erasures';
import { Exports } from './exports';
import { Retention } from './retention';

// PrivacyPage shows the stored data, its retention, and the exports and erasures.
export function PrivacyPage() {
  const { api, me } = useApp();
  const all = useQuery(read(api, '/v1/privacy'));
  if (all.isPending) return <Loading />;
  if (all.error) return <Broken error={all.error} retry={() => void all.refetch()} />;
  const lead = may(me.role, 'lead');
  return (
    <div className="page">
      <Title order={1} size="h3" p="md">
        Privacy
      </Title>
      <div className="cards2">
        <Card withBorder className="wide">
          <Title order={2} size="h5" mb="xs">
            What each mode keeps
          </Title>
          <Text size="sm" mb="sm">
            Visitors are private if their browser sends Global Privacy Control or Do Not Track, or if the site asks for
            consent and they have not agreed. The server drops all data that a mode does not allow, whatever a page
            sends. <Share />
          </Text>
          <Sideways label="Modes">
            <Table miw={520}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>What</Table.Th>
                  <Table.Th>Full</Table.Th>
                  <Table.Th>Private</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {all.data.modes.map((m) => (
                  <Table.Tr key={m.trait}>
                    <Table.Th scope="row" className="first">
                      {m.trait}
                    </Table.Th>
                    <Table.Td>{m.full || 'Not kept'}</Table.Td>
                    <Table.Td>{m.minimal || 'Not kept'}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Sideways>
        </Card>
        <Retention privacy={all.data} />
        <Contacts privacy={all.data} />
        {lead && <Exports />}
        {lead && <Erasures />}
        <Records title="Data stored about visitors" rows={all.data.records} />
        <Records title="Data stored about the team" rows={all.data.own} />
      </div>
    </div>
  );
}

// Share is how many visits of late were private.
function Share() {
  const { api } = useApp();
  const to = new Date().toISOString().slice(0, 10);
  const from = new Date(Date.now() - 29 * 86_400_000).toISOString().slice(0, 10);
  const counts = useQuery(read(api, '/v1/insights/counts', { query: { from, to } }));
  const sum = (name: string) => counts.data?.rows.reduce((n, r) => n + (r.values[name] ?? 0), 0) ?? 0;
  if (!counts.data) return null;
  return (
    <b>
      In the last 30 days {count(sum('minimal'))} of {count(sum('sessions'))} visits that ended were private.
    </b>
  );
}

interface Record {
  what: string;
  why: string;
  where: string;
  days?: number;
  until?: string;
}

// Records are for the data protection officer: they come from the code, not from a text.
function Records({ title, rows }: { title: string; rows: Record[] }) {
  return (
    <Card withBorder className="wide">
      <Title order={2} size="h5" mb="xs">
        {title}
      </Title>
      <Sideways label={title}>
        <Table miw={640}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>What</Table.Th>
              <Table.Th>Why</Table.Th>
              <Table.Th>How long</Table.Th>
              <Table.Th>Where</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((r) => (
              <Table.Tr key={r.what}>
                <Table.Td>{r.what}</Table.Td>
                <Table.Td>{r.why}</Table.Td>
                <Table.Td>{r.days ? `${count(r.days)} days` : r.until}</Table.Td>
                <Table.Td>{r.where}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Sideways>
    </Card>
  );
}
