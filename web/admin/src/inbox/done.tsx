import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import type { RefObject } from 'react';
import { useApp } from '../app/context';
import { usePreferences } from '../app/preferences';
import { dayAndTime } from '../parts/format';
import type { Done } from './header';
import { isForeign } from './ownership';
import { type Queue, useReopen } from './queries';

const undoable = 10_000; // ms

// useDone goes on to the next conversation when one was closed or snoozed, and offers to take
// that back.
export function useDone(queue: Queue, order: RefObject<string[]>): Done {
  const { me } = useApp();
  const navigate = useNavigate();
  const [{ staysAfter }] = usePreferences();
  const reopen = useReopen();
  const go = (id?: string) =>
    void navigate(
      id
        ? { to: '/inbox/$queue/$conversation', params: { queue, conversation: id }, search: true }
        : { to: '/inbox/$queue', params: { queue }, search: true },
    );
  return (was, act) => {
    const at = order.current.indexOf(was.id);
    if (!staysAfter) go(order.current[at + 1] ?? order.current[at - 1]);
    const toast = 'done ' + was.id;
    const undo = () => {
      notifications.hide(toast);
      reopen.mutate(was, { onSuccess: () => go(was.id) });
    };
    notifications.show({
      id: toast,
      autoClose: undoable,
      withCloseButton: true,
      message: (
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm">{typeof act === 'object' ? `Snoozed until ${dayAndTime(act.until)}.` : 'Closed.'}</Text>
          {!isForeign(was, me) && (
            <Button size="compact-sm" variant="light" onClick={undo}>
              Undo
            </Button>
          )}
        </Group>
      ),
    });
  };
}
