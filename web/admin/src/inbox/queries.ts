import { notifications } from '@mantine/notifications';
import { useInfiniteQuery, useMutation, useMutationState, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import type { Conversation, ConversationRow } from '../../../lib/wire';
import { type Api, ApiError, ok } from '../app/api';
import { useApp, useHint, usePush } from '../app/context';
import { keyOf, read, useRefresh } from '../app/reads';
import type { Filters } from './filter';

export const queues = {
  all: 'All',
  waiting: 'Waiting',
  mine: 'Mine',
  unassigned: 'Unassigned',
  human: 'With a person',
  bot: 'With the bot',
  snoozed: 'Snoozed',
  closed: 'Closed',
} as const;
export type Queue = keyof typeof queues;

export function useQueue(queue: Queue, filters: Filters) {
  const { api } = useApp();
  const refresh = useRefresh();
  useHint('inbox', () => void refresh('/v1/conversations', 'pages'));
  return useInfiniteQuery({
    queryKey: keyOf('/v1/conversations', 'pages', { query: { queue, ...filters } }),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      ok(
        api.GET('/v1/conversations', {
          params: { query: { queue, ...filters, cursor: pageParam, limit: 50 } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next,
    refetchInterval: 60_000,
  });
}

// useCounts gives the number of conversations in each of the caller's queues. It is the same number on every screen,
// and useAlerts has it read anew for all of them.
export function useCounts() {
  const { api } = useApp();
  return useQuery({ ...read(api, '/v1/queues'), refetchInterval: 60_000 }).data;
}

// useAllCounts gives the counts of the team's other queues too, up to a hundred, while they are looked at.
export function useAllCounts(enabled: boolean) {
  const { api } = useApp();
  return useQuery({ ...read(api, '/v1/queues', { query: { all: true } }), enabled, staleTime: 0 }).data;
}

export function useConversation(id: string) {
  const { api } = useApp();
  const refresh = useRefresh();
  usePush((push) => {
    if (push.conversation === id && push.action !== 'typing' && push.action !== 'viewing')
      void refresh('/v1/conversations/{conversation}', { path: { conversation: id } });
  });
  return useQuery({
    ...read(api, '/v1/conversations/{conversation}', { path: { conversation: id } }),
    select: useShown(id),
  });
}

export type Act = 'take-over' | 'hand-back' | 'close' | 'no-reply' | { until: string };

// Doing is an act, on the conversation as it stood on the screen, and the colleague
// from whom the agent knowingly takes it.
export interface Doing {
  act: Act;
  seen: Conversation;
  from?: string;
}

// shownAs is a conversation as an act will leave it. A change of owner increments the epoch:
// the next act builds on that.
function shownAs({ act, seen }: Doing, me: { id: string; name: string }): Partial<Conversation> {
  if (typeof act === 'object') return { status: 'snoozed', due: act.until };
  if (act === 'no-reply') return { waitingFrom: undefined };
  const epoch = seen.owner === 'bot' && act !== 'take-over' ? seen.epoch : seen.epoch + 1;
  if (act === 'take-over') return { epoch, owner: 'agent', assignee: me.id, assigneeName: me.name, status: 'open' };
  return {
    epoch,
    owner: 'bot',
    assignee: undefined,
    assigneeName: undefined,
    status: act === 'close' ? 'closed' : seen.status,
  };
}

const acting = (conversation: string) => ['act', conversation];

// useShown gives a conversation as the acts that are on their way will leave it, whatever is read meanwhile.
export function useShown(id: string) {
  const { me } = useApp();
  const doing = useMutationState({
    filters: { mutationKey: acting(id), status: 'pending' },
    select: (act) => act.state.variables as Doing,
  });
  return <R extends { conversation: Conversation }>(row: R): R => ({
    ...row,
    conversation: Object.assign({}, row.conversation, ...doing.map((act) => shownAs(act, me))),
  });
}

// fits tells whether an act fits a conversation that has changed hands since it was seen. Between bot and team it moved
// by itself. The agent's own answer, which went before the act, made it theirs. No colleague loses it either way.
function fits({ act, from }: Doing, { owner, assignee }: Conversation, me: { id: string }): boolean {
  return owner === 'agent' ? !from && assignee === me.id : act === 'take-over';
}

// onceMore asks for an act on a conversation as it was seen, and, if it has changed hands since in a way that fits the
// act, once more as it is now.
export async function onceMore<T>(
  api: Api,
  seen: Conversation,
  ask: (seen: Conversation) => Promise<T>,
  fits: (now: Conversation) => boolean,
): Promise<T> {
  try {
    return await ask(seen);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'owner_changed') throw error;
    const path = { conversation: seen.id };
    const { conversation: now } = await ok(api.GET('/v1/conversations/{conversation}', { params: { path } }));
    if (!fits(now)) throw error;
    return ask(now);
  }
}

// inTurn is the scope in which the acts on a conversation and the words to it go one after the other.
export const inTurn = (conversation: string) => ({ id: 'conversation ' + conversation });

// useAct does an agent's act, and gives the conversation as it was before: an answer that was still on its way may have
// made it theirs meanwhile. useShown shows the act at once, before the server has confirmed it.
export function useAct(id: string) {
  const { api, me } = useApp();
  const again = useAgain();
  const params = { params: { path: { conversation: id } } };
  const ask = ({ act, from }: Doing, seen: Conversation) =>
    typeof act === 'object'
      ? ok(
          api.POST('/v1/conversations/{conversation}/snooze', {
            ...params,
            body: { until: act.until, epoch: seen.epoch, from },
          }),
        )
      : ok(api.POST(`/v1/conversations/{conversation}/${act}`, { ...params, body: { epoch: seen.epoch, from } }));
  return useMutation({
    mutationKey: acting(id),
    scope: inTurn(id),
    networkMode: 'always', // without a connection it fails, and what is behind it does not wait
    mutationFn: (doing: Doing) =>
      onceMore(
        api,
        doing.seen,
        async (seen) => {
          await ask(doing, seen);
          return seen;
        },
        (now) => fits(doing, now, me),
      ),
    onError: (error) => notifications.show({ color: 'red', title: 'Not done', message: error.message }),
    onSettled: () => again(id),
  });
}

// useAgain reads a conversation anew, and all lists.
function useAgain() {
  const refresh = useRefresh();
  return useCallback(
    (conversation: string) =>
      Promise.all([
        refresh('/v1/conversations/{conversation}', { path: { conversation } }),
        refresh('/v1/conversations'),
        refresh('/v1/queues'),
      ]),
    [refresh],
  );
}

// useSetPriority marks a conversation as urgent or high for its case, or takes the mark off.
export function useSetPriority(id: string) {
  const { api } = useApp();
  const again = useAgain();
  return useMutation({
    mutationFn: (priority: 'none' | 'high' | 'urgent') =>
      ok(
        api.POST('/v1/conversations/{conversation}/priority', {
          params: { path: { conversation: id } },
          body: { priority },
        }),
      ),
    onError: (error) => notifications.show({ color: 'red', title: 'Not done', message: error.message }),
    onSettled: () => again(id),
  });
}

// useReopen undoes a close or a snooze: the conversation returns to its former owner.
export function useReopen() {
  const { api, me } = useApp();
  const again = useAgain();
  return useMutation({
    mutationFn: async (was: Conversation) => {
      const path = { conversation: was.id };
      const now = await ok(api.GET('/v1/conversations/{conversation}', { params: { path } }));
      const to = was.owner === 'agent' ? (was.assignee === me.id ? 'agent' : 'team') : was.owner;
      return ok(
        api.POST('/v1/conversations/{conversation}/reopen', {
          params: { path },
          body: { epoch: now.conversation.epoch, to },
        }),
      );
    },
    onError: (error) => notifications.show({ color: 'red', title: 'Not done', message: error.message }),
    onSettled: (_, __, was) => again(was.id),
  });
}

// useReadMark tells the server how far the agent has read, while they look.
export function useReadMark(row: ConversationRow | undefined): void {
  const { api } = useApp();
  const again = useAgain();
  const at = row?.conversation.visitorAt;
  const id = row?.conversation.id;
  useEffect(() => {
    if (!at || !id || !row.unread) return;
    const mark = () => {
      if (document.visibilityState !== 'visible') return;
      void ok(
        api.POST('/v1/conversations/{conversation}/read', { params: { path: { conversation: id } }, body: { at } }),
      ).then(
        () => again(id),
        () => {},
      );
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [api, again, id, at, row?.unread]);
}
