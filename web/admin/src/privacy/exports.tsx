import { Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { components } from '../../../../api/gen/schemas.gen';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { read, useRefresh } from '../app/reads';
import { count, shortTime } from '../parts/format';
import { Broken, Loading } from '../parts/states';
import { Wrong } from '../settings/parts';

type Job = components['schemas']['Job'];
export const states: Record<Job['state'], [string, string]> = {
  running: ['blue', 'Under way'],
  checking: ['blue', 'A second look follows'],
  done: ['teal', 'Done'],
  failed: ['red', 'Not done'],
};

// Exports hand data over.
export function Exports() {
  const { api, me } = useApp();
  const refresh = useRefresh();
  const list = useQuery({
    ...read(api, '/v1/exports'),
    refetchInterval: (q) => (q.state.data?.rows.some((j) => j.state === 'running') ? 3000 : false),
  });
  const start = useMutation({
    mutationFn: () => ok(api.POST('/v1/exports', { body: { kind: 'tenant' } })),
    onSuccess: () => refresh('/v1/exports'),
  });
  return (
    <Card withBorder>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          Exports
        </Title>
        {may(me.role, 'owner') && (
          <Button size="xs" variant="light" loading={start.isPending} onClick={() => start.mutate()}>
            Export everything
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        You can export one visitor on their own page. Exports are deleted after a week.
      </Text>
      <Wrong error={start.error} />
      {list.isPending ? (
        <Loading />
      ) : list.error ? (
        <Broken error={list.error} />
      ) : (
        <Stack gap="sm">
          {list.data.rows.map((j) => (
            <Export key={j.id} job={j} />
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

export function Export({ job: j }: { job: Job }) {
  const { api } = useApp();
  const fetchFile = useMutation({
    mutationFn: (file: string) =>
      ok(api.GET('/v1/exports/{job}/files/{file}', { params: { path: { job: j.id, file } } })),
    onSuccess: ({ url }) => location.assign(url),
  });
  const rows = j.files?.reduce((n, f) => n + f.rows, 0) ?? 0;
  return (
    <div data-export={j.kind}>
      <Group gap="xs">
        <Badge variant="light" color={states[j.state][0]}>
          {states[j.state][1]}
        </Badge>
        <Text size="sm">
          {j.kind === 'export_tenant' ? 'Everything' : 'One visitor'}, by <bdi>{j.name}</bdi>, {shortTime(j.made)}
        </Text>
      </Group>
      {j.state === 'running' && (
        <Text size="sm" c="dimmed">
          {count(rows)} rows so far, {j.files?.filter((f) => f.done).length} of {j.files?.length} files
        </Text>
      )}
      {j.failure && <Text size="sm">{j.failure}</Text>}
      <Wrong error={fetchFile.error} />
      {j.state === 'done' && (
        <Group gap={4} mt={4}>
          {j.files?.map((f) => (
            <Button
              key={f.kind}
              size="compact-xs"
              variant="default"
              leftSection={<IconDownload size={14} />}
              onClick={() => fetchFile.mutate(f.kind)}
            >
              {f.kind} ({count(f.rows)})
            </Button>
          ))}
        </Group>
      )}
    </div>
  );
}
