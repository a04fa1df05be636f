import { Button, Checkbox, CloseButton, Group, Menu, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import type { ConversationRow } from '../../../lib/wire';
import { useApp } from '../app/context';
import { Confirm } from '../parts/confirm';
import { refocus } from '../parts/focus';
import { useLabels } from '../parts/labels';
import { AssignTo, type Giving } from './assign';
import { type BulkAct, changes } from './bulk-acts';
import { useGo } from './bulk-go';
import { isForeign } from './ownership';

const most = 100; // conversations in one act

interface Props {
  rows: ConversationRow[]; // that are shown
  chosen: ConversationRow[];
  choose: (ids: string[]) => void;
  drop: (ids: string[]) => void; // from the choice
  leave: () => void;
}

// Bulk acts on the conversations that were chosen. Those to which it could not be done stay chosen.
export function Bulk({ rows, chosen, choose, drop, leave }: Props) {
  const { me } = useApp();
  const [assigning, setAssigning] = useState<Partial<Giving>>();
  const [asked, setAsked] = useState<BulkAct>();
  const box = useRef<HTMLInputElement>(null);
  const { doing, go } = useGo((ids) => {
    drop(ids);
    refocus(box.current);
  });
  const takenBy = (what: BulkAct) =>
    chosen.filter((r) => isForeign(r.conversation, me) && takes(what) && changes(what, r.conversation)).length;
  const act = (what: BulkAct) => {
    if (takenBy(what) && !asked) return setAsked(what);
    setAssigning(undefined);
    setAsked(undefined);
    void go(what, chosen);
  };
  const all = chosen.length > 0 && chosen.length === Math.min(rows.length, most);
  return (
    <Group gap="xs" className="bulkbar" role="group" aria-label="With the chosen conversations">
      <Checkbox
        ref={box}
        aria-label="Choose all that are shown"
        checked={all}
        indeterminate={!all && chosen.length > 0}
        onChange={() => choose(all ? [] : rows.slice(0, most).map((r) => r.conversation.id))}
      />
      <Text size="sm" fw={600} className="grow" miw="max-content" role="status">
        {chosen.length} chosen
      </Text>
      <CloseButton aria-label="Choose no more" onClick={leave} />
      <Group gap="xs" wrap="nowrap">
        <Button size="xs" disabled={!chosen.length} loading={doing} onClick={() => act('close')}>
          Close
        </Button>
        <Button size="xs" variant="default" disabled={!chosen.length || doing} onClick={() => setAssigning({})}>
          Assign…
        </Button>
        <LabelMenu disabled={!chosen.length || doing} add={(label) => act({ label })} />
      </Group>
      <AssignTo
        opened={!!assigning && !asked}
        first={assigning}
        close={() => setAssigning(undefined)}
        busy={false}
        assign={(to) => {
          setAssigning(to);
          act(to);
        }}
      />
      <Confirm
        opened={!!asked}
        title={asked ? withColleagues(takenBy(asked)) : ''}
        stay="Go back"
        go={asked === 'close' ? 'Close all' : 'Assign all'}
        busy={false}
        close={() => setAsked(undefined)}
        act={() => asked && act(asked)}
      >
        <Text size="sm">
          Your colleagues will be told, and can no longer reply there. To leave theirs as they are, go back and choose
          only the others.
        </Text>
      </Confirm>
    </Group>
  );
}

// takes tells whether an act takes a conversation from the colleague who has it.
const takes = (what: BulkAct) => what === 'close' || 'to' in what;

const withColleagues = (n: number) => (n === 1 ? 'One is with a colleague' : `${n} are with colleagues`);

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
