import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconLink } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { plain } from '../../../lib/links';
import type { Visitor } from '../../../lib/wire';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';
import { Confirm } from '../parts/confirm';
import { fullTime } from '../parts/format';
import { AnchorLink } from '../parts/links';
import { Called, someoneOf } from '../parts/names';
import { Source } from './cells';

const Join = lazy(() => import('./join').then((m) => ({ default: m.Join })));

// Joined lists the visitors who are the same person, and lets agents join one more or take one apart.
export function Joined({ visitor: v, linked = [] }: { visitor: Visitor; linked?: Visitor[] }) {
  const { me } = useApp();
  const [asks, { open, close }] = useDisclosure();
  const agent = may(me.role, 'agent');
  if (!linked.length && !agent) return null;
  return (
    <Card withBorder component="section" aria-label="Also this person">
      <Title order={2} size="h5" mb="xs">
        Also this person
      </Title>
      <Stack gap="xs">
        {linked.length ? (
          linked.map((other) => <Other key={other.id} visitor={v} other={other} agent={agent} />)
        ) : (
          <Text size="sm" c="dimmed">
            Nobody. Visitors who go on in WhatsApp are joined when they say that it was they, and users of your site
            when they sign in.
          </Text>
        )}
        {agent && (
          <Button
            variant="subtle"
            size="xs"
            leftSection={<IconLink size={16} />}
            onClick={open}
            style={{ alignSelf: 'flex-start' }}
          >
            Join with another profile
          </Button>
        )}
        {asks && (
          <Suspense>
            <Join visitor={v} not={[v, ...linked].map((one) => one.id)} close={close} />
          </Suspense>
        )}
      </Stack>
    </Card>
  );
}

// howOf says how two visitors came to be one.
function howOf({ how, by, reason }: NonNullable<Visitor['links']>[number]): string {
  if (how === 'whatsapp') return 'They went on in WhatsApp, and said that it was they';
  if (how === 'login') return 'By your site’s login: the same user is signed in on both';
  return `Joined by ${plain(by ?? '') || 'your team'}: ${plain(reason ?? '')}`;
}

function Other({ visitor: v, other, agent }: { visitor: Visitor; other: Visitor; agent: boolean }) {
  const link = v.links?.find((l) => l.to === other.id);
  return (
    <div>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Group gap={6} wrap="nowrap">
          <Source source={other.source} />
          <AnchorLink to="/visitors/$visitor" params={{ visitor: other.id }} size="sm">
            <Called who={someoneOf(other)} />
          </AnchorLink>
        </Group>
        {link && agent && <Part visitor={v.id} other={other.id} />}
      </Group>
      <Text size="xs" c="dimmed">
        {link ? `${howOf(link)}, ${fullTime(link.at)}` : 'By way of another one'}
      </Text>
    </div>
  );
}

// Part takes two visitors apart.
function Part({ visitor, other }: { visitor: string; other: string }) {
  const { api } = useApp();
  const refresh = useRefresh();
  const [asking, setAsking] = useState(false);
  const part = useMutation({
    mutationFn: () => ok(api.DELETE('/v1/visitors/{visitor}/links/{other}', { params: { path: { visitor, other } } })),
    onSuccess: () => {
      setAsking(false);
      return refresh('/v1/visitors/{visitor}');
    },
    onError: (error) => notifications.show({ color: 'red', title: 'Not changed', message: error.message }),
  });
  return (
    <>
      <Button variant="subtle" size="compact-xs" color="gray" onClick={() => setAsking(true)}>
        Take apart
      </Button>
      <Confirm
        opened={asking}
        title="Take the two profiles apart?"
        stay="Cancel"
        go="Take apart"
        busy={part.isPending}
        close={() => setAsking(false)}
        act={() => part.mutate()}
      >
        <Text size="sm">Each keeps its own conversations, visits and notes. You can join them again.</Text>
      </Confirm>
    </>
  );
}
