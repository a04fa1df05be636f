import { Badge, Stack, Text } from '@mantine/core';
import { IconAt } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { plain, unturned } from '../../../lib/links';
import { dayAndTime } from '../parts/format';
import { AnchorLink } from '../parts/links';
import { Broken, Empty, Loading } from '../parts/states';
import { ok } from './api';
import { useApp } from './context';
import { type Answer, read, useRefresh } from './reads';

type Mention = Answer<'/v1/mentions'>['rows'][number];

// Mentions lists the notes of colleagues for this person. New ones stay marked as long as the list is open.
export function Mentions({ close }: { close: () => void }) {
  const { api } = useApp();
  const refresh = useRefresh();
  const list = useQuery({ ...read(api, '/v1/mentions'), staleTime: 0 });
  const rows = list.data?.rows;
  const [fresh, mark] = useState<string[]>([]);
  const seen = useMutation({
    mutationFn: (upTo: string) => ok(api.POST('/v1/mentions/read', { body: { upTo } })),
    onSuccess: () => refresh('/v1/mentions'),
  });
  const markRead = seen.mutate;
  useEffect(() => {
    const unread = rows?.filter((m) => m.unread) ?? [];
    if (!unread.length) return;
    mark((had) => [...had, ...unread.map((m) => m.message)]);
    markRead(unread[0]!.at);
  }, [rows, markRead]);
  if (list.error) return <Broken error={list.error} retry={() => void list.refetch()} />;
  if (!rows) return <Loading />;
  if (!rows.length)
    return (
      <Empty title="Nothing yet" icon={<IconAt size={40} />}>
        A note that names you with @, or a conversation that a colleague gives to you, stands here for 30 days.
      </Empty>
    );
  return (
    <Stack gap="md" component="ul" className="mentions">
      {rows.map((m) => (
        <Row key={m.message} mention={m} fresh={fresh.includes(m.message)} close={close} />
      ))}
    </Stack>
  );
}

function Row({ mention: m, fresh, close }: { mention: Mention; fresh: boolean; close: () => void }) {
  const by = plain(m.by) || 'A colleague';
  return (
    <li>
      <AnchorLink
        to="/inbox/$queue/$conversation"
        params={{ queue: 'all', conversation: m.conversation }}
        search={{ message: m.message }}
        size="sm"
        fw={600}
        onClick={close}
      >
        <bdi>{by}</bdi> {m.kind === 'assigned' ? 'gave you a conversation' : 'mentioned you'}
      </AnchorLink>{' '}
      {fresh && (
        <Badge size="xs" tt="none">
          New
        </Badge>
      )}
      {m.text && (
        <Text size="sm" className="words" dir="auto" lineClamp={4}>
          {unturned(m.text)}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        <time dateTime={m.at}>{dayAndTime(m.at)}</time>
      </Text>
    </li>
  );
}
