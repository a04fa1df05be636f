import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ConversationRow } from '../../../lib/wire';
import { called } from '../parts/names';
import { type BulkAct, type Changed, useBulk } from './bulk-acts';

const undoable = 15_000; // ms
const named = 3; // conversations, where something was not done to more

const wordsOf = (what: BulkAct) => (what === 'close' ? 'closed' : 'to' in what ? 'assigned' : 'labelled');

const count = (n: number) => (n === 1 ? 'One conversation' : `${n} conversations`);

interface Failed {
  row: ConversationRow;
  error: Error;
}

// useGo does an act on conversations, says the outcome, and offers to take it back, also when nothing is chosen any
// more. done gets the ids of those on which nothing is left to do.
export function useGo(done: (ids: string[]) => void) {
  const { act, undo } = useBulk();
  const back = async (changed: Changed[]) => {
    const outcome = await undo.mutateAsync(changed);
    failed(
      'not as before',
      outcome.failed.map(({ one, error }) => ({ row: one.row, error })),
    );
    if (outcome.done.length) notifications.show({ message: `${count(outcome.done.length)} as before.` });
  };
  const go = async (what: BulkAct, of: ConversationRow[]) => {
    const outcome = await act.mutateAsync({ what, of });
    const words = wordsOf(what);
    const left = outcome.failed.map(({ one, error }) => ({ row: one, error }));
    failed(`not ${words}`, left);
    already(outcome.already, what);
    if (outcome.done.length) said(outcome.done.length, words, () => void back(outcome.done));
    done(of.filter((row) => !left.some((f) => f.row === row)).map((r) => r.conversation.id));
  };
  return { doing: act.isPending, go };
}

// failed names the conversations that were left as they are, until somebody has read it.
function failed(title: string, all: Failed[]): void {
  if (!all.length) return;
  notifications.show({
    color: 'red',
    autoClose: false,
    title: `${count(all.length)} ${title}`,
    message: (
      <>
        {all.slice(0, named).map(({ row, error }) => (
          <Text key={row.conversation.id} size="sm" c="var(--mantine-color-text)">
            <bdi>{called(row)}</bdi>: {error.message}
          </Text>
        ))}
        {all.length > named && (
          <Text size="sm" c="var(--mantine-color-text)">
            and {all.length - named} more
          </Text>
        )}
      </>
    ),
  });
}

// already says that some were so before.
function already(n: number, what: BulkAct): void {
  if (!n) return;
  const noted = typeof what === 'object' && 'note' in what && what.note.trim();
  const note = noted ? ` Your note is not ${n === 1 ? 'there' : 'in these'}.` : '';
  notifications.show({ message: `${count(n)} ${n === 1 ? 'was' : 'were'} ${wordsOf(what)} already.${note}` });
}

function said(n: number, words: string, back: () => void): void {
  const id = notifications.show({
    autoClose: undoable,
    withCloseButton: true,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">
          {count(n)} {words}.
        </Text>
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            notifications.hide(id);
            back();
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}
