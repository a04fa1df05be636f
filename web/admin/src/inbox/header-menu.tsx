import { ActionIcon, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconArrowBackUp,
  IconCalendar,
  IconChecks,
  IconClockPause,
  IconDotsVertical,
  IconPrinter,
  IconRobot,
  IconTag,
  IconUserShare,
  IconX,
} from '@tabler/icons-react';
import type { Conversation } from '../../../lib/wire';
import { useApp } from '../app/context';
import { ItemLink } from '../parts/links';
import { Assign } from './assign';
import { LabelDialogue } from './label';
import { isMine } from './ownership';
import { type Act, useReopen } from './queries';
import { SnoozeUntil, snoozes } from './snooze';
import { PriorityItems } from './urgency';

interface Props {
  conversation: Conversation;
  agent: boolean;
  act: (act: Act) => void;
  given: () => void; // to somebody else
}

// HeaderMenu holds the rarer acts on a conversation.
export function HeaderMenu({ conversation: c, agent, act, given }: Props) {
  const { me } = useApp();
  const reopen = useReopen();
  const [asks, { open, close }] = useDisclosure();
  const [assigns, assigning] = useDisclosure();
  const [labels, labelling] = useDisclosure();
  const chosen = (until: string) => {
    close();
    act({ until });
  };
  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label="More">
            <IconDotsVertical size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {agent && (
            <Menu.Item leftSection={<IconUserShare size={18} />} onClick={assigning.open}>
              Assign to…
            </Menu.Item>
          )}
          {agent && (
            <Menu.Item leftSection={<IconTag size={18} />} onClick={labelling.open}>
              Labels…
            </Menu.Item>
          )}
          {agent && c.waitingFrom && (
            <Menu.Item leftSection={<IconChecks size={18} />} onClick={() => act('no-reply')}>
              No reply needed
            </Menu.Item>
          )}
          {agent && c.owner !== 'bot' && !isMine(c, me) && (
            <Menu.Item leftSection={<IconRobot size={18} />} onClick={() => act('hand-back')}>
              Hand back to the bot
            </Menu.Item>
          )}
          {agent && c.status !== 'open' && (
            <Menu.Item leftSection={<IconArrowBackUp size={18} />} onClick={() => reopen.mutate(c)}>
              Open again
            </Menu.Item>
          )}
          {agent && c.status !== 'closed' && <PriorityItems conversation={c} />}
          {agent && c.status !== 'closed' && <PutAside act={act} ask={open} />}
          <Menu.Divider />
          <ItemLink leftSection={<IconPrinter size={18} />} to="/print/$conversation" params={{ conversation: c.id }}>
            Print the transcript
          </ItemLink>
        </Menu.Dropdown>
      </Menu>
      <Assign conversation={c} opened={assigns} close={assigning.close} given={given} />
      <LabelDialogue conversation={c} opened={labels} close={labelling.close} />
      <SnoozeUntil opened={asks} onClose={close} chosen={chosen} />
    </>
  );
}

function PutAside({ act, ask }: { act: (act: Act) => void; ask: () => void }) {
  return (
    <>
      <Menu.Divider />
      <Menu.Item leftSection={<IconX size={18} />} onClick={() => act('close')}>
        Close
      </Menu.Item>
      <Menu.Label>Snooze until</Menu.Label>
      {snoozes().map(([label, until]) => (
        <Menu.Item
          key={label}
          leftSection={<IconClockPause size={18} />}
          onClick={() => act({ until: until.toISOString() })}
        >
          {label}
        </Menu.Item>
      ))}
      <Menu.Item leftSection={<IconCalendar size={18} />} onClick={ask}>
        A day and time…
      </Menu.Item>
    </>
  );
}
