import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { chime } from '../../../lib/chime';
import { plain } from '../../../lib/links';
import type { ConversationRow } from '../../../lib/wire';
import { called } from '../parts/names';
import { ok } from './api';
import { useApp, useHint } from './context';
import { usePreferences } from './preferences';
import { keyOf, useRefresh } from './reads';

// useAlerts watches the conversations that wait for people: it counts them in the title, and
// announces new ones by sound and notification, as far as the agent wants. It gives the number of
// conversations that have words the agent has not read.
export function useAlerts(): number {
  const { api } = useApp();
  const refresh = useRefresh();
  const [{ sound, notify }] = usePreferences();
  const read = (queue: 'mine' | 'unassigned') =>
    ok(api.GET('/v1/conversations', { params: { query: { queue, limit: 50 } } }));
  const { data } = useQuery({
    queryKey: keyOf('/v1/conversations', 'waiting'),
    queryFn: async () => [...(await read('mine')).rows, ...(await read('unassigned')).rows],
    refetchInterval: 60_000,
  });
  useHint('inbox', () => void refresh('/v1/conversations', 'waiting'));

  const unread = data?.filter((row) => row.unread) ?? [];
  useEffect(() => {
    document.title = unread.length ? `(${unread.length}) Botifire` : 'Botifire';
  }, [unread.length]);

  const told = useRef<Map<string, string>>(undefined);
  useEffect(() => {
    if (!data) return;
    const news = told.current ? unread.filter(({ conversation: c }) => told.current!.get(c.id) !== c.visitorAt) : [];
    told.current = new Map(data.map(({ conversation: c }) => [c.id, c.visitorAt ?? '']));
    if (!news.length) return;
    if (sound) chime(740);
    if (notify && document.hidden && 'Notification' in window && Notification.permission === 'granted')
      news.forEach(show);
  }, [data]);
  return unread.length;
}

function show(row: ConversationRow): void {
  const c = row.conversation;
  const note = new Notification(called(row), { body: plain(c.preview ?? ''), tag: c.id });
  note.onclick = () => {
    window.focus();
    location.assign(`/admin/inbox/unassigned/${c.id}`);
  };
}
