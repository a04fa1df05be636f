import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import type { RefObject } from 'react';
import { useApp } from '../app/context';
import { usePreferences } from '../app/preferences';
import { dayAndTime } from '../parts/format';
import { byWaiting, filtersOf } from './filter';
import { useFilters } from './filters';
import type { Done } from './header';
import { isForeign } from './ownership';
import { type Act, type Queue, useReopen } from './queries';

const undoable = 10_000; // ms

// Order is the conversations of the list on the screen, and whether they were searched for.
export interface Order {
  ids: string[];
  searched: boolean;
}

const said = {
  close: 'Closed.',
  'take-over': 'Taken over.',
  'hand-back': 'Handed back to the bot.',
  'no-reply': 'No reply needed.',
  assign: 'Assigned.',
};

const wordsOf = (act: Act | 'assign') =>
  typeof act === 'object' ? `Snoozed until ${dayAndTime(act.until)}.` : said[act];

// leaves tells whether an act takes a conversation off the list on the screen, so that the next one is to be opened.
// ofOne says that the list is narrowed to one person's.
export function leaves(act: Act | 'assign', queue: Queue, searched: boolean, ofOne: boolean): boolean {
  if (act === 'close' || typeof act === 'object') return true;
  if (searched) return false;
  if (act === 'no-reply') return queue === 'waiting';
  if (act === 'hand-back' && queue === 'human') return true;
  return (act === 'assign' || act === 'hand-back') && (ofOne || byWaiting(queue));
}

// useDone goes on to the next conversation when the list is rid of one, and offers to take a close or a snooze back.
export function useDone(queue: Queue, order: RefObject<Order>): Done {
  const { me } = useApp();
  const navigate = useNavigate();
  const [{ staysAfter }] = usePreferences();
  const [{ assignee }] = useFilters(queue);
  const reopen = useReopen();
  const go = (id?: string) =>
    void navigate(
      id
        ? { to: '/inbox/$queue/$conversation', params: { queue, conversation: id }, search: filtersOf }
        : { to: '/inbox/$queue', params: { queue }, search: true },
    );
  return (was, act) => {
    const { ids, searched } = order.current;
    if (!leaves(act, queue, searched, !!assignee)) return;
    const at = ids.indexOf(was.id);
    if (!staysAfter) go(ids[at + 1] ?? ids[at - 1]);
    const toast = 'done ' + was.id;
    const undo = () => {
      notifications.hide(toast);
      reopen.mutate(was, { onSuccess: () => go(was.id) });
    };
    const aside = act === 'close' || typeof act === 'object';
    notifications.show({
      id: toast,
      autoClose: undoable,
      withCloseButton: true,
      message: (
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm">{wordsOf(act)}</Text>
          {aside && !isForeign(was, me) && (
            <Button size="compact-sm" variant="light" onClick={undo}>
              Undo
            </Button>
          )}
        </Group>
      ),
    });
  };
}
