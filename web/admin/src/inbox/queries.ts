import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import type { ConversationRow } from '../../../lib/wire';
import { ok } from '../app/api';
import { useApp, useHint, usePush } from '../app/context';

export const queues = { unassigned: 'Waiting', mine: 'Mine', human: 'All people', bot: 'With the bot', snoozed: 'Snoozed', closed: 'Closed' } as const;
export type Queue = keyof typeof queues;

export function useQueue(queue: Queue, source?: 'web' | 'whatsapp') {
  const { api } = useApp();
  const queries = useQueryClient();
  useHint('inbox', () => void queries.invalidateQueries({ queryKey: ['queue'] }));
  return useInfiniteQuery({
    queryKey: ['queue', queue, source],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => ok(api.GET('/v1/conversations', { params: { query: { queue, source, cursor: pageParam, limit: 50 } }, signal })),
    getNextPageParam: (page) => page.next,
    refetchInterval: 60_000,
  });
}

export function useConversation(id: string) {
  const { api } = useApp();
  const queries = useQueryClient();
  usePush((push) => {
    if (push.conversation === id && push.action !== 'typing' && push.action !== 'viewing') void queries.invalidateQueries({ queryKey: ['conversation', id] });
  });
  return useQuery({ queryKey: ['conversation', id], queryFn: () => ok(api.GET('/v1/conversations/{conversation}', { params: { path: { conversation: id } } })) });
}

export type Act = 'take-over' | 'hand-back' | 'close';

// useAct does what agents do to a conversation, and shows it before the server has said yes.
export function useAct(id: string) {
  const { api, me } = useApp();
  const queries = useQueryClient();
  const key = ['conversation', id];
  return useMutation({
    mutationFn: async (act: Act | { until: string }) => {
      const params = { params: { path: { conversation: id } } };
      if (typeof act === 'object') return ok(api.POST('/v1/conversations/{conversation}/snooze', { ...params, body: act }));
      return ok(api.POST(`/v1/conversations/{conversation}/${act}`, params));
    },
    onMutate: (act) => {
      const before = queries.getQueryData<ConversationRow>(key);
      const change = act === 'take-over' ? { owner: 'agent' as const, assignee: me.id, status: 'open' as const } : act === 'hand-back' ? { owner: 'bot' as const, assignee: undefined } : {};
      if (before) queries.setQueryData<ConversationRow>(key, { ...before, conversation: { ...before.conversation, ...change } });
      return before;
    },
    onError: (error, _, before) => {
      queries.setQueryData(key, before);
      notifications.show({ color: 'red', title: 'Not done', message: error.message });
    },
    onSettled: () => Promise.all([queries.invalidateQueries({ queryKey: key }), queries.invalidateQueries({ queryKey: ['queue'] }), queries.invalidateQueries({ queryKey: ['waiting'] })]),
  });
}

// useReadMark tells the server how far the agent has read, while they look.
export function useReadMark(row: ConversationRow | undefined): void {
  const { api } = useApp();
  const queries = useQueryClient();
  const at = row?.conversation.visitorAt;
  const id = row?.conversation.id;
  useEffect(() => {
    if (!at || !id || !row.unread) return;
    const mark = () => {
      if (document.visibilityState !== 'visible') return;
      void ok(api.POST('/v1/conversations/{conversation}/read', { params: { path: { conversation: id } }, body: { at } })).then(() => {
        for (const queryKey of [['queue'], ['waiting'], ['conversation', id]]) void queries.invalidateQueries({ queryKey });
      }, () => {});
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [api, queries, id, at, row?.unread]);
}
