import { ActionIcon, Alert, Button, Group, Modal, Text, Textarea } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useContext, useState } from 'react';
import { prevented } from '../../../lib/events';
import { ulid } from '../../../lib/ulid';
import type { Message } from '../../../lib/wire';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useNow } from '../app/clock';
import { useApp } from '../app/context';
import { ActingOn } from './acts';

const correctable = 24 * 3_600_000; // ms, as the server has it
const inert = ['note', 'event', 'reaction', 'edit', 'revoke'];

// Correct lets agents edit or take back their own messages on a website. A lead may do so with
// everyone's. WhatsApp does not let businesses do it.
export function Correct({ message: m }: { message: Message }) {
  const { me } = useApp();
  const acting = useContext(ActingOn);
  const [doing, setDoing] = useState<'edit' | 'revoke'>();
  const now = useNow();
  const b = m.bubbles?.[0];
  if (!acting || acting.whatsapp || !b || m.author.kind !== 'agent' || inert.includes(b.kind) || m.marks?.revoked)
    return null;
  if ((m.author.id !== me.id && !may(me.role, 'lead')) || now - Date.parse(m.at) > correctable) return null;
  return (
    <span className="acts">
      {b.text && (
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label="Correct this message"
          onClick={() => setDoing('edit')}
        >
          <IconPencil size={15} />
        </ActionIcon>
      )}
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label="Take this message back"
        onClick={() => setDoing('revoke')}
      >
        <IconTrash size={15} />
      </ActionIcon>
      {doing && <Dialog message={m} kind={doing} close={() => setDoing(undefined)} />}
    </span>
  );
}

function Dialog({ message: m, kind, close }: { message: Message; kind: 'edit' | 'revoke'; close: () => void }) {
  const { api, live } = useApp();
  const acting = useContext(ActingOn)!;
  const had = m.marks?.edited?.text ?? m.bubbles![0]!.text ?? '';
  const [text, setText] = useState(had);
  const words = text.trim();
  const act = useMutation({
    mutationFn: () =>
      ok(
        api.POST('/v1/conversations/{conversation}/messages', {
          params: { path: { conversation: acting.conversation } },
          body: { id: ulid(live.now()), kind, text: kind === 'edit' ? words : undefined, replyTo: m.id },
        }),
      ),
    onSuccess: close,
  });
  const edit = kind === 'edit';
  return (
    <Modal opened onClose={close} title={edit ? 'Correct the message' : 'Take the message back'} centered>
      <form onSubmit={prevented(() => act.mutate())}>
        <Text size="sm" mb="sm">
          {edit
            ? 'The visitor sees the new words, marked as edited.'
            : 'The visitor sees that a message was removed, and can no longer read it.'}{' '}
          They may have read it already. Your team can still read the original.
        </Text>
        {edit && <NewWords text={text} write={setText} />}
        {act.error && (
          <Alert color="red" role="alert" mt="sm" p="xs">
            {act.error.message}
          </Alert>
        )}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            Leave it
          </Button>
          <Button
            type="submit"
            color={edit ? undefined : 'red'}
            loading={act.isPending}
            disabled={edit && (!words || words === had)}
          >
            {edit ? 'Correct' : 'Take back'}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function NewWords({ text, write }: { text: string; write: (text: string) => void }) {
  return (
    <Textarea
      aria-label="The new words"
      autosize
      minRows={2}
      maxRows={9}
      maxLength={4096}
      value={text}
      dir="auto"
      onChange={(e) => write(e.currentTarget.value)}
      data-autofocus
    />
  );
}
