import { ActionIcon, Alert, Button, Group, Popover } from '@mantine/core';
import { IconArrowBackUp, IconMoodPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { createContext, useContext, useState } from 'react';
import { ulid } from '../../../lib/ulid';
import type { Message } from '../../../lib/wire';
import { ok } from '../app/api';
import { useNow } from '../app/clock';
import { useApp } from '../app/context';

// Acting holds the acts on single messages of a conversation; it is null where none is allowed.
export interface Acting {
  conversation: string;
  whatsapp: boolean;
  open: boolean; // free words can be sent
  answer: (m: Message) => void;
  sent: (m: Message) => void;
}
export const ActingOn = createContext<Acting | null>(null);

const feelings = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

// Acts replies to a message and reacts to it, where WhatsApp knows it.
export function Acts({ message: m }: { message: Message }) {
  const acting = useContext(ActingOn);
  const [opened, setOpened] = useState(false);
  const known = m.origin?.wamid || m.bubbles?.some((b) => b.delivery?.wamid);
  if (!acting?.whatsapp || !acting.open || !known || !m.bubbles?.length) return null;
  return (
    <span className="acts">
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label="Reply to this message"
        onClick={() => acting.answer(m)}
      >
        <IconArrowBackUp size={15} />
      </ActionIcon>
      <Popover opened={opened} onChange={setOpened} trapFocus>
        <Popover.Target>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label="React to this message"
            onClick={() => setOpened(!opened)}
          >
            <IconMoodPlus size={15} />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown p={6}>
          <Feelings message={m} conversation={acting.conversation} done={() => setOpened(false)} />
        </Popover.Dropdown>
      </Popover>
    </span>
  );
}

interface FeelingsProps {
  message: Message;
  conversation: string;
  done: () => void;
}

function Feelings({ message: m, conversation, done }: FeelingsProps) {
  const { api, live } = useApp();
  const react = useMutation({
    mutationFn: (emoji: string) =>
      ok(
        api.POST('/v1/conversations/{conversation}/messages', {
          params: { path: { conversation } },
          body: { id: ulid(live.now()), kind: 'reaction', reaction: { to: m.id, emoji } },
        }),
      ),
    onSuccess: done,
  });
  const mine = m.marks?.reactions?.agent?.emoji;
  return (
    <>
      <Group gap={2}>
        {feelings.map((e) => (
          <ActionIcon
            key={e}
            variant={e === mine ? 'light' : 'subtle'}
            loading={react.isPending && react.variables === e}
            aria-label={e}
            onClick={() => react.mutate(e)}
          >
            {e}
          </ActionIcon>
        ))}
        {mine && (
          <Button size="compact-xs" variant="subtle" onClick={() => react.mutate('')}>
            Remove
          </Button>
        )}
      </Group>
      {react.error && (
        <Alert color="red" p={6} mt={4} role="alert">
          {react.error.message}
        </Alert>
      )}
    </>
  );
}

const badly = (m: Message) => m.bubbles?.some(({ delivery: d }) => d?.status === 'failed' || d?.status === 'unknown');

// Resend sends a failed message once more, as a person decides.
export const Resend = ({ message: m }: { message: Message }) => (badly(m) ? <Again message={m} /> : null);

function Again({ message: m }: { message: Message }) {
  const { api, live } = useApp();
  const acting = useContext(ActingOn);
  const resend = useMutation({
    mutationFn: () =>
      ok(
        api.POST('/v1/conversations/{conversation}/messages/{message}/resend', {
          params: { path: { conversation: acting!.conversation, message: m.id } },
          body: { id: ulid(live.now()) },
        }),
      ),
    onSuccess: (again) => acting?.sent(again),
  });
  const now = useNow();
  // A late status may still settle an unknown delivery: it gets a minute.
  const failed = m.bubbles?.some(
    ({ delivery: d }) => d?.status === 'failed' || (d?.status === 'unknown' && now - Date.parse(d.at ?? '') > 60_000),
  );
  if (!acting?.whatsapp || !failed || resend.isSuccess) return null;
  return (
    <>
      <Button
        size="compact-xs"
        variant="light"
        loading={resend.isPending}
        disabled={!acting.open}
        onClick={() => resend.mutate()}
      >
        Send again
      </Button>
      {resend.error && (
        <Alert color="red" p={6} role="alert">
          {resend.error.message}
        </Alert>
      )}
    </>
  );
}
