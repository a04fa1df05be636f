import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { counted, shortTime } from '../parts/format';
import { Broken } from '../parts/states';
import { type Import, works } from './importing';
import { useRenew } from './queries';

const lookEvery = 1500; // ms, while one is read or written

// Unfinished lists the imports of the team that wait for somebody to look at them, or are being read: a reload of the
// page loses none.
export function Unfinished({ look }: { look: (id: string) => void }) {
  const { api } = useApp();
  const renew = useRenew();
  const list = useQuery({
    ...read(api, '/v1/knowledge/imports'),
    refetchInterval: (query) => (query.state.data?.rows.some(works) ? lookEvery : false),
  });
  const writes = list.data?.rows.some((i) => !i.again && i.state === 'writing');
  const wrote = useRef(writes);
  useEffect(() => {
    if (wrote.current && !writes) void renew(); // its entries are there
    wrote.current = writes;
  }, [writes]);
  const rows = (list.data?.rows ?? []).filter((i) => !i.again && (i.state === 'read' || works(i)));
  if (list.error && !list.data) return <Broken error={list.error} retry={() => void list.refetch()} />;
  if (!rows.length) return null;
  return (
    <Card withBorder component="section" aria-label="Imports under way" mb="sm">
      <Title order={2} size="h5" mb="xs">
        Imports under way
      </Title>
      <Stack gap="xs" component="ul">
        {rows.map((i) => (
          <li key={i.id}>
            <Group justify="space-between" gap="xs">
              <Text size="sm" className="long">
                <bdi>{i.name}</bdi>
              </Text>
              <Button size="compact-xs" variant="light" aria-label={`Look at ${i.name}`} onClick={() => look(i.id)}>
                Look
              </Button>
            </Group>
            <Text size="xs" c="dimmed">
              {i.by && (
                <>
                  <bdi>{i.by}</bdi>,{' '}
                </>
              )}
              {shortTime(i.at)}: {course(i)}
            </Text>
          </li>
        ))}
      </Stack>
    </Card>
  );
}

// course is how far an import is.
function course({ state, pages }: Import) {
  if (state === 'writing') return 'its entries are being written';
  if (state === 'read') return 'it waits until somebody has looked at its changes';
  return pages ? `${counted(pages, 'page', 'pages')} read so far` : 'it is being read';
}
