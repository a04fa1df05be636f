import { Card, Group, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useApp } from '../app/context';
import { type Answer, read } from '../app/reads';
import { count, span } from '../parts/format';
import { Broken, Loading } from '../parts/states';

interface Day {
  day: string;
  web: number;
  whatsapp: number;
}

// Days shows visits by day and source: bars for the eye, the same numbers as a table.
export function Days({ range }: { range: { from: string; to: string } }) {
  const { api } = useApp();
  const counts = useQuery(read(api, '/v1/insights/counts', { query: range }));
  if (counts.isPending)
    return (
      <Card withBorder>
        <Loading />
      </Card>
    );
  if (counts.error)
    return (
      <Card withBorder>
        <Broken error={counts.error} retry={() => void counts.refetch()} />
      </Card>
    );
  return <Counted days={daysOf(range, counts.data.rows)} rows={counts.data.rows} />;
}

type Counts = Answer<'/v1/insights/counts'>['rows'];

function Counted({ days, rows }: { days: Day[]; rows: Counts }) {
  const sum = (name: string) => rows.reduce((n, r) => n + (r.values[name] ?? 0), 0);
  const [timed, seconds] = [sum('timed'), sum('seconds')];
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">
        Visits
      </Title>
      <Group gap="xl" mb="md">
        <Figure label="Visits" value={count(sum('sessions'))} />
        <Figure label="Returning" value={count(sum('returning'))} />
        <Figure label="In private mode" value={count(sum('minimal'))} />
        <Figure label="Average time on site" value={timed ? span((1000 * seconds) / timed) : 'n/a'} />
      </Group>
      <Bars days={days} />
      <Group gap="md" my="xs">
        <Text size="xs">
          <i className="key web" /> Website
        </Text>
        <Text size="xs">
          <i className="key wa" /> WhatsApp
        </Text>
      </Group>
      <details>
        <summary>As a table</summary>
        <DayTable days={days} />
      </details>
    </Card>
  );
}

function Bars({ days }: { days: Day[] }) {
  const most = Math.max(1, ...days.map((d) => d.web + d.whatsapp));
  return (
    <svg
      className="bars"
      viewBox={`0 0 ${days.length * 20} 100`}
      preserveAspectRatio="none"
      role="img"
      aria-label="Visits by day; the table below has the numbers"
    >
      {days.map((d, i) => {
        const [web, wa] = [(92 * d.web) / most, (92 * d.whatsapp) / most];
        return (
          <g key={d.day}>
            <title>{`${d.day} (UTC): ${d.web + d.whatsapp}`}</title>
            <rect className="web" x={i * 20 + 3} width={14} y={100 - web} height={web} />
            <rect className="wa" x={i * 20 + 3} width={14} y={100 - web - wa} height={wa} />
          </g>
        );
      })}
    </svg>
  );
}

function DayTable({ days }: { days: Day[] }) {
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Day (UTC)</Table.Th>
          <Table.Th ta="end">Website</Table.Th>
          <Table.Th ta="end">WhatsApp</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {days.map((d) => (
          <Table.Tr key={d.day}>
            <Table.Td>{d.day}</Table.Td>
            <Table.Td ta="end">{count(d.web)}</Table.Td>
            <Table.Td ta="end">{count(d.whatsapp)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text fw={700} size="xl">
        {value}
      </Text>
    </div>
  );
}

function daysOf({ from, to }: { from: string; to: string }, rows: Counts): Day[] {
  const days: Day[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    const of = (source: string) =>
      rows.filter((r) => r.day === day && r.source === source).reduce((n, r) => n + (r.values.sessions ?? 0), 0);
    days.push({ day, web: of('web'), whatsapp: of('whatsapp') });
  }
  return days;
}
