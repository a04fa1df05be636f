import { ActionIcon, Avatar, Badge, Button, Group, Text, Title, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconArrowLeft, IconHandGrab, IconInfoCircle, IconRobot } from '@tabler/icons-react';
import { plain } from '../../../lib/links';
import type { Conversation, ConversationRow } from '../../../lib/wire';
import { may } from '../app/auth';
import { useNow } from '../app/clock';
import { useApp } from '../app/context';
import { dayAndTime, span } from '../parts/format';
import { GroupMark } from '../parts/groups';
import { Labels } from '../parts/labels';
import { IconLink } from '../parts/links';
import { Called } from '../parts/names';
import { useHolder } from '../parts/team';
import { Source } from '../visitors/cells';
import { HeaderMenu } from './header-menu';
import { isMine, useOwnership } from './ownership';
import type { Act, Queue } from './queries';
import { PriorityMark, Target } from './urgency';

// Done runs after an act. It opens the next conversation if the list is rid of this one, and offers to undo an act that
// can be undone.
export type Done = (was: Conversation, act: Act | 'assign') => void;

interface Props {
  row: ConversationRow;
  queue: Queue;
  viewers: string[];
  writer: string; // the name of a colleague who writes now
  about?: () => void;
  done: Done;
}

// Header shows the visitor, the holder and the other viewers of a conversation, and its acts.
export function Header({ row, queue, viewers, writer, about, done }: Props) {
  const { me } = useApp();
  const { conversation: c } = row;
  const { act, question } = useOwnership(row, writer, (act, was) => done(was, act));
  const mine = isMine(c, me);
  const agent = may(me.role, 'agent');
  useHotkeys([
    ['t', () => agent && !mine && act('take-over')],
    ['b', () => agent && c.owner !== 'bot' && act('hand-back')],
    ['e', () => agent && c.status !== 'closed' && act('close')],
  ]);
  return (
    <header className="convhead">
      <IconLink
        to="/inbox/$queue"
        params={{ queue }}
        search={true}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label="Back to the list"
        className="back"
      >
        <IconArrowLeft size={20} />
      </IconLink>
      <Names row={row} viewers={viewers} />
      {agent && !mine && (
        <Button size="xs" leftSection={<IconHandGrab size={16} />} onClick={() => act('take-over')}>
          Take over
        </Button>
      )}
      {agent && mine && (
        <Button size="xs" variant="default" leftSection={<IconRobot size={16} />} onClick={() => act('hand-back')}>
          Hand back
        </Button>
      )}
      {about && (
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="About the visitor" onClick={about}>
          <IconInfoCircle size={20} />
        </ActionIcon>
      )}
      <HeaderMenu conversation={c} agent={agent} act={act} given={() => done(c, 'assign')} />
      {question}
    </header>
  );
}

// Names are those of the visitor and of the other viewers.
function Names({ row, viewers }: { row: ConversationRow; viewers: string[] }) {
  return (
    <>
      <div className="grow cut">
        <Group gap={8} wrap="nowrap">
          <Source source={row.conversation.source} />
          <Title order={2} size="h5" className="cut">
            <Called who={row} />
          </Title>
          <Owner row={row} />
        </Group>
        <Group gap={8} wrap="nowrap">
          <GroupMark row={row} />
          <PriorityMark of={row.conversation.priority} />
          <Target at={row.target} />
          <Window row={row} />
          <Labels of={row.conversation} />
          {viewers.length > 0 && (
            <Text size="xs" c="dimmed" className="cut" role="status">
              Also looking: {viewers.map(plain).join(', ')}
            </Text>
          )}
        </Group>
      </div>
      {viewers.slice(0, 3).map((v, i) => (
        <Tooltip key={i} label={v}>
          <Avatar name={v} variant="filled" color="teal.9" size={28} alt={v} />
        </Tooltip>
      ))}
    </>
  );
}

// Owner is a badge with the holder of the conversation, or its state if nobody holds it.
export function Owner({ row: { conversation: c } }: { row: ConversationRow }) {
  const { me } = useApp();
  const nameOf = useHolder();
  const [colour, words] =
    c.status === 'closed'
      ? ['gray', 'Closed']
      : c.status === 'snoozed'
        ? ['grape', c.due ? `Until ${dayAndTime(c.due)}` : 'Snoozed']
        : c.owner === 'bot'
          ? ['blue', 'Bot']
          : c.owner === 'team'
            ? c.waitingFrom
              ? ['red', 'Waiting']
              : ['gray', 'Unassigned']
            : [undefined, c.assignee === me.id ? 'You' : nameOf(c)];
  return (
    <Badge color={colour} variant="light" size="sm" className="owner">
      {words}
    </Badge>
  );
}

// Window counts down to the end of WhatsApp's 24 hours.
function Window({ row: { conversation: c } }: { row: ConversationRow }) {
  const now = useNow();
  if (c.source !== 'whatsapp') return null;
  const left = Date.parse(c.window ?? '') - now;
  if (!(left > 0))
    return (
      <Badge size="xs" color="red" variant="light" tt="none">
        Templates only
      </Badge>
    );
  return (
    <Badge size="xs" color={left < 3_600_000 ? 'orange' : 'green'} variant="light" className="tick" tt="none">
      Reply within {left > 3_600_000 ? span(left - (left % 60_000)) : span(left)}
    </Badge>
  );
}
