import { Button, Checkbox, CloseButton, Group, Menu, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { ConversationRow } from '../../../lib/wire';
import { useApp } from '../app/context';
import { Confirm } from '../parts/confirm';
import { useLabels } from '../parts/labels';
import { AssignTo } from './assign';
import { type BulkAct, changes, useBulk } from './bulk-acts';
import { isForeign } from './ownership';

const undoable = 15_000; // ms
const most = 100; // conversations in one act

interface Props {
  rows: ConversationRow[]; // that are shown
  chosen: ConversationRow[];
  choose: (ids: string[]) => void;
  leave: () => void;
}

// Bulk acts on the conversations that were chosen.
export function Bulk({ rows, chosen, choose, leave }: Props) {
  const { me } = useApp();
  const [assigns, setAssigns] = useState(false);
  const [asked, setAsked] = useState<BulkAct>();
  const { doing, go } = useGo(() => choose([]));
  const foreign = chosen.filter((r) => isForeign(r.conversation, me));
  const act = (what: BulkAct) => {
    setAssigns(false);
    if (foreign.length && !asked && takes(what)) return setAsked(what);
    setAsked(undefined);
    void go(what, chosen);
  };
  const all = chosen.length > 0 && chosen.length === Math.min(rows.length, most);
  return (
    <Group gap="xs" className="bulkbar" role="group" aria-label="With the chosen conversations">
      <Checkbox
        aria-label="Choose all that are shown"
        checked={all}
        indeterminate={!all && chosen.length > 0}
        onChange={() => choose(all ? [] : rows.slice(0, most).map((r) => r.conversation.id))}
      />
      <Text size="sm" fw={600} className="grow" role="status">
        {chosen.length} chosen
      </Text>
      <Button size="xs" disabled={!chosen.length} loading={doing} onClick={() => act('close')}>
        Close
      </Button>
      <Button size="xs" variant="default" disabled={!chosen.length || doing} onClick={() => setAssigns(true)}>
        Assign…
      </Button>
      <LabelMenu disabled={!chosen.length || doing} add={(label) => act({ label })} />
      <CloseButton aria-label="Choose no more" onClick={leave} />
      <AssignTo opened={assigns} close={() => setAssigns(false)} busy={false} assign={act} />
      <Confirm
        opened={!!asked}
        title={foreign.length === 1 ? 'One is with a colleague' : `${foreign.length} are with colleagues`}
        stay="Go back"
        go={asked === 'close' ? 'Close all' : 'Assign all'}
        busy={false}
        close={() => setAsked(undefined)}
        act={() => asked && act(asked)}
      >
        <Text size="sm">
          They will be told, and can no longer reply there. Choose without theirs to leave them alone.
        </Text>
      </Confirm>
    </Group>
  );
}

// takes tells whether an act takes a conversation from the colleague who has it.
const takes = (what: BulkAct) => what === 'close' || 'to' in what;

// LabelMenu adds one of the team's labels.
function LabelMenu({ disabled, add }: { disabled: boolean; add: (label: string) => void }) {
  const labels = useLabels();
  if (!labels.length) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="xs" variant="default" disabled={disabled}>
          Label…
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        {labels.map((l) => (
          <Menu.Item key={l.id} onClick={() => add(l.id!)}>
            {l.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const wordsOf = (what: BulkAct) => (what === 'close' ? 'closed' : 'to' in what ? 'assigned' : 'labelled');

const count = (n: number) => (n === 1 ? 'One conversation' : `${n} conversations`);

// useGo does an act on conversations, says the outcome, and offers to take it back, also when nothing is chosen any more.
function useGo(done: () => void) {
  const { act, undo } = useBulk();
  const back = async (changed: Parameters<typeof undo.mutate>[0]) => {
    const outcome = await undo.mutateAsync(changed);
    failed('not as before', outcome.failed);
    if (outcome.done.length) notifications.show({ message: `${count(outcome.done.length)} as before.` });
  };
  const go = async (what: BulkAct, of: ConversationRow[]) => {
    const outcome = await act.mutateAsync({ what, of: of.map((r) => r.conversation).filter((c) => changes(what, c)) });
    const words = wordsOf(what);
    failed(`not ${words}`, outcome.failed);
    if (outcome.done.length) said(outcome.done.length, words, () => void back(outcome.done));
    done();
  };
  return { doing: act.isPending, go };
}

function failed(title: string, errors: Error[]): void {
  if (errors.length)
    notifications.show({ color: 'red', title: `${count(errors.length)} ${title}`, message: errors[0]!.message });
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
