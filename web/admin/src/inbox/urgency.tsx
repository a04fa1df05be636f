import { Badge, Menu } from '@mantine/core';
import { IconFlag, IconFlagOff } from '@tabler/icons-react';
import type { Conversation } from '../../../lib/wire';
import { useNow } from '../app/clock';
import { fullTime, span } from '../parts/format';
import { useSetPriority } from './queries';

const words = { urgent: 'Urgent', high: 'High', none: 'No priority' } as const;

// PriorityMark says that a case is urgent, or of high priority.
export function PriorityMark({ of }: { of: Conversation['priority'] }) {
  if (!of) return null;
  return (
    <Badge size="xs" color={of === 'urgent' ? 'red' : 'orange'} variant="light" tt="none">
      {words[of]}
    </Badge>
  );
}

// PriorityItems set the priority of a conversation, or take it off.
export function PriorityItems({ conversation: c }: { conversation: Conversation }) {
  const set = useSetPriority(c.id);
  const others = (['urgent', 'high', 'none'] as const).filter((p) => p !== (c.priority ?? 'none'));
  return (
    <>
      <Menu.Label>Priority</Menu.Label>
      {others.map((p) => (
        <Menu.Item
          key={p}
          leftSection={p === 'none' ? <IconFlagOff size={18} /> : <IconFlag size={18} />}
          onClick={() => set.mutate(p)}
        >
          {words[p]}
        </Menu.Item>
      ))}
    </>
  );
}

const soon = 15 * 60_000; // ms

// Target counts down to the time by when a person's first word in the case is due, and says by how much it is late.
export function Target({ at }: { at?: string }) {
  const now = useNow();
  if (!at) return null;
  const left = Date.parse(at) - now;
  const about = Math.abs(left) > 60_000 ? Math.abs(left) - (Math.abs(left) % 60_000) : Math.abs(left);
  const [color, said] =
    left <= 0
      ? ['red', `First answer ${span(about)} late`]
      : [left < soon ? 'orange' : 'gray', `${span(about)} to answer`];
  return (
    <Badge size="xs" color={color} variant="light" tt="none" className="tick" title={`Due ${fullTime(at)}`}>
      {said}
    </Badge>
  );
}
