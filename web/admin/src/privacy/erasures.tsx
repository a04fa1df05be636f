import { Badge, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { count, fullTime } from '../parts/format';
import { Broken, Loading } from '../parts/states';
import { states } from './exports';

// Erasures are the receipts: the amount, the time and the agent of each, but not the visitor.
export function Erasures() {
  const { api } = useApp();
  const list = useQuery({
    ...read(api, '/v1/erasures'),
    refetchInterval: (q) => (q.state.data?.rows.some((j) => j.state !== 'done') ? 5000 : false),
  });
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">
        Erasures
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        You can erase a visitor on their own page; visitors can erase themselves in the chat, and your server can do it
        with an API key. Only this receipt stays, and it names nobody.
      </Text>
      {list.isPending ? (
        <Loading />
      ) : list.error ? (
        <Broken error={list.error} />
      ) : (
        <Stack gap="sm">
          {list.data.rows.map((j) => (
            <div key={j.id} data-erasure={j.state}>
              <Group gap="xs">
                <Badge variant="light" color={states[j.state][0]}>
                  {states[j.state][1]}
                </Badge>
                <Text size="sm">
                  By <bdi>{j.name}</bdi>, {fullTime(j.ended ?? j.made)}
                </Text>
              </Group>
              <Text size="sm" c="dimmed">
                {Object.entries(j.counts ?? {})
                  .map(([kind, n]) => `${count(n)} ${kind}`)
                  .join(', ')}{' '}
                <span className="mono">{j.id}</span>
              </Text>
            </div>
          ))}
          {!list.data.rows.length && (
            <Text size="sm" c="dimmed">
              None yet.
            </Text>
          )}
        </Stack>
      )}
    </Card>
  );
}
