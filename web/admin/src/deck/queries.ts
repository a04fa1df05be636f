import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Conversation, DeckRow, Held } from '../../../lib/wire';
import { ok } from '../app/api';
import { useApp, useHint, usePush } from '../app/context';
import { read, useRefresh } from '../app/reads';
import { filtersOf } from '../inbox/filter';

const pause = 2000; // ms from one reading to the next: each reads every talk
const rarely = 10_000; // ms likewise, where only visits change, which is all the time

// useDeck reads the deck, and again when a list changes: that of visits has the stakes. Rows that did not
// change stay the same objects.
export function useDeck() {
  const { api } = useApp();
  const refresh = useRefresh();
  useHint('inbox', () => void refresh('/v1/deck'), pause);
  useHint('visitors', () => void refresh('/v1/deck'), rarely);
  return useQuery({ ...read(api, '/v1/deck'), refetchInterval: 60_000 });
}

// useTake takes a talk over from the bot as it stands on the screen, and opens it.
export function useTake() {
  const { api } = useApp();
  const refresh = useRefresh();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (c: Conversation) =>
      ok(
        api.POST('/v1/conversations/{conversation}/take-over', {
          params: { path: { conversation: c.id } },
          body: { epoch: c.epoch },
        }),
      ),
    onSuccess: (_, c) =>
      navigate({
        to: '/inbox/$queue/$conversation',
        params: { queue: 'mine', conversation: c.id },
        search: (s) => ({ ...filtersOf(s), brief: true }),
      }),
    onError: (error) => notifications.show({ color: 'red', title: 'Not taken', message: error.message }),
    onSettled: () => Promise.all([refresh('/v1/deck'), refresh('/v1/conversations'), refresh('/v1/queues')]),
  });
}

// useJudge says whether an alert was right, or that nobody was needed.
export function useJudge() {
  const { api } = useApp();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ conversation, right }: { conversation: string; right: boolean }) =>
      ok(api.POST('/v1/conversations/{conversation}/alert', { params: { path: { conversation } }, body: { right } })),
    onError: (error) => notifications.show({ color: 'red', title: 'Not noted', message: error.message }),
    onSettled: () => refresh('/v1/deck'),
  });
}

const mine = { query: { view: 'alerts' as const } };

// useHeld are the answers that wait for a person.
export function useHeld() {
  const { api } = useApp();
  const refresh = useRefresh();
  usePush((push) => {
    if (push.action === 'held') void refresh('/v1/deck', mine);
  });
  return useQuery({ ...read(api, '/v1/deck', mine), select: (deck) => deck.held, refetchInterval: 15_000 });
}

// useDecide sends, changes or drops an answer that waits.
export function useDecide() {
  const { api } = useApp();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ held, act, text }: { held: Held; act: 'send' | 'change' | 'drop'; text?: string }) =>
      ok(
        api.POST('/v1/conversations/{conversation}/held', {
          params: { path: { conversation: held.conversation } },
          body: { message: held.message, act, text },
        }),
      ),
    onError: (error) => notifications.show({ color: 'orange', title: 'Not decided', message: error.message }),
    onSettled: () => refresh('/v1/deck'),
  });
}

// byStakes puts the rows with the most at stake first, and leaves the others as they are.
export const byStakes = (rows: DeckRow[]) => [...rows].sort((a, b) => b.stakes.length - a.stakes.length);

// inOrder keeps rows where they were while somebody is about to choose one; new ones come last.
export function inOrder(rows: DeckRow[], held: string[] | undefined): DeckRow[] {
  if (!held) return rows;
  const place = new Map(held.map((id, i) => [id, i]));
  const of = (row: DeckRow) => place.get(row.row.conversation.id) ?? held.length;
  return [...rows].sort((a, b) => of(a) - of(b));
}
