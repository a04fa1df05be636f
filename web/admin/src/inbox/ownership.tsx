import { Button, Group, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { Conversation, ConversationRow } from '../../../lib/wire';
import { useApp } from '../app/context';
import { useHolder } from '../parts/team';
import { type Act, useAct } from './queries';

export const isMine = (c: Conversation, me: { id: string }) => c.owner === 'agent' && c.assignee === me.id;
export const isForeign = (c: Conversation, me: { id: string }) => c.owner === 'agent' && c.assignee !== me.id;

const questions = {
  'take-over': 'Take it over anyway?',
  'hand-back': 'Hand it back to the bot anyway?',
  close: 'Close it anyway?',
  'no-reply': 'Say that no reply is needed anyway?',
  snooze: 'Snooze it anyway?',
};
const answers = {
  'take-over': 'Take over',
  'hand-back': 'Hand back',
  close: 'Close',
  'no-reply': 'No reply needed',
  snooze: 'Snooze',
};
const nameOfAct = (act: Act) => (typeof act === 'object' ? 'snooze' : act);

// useOwnership changes the holder of a conversation. A colleague's conversation, and one in which a colleague writes,
// is taken only by a second, explicit step; the question says their name, also once they write no more. writer is a
// colleague who writes now, or ''. done gets the conversation as the act found it.
export function useOwnership(
  { conversation: c }: ConversationRow,
  writer: string,
  done?: (act: Act, was: Conversation) => void,
): { act: (act: Act) => void; question: React.ReactNode } {
  const { me } = useApp();
  const nameOf = useHolder();
  const [asked, setAsked] = useState<{ act: Act; of: Conversation; writer: string }>();
  const [opened, { open, close }] = useDisclosure();
  const doing = useAct(c.id);
  const go = (act: Act, of: Conversation, from?: string) =>
    doing.mutate({ act, seen: of, from }, { onSuccess: (was) => done?.(act, was) });
  const asks = (act: Act) => isForeign(c, me) || (!!writer && act === 'take-over');
  const act = (act: Act) => {
    if (!asks(act)) return go(act, c);
    setAsked({ act, of: c, writer });
    open();
  };
  const name = asked && nameOfAct(asked.act);
  const holder = asked && isForeign(asked.of, me) ? nameOf(asked.of) : '';
  const question = (
    <Modal
      opened={opened}
      onClose={close}
      title={asked?.writer ? `${asked.writer} is writing` : `${holder} has this conversation`}
      centered
    >
      <Text size="sm">
        {name && questions[name]} {holder || 'Your colleague'} will be told, and can no longer reply.
      </Text>
      <Group mt="md" justify="flex-end">
        <Button variant="default" onClick={close} data-autofocus>
          Leave it
        </Button>
        <Button
          color="red"
          onClick={() => {
            close();
            if (asked) go(asked.act, asked.of, asked.of.assignee);
          }}
        >
          {name && answers[name]}
        </Button>
      </Group>
    </Modal>
  );
  return { act, question };
}
