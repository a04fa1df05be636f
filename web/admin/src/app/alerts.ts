import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { plain } from '../../../lib/links';
import type { ConversationRow } from '../../../lib/wire';
import { useCounts } from '../inbox/queries';
import { called } from '../parts/names';
import { useAloud } from './aloud';
import { ok } from './api';
import { useApp, useHint, usePush } from './context';
import { keyOf, useRefresh } from './reads';

// useAlerts watches the conversations that wait for the agent or for anybody: it counts them in the title, and
// announces new words in them by sound and notification, as far as the agent wants.
export function useAlerts(): void {
  const { api } = useApp();
  usePush((push) => {
    if (push.action !== 'raised') return;
    notifications.show({
      color: 'orange',
      title: 'A customer still waits',
      message: 'Nobody answered in time, although the conversation moved on. It stands at the top of Unassigned.',
      autoClose: false,
    });
  });
  const refresh = useRefresh();
  const aloud = useAloud();
  const waiting = useCounts()?.waiting ?? 0;
  const { data } = useQuery({
    queryKey: keyOf('/v1/conversations', 'waiting'),
    queryFn: async () =>
      (await ok(api.GET('/v1/conversations', { params: { query: { queue: 'waiting', limit: 50 } } }))).rows,
    refetchInterval: 60_000,
  });
  useHint('inbox', () => {
    void refresh('/v1/queues');
    void refresh('/v1/conversations', 'waiting');
  });

  const unread = data?.filter((row) => row.unread) ?? [];
  useEffect(() => {
    document.title = waiting ? `(${waiting}) Botifire` : 'Botifire';
  }, [waiting]);

  const told = useRef<Map<string, string>>(undefined);
  const before = useRef(waiting);
  useEffect(() => {
    if (!data) return;
    const news = told.current ? unread.filter(({ conversation: c }) => told.current!.get(c.id) !== c.visitorAt) : [];
    told.current = new Map(data.map(({ conversation: c }) => [c.id, c.visitorAt ?? '']));
    const more = waiting > before.current; // also beyond the rows that were read
    before.current = waiting;
    if (!news.length && !(told.current && more)) return;
    aloud(740, () => news.forEach(show));
  }, [data, waiting]);
}

function show(row: ConversationRow): void {
  const c = row.conversation;
  const note = new Notification(called(row), { body: plain(c.preview ?? ''), tag: c.id });
  note.onclick = () => {
    window.focus();
    location.assign(`/admin/inbox/waiting/${c.id}`);
  };
}
