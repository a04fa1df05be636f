import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { plain } from '../../../lib/links';
import { useAloud } from './aloud';
import { useApp, useOnline, usePush } from './context';
import { read, useRefresh } from './reads';

// useUnread counts the notes of colleagues that this person has not read.
export function useUnread(): number {
  const { api } = useApp();
  const count = ({ rows }: { rows: { unread?: boolean }[] }) => rows.filter((m) => m.unread).length;
  return useQuery({ ...read(api, '/v1/mentions'), select: count }).data ?? 0;
}

// useMentions has the notes of colleagues read as they come, and announces them.
export function useMentions(): void {
  const { api } = useApp();
  useQuery({ ...read(api, '/v1/mentions'), refetchInterval: 300_000, notifyOnChangeProps: [] });
  const navigate = useNavigate();
  const refresh = useRefresh();
  const aloud = useAloud();
  const online = useOnline();
  const missed = useRef(false); // pushes, while the socket was away
  useEffect(() => {
    if (online && missed.current) void refresh('/v1/mentions');
    missed.current = !online;
  }, [online, refresh]);
  usePush(({ action, conversation, by }) => {
    if (action !== 'mention' || !conversation) return;
    void refresh('/v1/mentions');
    const open = () => void navigate({ to: '/inbox/$queue/$conversation', params: { queue: 'all', conversation } });
    const title = `${plain(by ?? '') || 'A colleague'} wrote to you`;
    notifications.show({
      id: `mention-${conversation}`,
      color: 'teal',
      title,
      message: (
        <Anchor component="button" type="button" size="sm" onClick={open}>
          Open the conversation
        </Anchor>
      ),
    });
    aloud(740, () => {
      new Notification(title, { tag: `mention-${conversation}` }).onclick = () => {
        window.focus();
        open();
      };
    });
  });
}
