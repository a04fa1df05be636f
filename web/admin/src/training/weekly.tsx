import { Alert, Anchor, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { components } from '../../../../api/gen/schemas.gen';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { read, useRefresh } from '../app/reads';
import { Confirm } from '../parts/confirm';
import { count, counted, shortTime } from '../parts/format';
import { AnchorLink } from '../parts/links';
import { Broken } from '../parts/states';
import { Wrong } from '../settings/parts';
import { type Import, works } from './importing';
import { useRenew } from './queries';

type Weekly = components['schemas']['Weekly'];

const lookEvery = 1500; // ms, while pages are being read

// Sites lists the sites whose pages are read again each week, with the outcome of the latest reading.
export function Sites() {
  const { api } = useApp();
  const renew = useRenew();
  const list = useQuery({
    ...read(api, '/v1/knowledge/weekly'),
    refetchInterval: (query) => (query.state.data?.rows.some((w) => works(w.latest)) ? lookEvery : false),
  });
  const rows = list.data?.rows ?? [];
  const busy = rows.some((w) => works(w.latest));
  const was = useRef(false);
  useEffect(() => {
    if (was.current && !busy) void renew(); // its entries are there
    was.current = busy;
  }, [busy]);
  if (list.error && !list.data) return <Broken error={list.error} retry={() => void list.refetch()} />;
  if (!rows.length) return null;
  return (
    <Card withBorder component="section" aria-label="Pages that are read each week" mb="md">
      <Title order={2} size="h5" mb="xs">
        Pages that are read each week
      </Title>
      <Stack gap="sm" component="ul">
        {rows.map((w) => (
          <Site key={w.id} site={w} />
        ))}
      </Stack>
    </Card>
  );
}

function Site({ site: w }: { site: Weekly }) {
  const { api } = useApp();
  const refresh = useRefresh();
  const [asking, setAsking] = useState(false);
  const again = () => refresh('/v1/knowledge/weekly');
  const params = { path: { weekly: w.id } };
  const now = useMutation({
    mutationFn: () => ok(api.POST('/v1/knowledge/weekly/{weekly}', { params })),
    onSuccess: again,
  });
  const stop = useMutation({
    mutationFn: () => ok(api.DELETE('/v1/knowledge/weekly/{weekly}', { params })),
    onSuccess: again,
  });
  return (
    <li>
      <Group justify="space-between" gap="xs">
        <Anchor href={w.address} target="_blank" rel="noreferrer" size="sm" className="long">
          <bdi>{w.address}</bdi>
        </Anchor>
        <Group gap="xs">
          <Button size="compact-xs" variant="light" loading={now.isPending} onClick={() => now.mutate()}>
            Read now
          </Button>
          <Button size="compact-xs" variant="subtle" color="red" onClick={() => setAsking(true)}>
            Stop
          </Button>
        </Group>
      </Group>
      <Text size="xs" c="dimmed">
        Next reading: {shortTime(w.due)}
      </Text>
      {w.latest && <Latest reading={w.latest} />}
      <Wrong error={now.error} />
      <Confirm
        opened={asking}
        title="Read these pages no longer?"
        stay="Go on"
        go="Stop"
        busy={stop.isPending}
        close={() => setAsking(false)}
        act={() => stop.mutate()}
      >
        <Text size="sm">
          Their entries stay as they are. Import the site again to have it read each week once more.
        </Text>
        <Wrong error={stop.error} />
      </Confirm>
    </li>
  );
}

const unread = ['page could not be read: its entries stay', 'pages could not be read: their entries stay'] as const;

// Latest is the outcome of the latest reading, with a way to it.
function Latest({ reading: r }: { reading: Import }) {
  if (works(r))
    return (
      <Text size="sm" role="status">
        {r.state === 'writing' ? 'Writing the changes …' : `${counted(r.pages ?? 0, 'page', 'pages')} read …`}
      </Text>
    );
  if (r.state === 'failed')
    return (
      <Alert color="yellow" mt={4} title={`The reading of ${shortTime(r.at)} failed`}>
        {r.failure}
      </Alert>
    );
  const found = [
    { n: r.changed ?? 0, words: 'changed', state: 'changed' as const },
    { n: r.added ?? 0, words: 'new', state: 'draft' as const },
    { n: r.gone ?? 0, words: 'gone', state: 'removed' as const },
  ].filter(({ n }) => n > 0);
  return (
    <Text size="sm">
      Read {shortTime(r.at)}: {!found.length && 'nothing changed'}
      {found.map(({ n, words, state }, i) => (
        <span key={state}>
          {i > 0 && ', '}
          <AnchorLink to="/training" search={{ state, source: 'page' }}>
            {count(n)} {words}
          </AnchorLink>
        </span>
      ))}
      {found.length > 0 && '. They wait for you to publish them'}
      {!!r.refused && `. ${counted(r.refused, ...unread)}`}
      {!!r.spared &&
        `. ${counted(r.spared, 'stays as your team wrote it', 'stay as your team wrote them')} until that is published`}
      .
    </Text>
  );
}
