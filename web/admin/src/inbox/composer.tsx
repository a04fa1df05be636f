import { Alert, Button, CloseButton, Group, Progress, Text } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { prevented } from '../../../lib/events';
import { builds } from '../../../lib/input-method';
import type { Conversation, Message } from '../../../lib/wire';
import { useApp } from '../app/context';
import { usePreferences } from '../app/preferences';
import { Enclosed } from './enclosed';
import { Field, tooLong } from './field';
import { unfilled, variables } from './fill';
import { isMine } from './ownership';
import { useSay } from './say';
import { type Sending, useSend } from './send';
import { Tools, useAttach } from './tools';
import { lineOf } from './words';
import { useWriting } from './writing';

interface Props {
  conversation: Conversation;
  closed: string; // the reason if nothing can be sent to the visitor; notes always can
  told?: boolean; // another part says the reason
  sent: (m: Message) => void;
  answering?: Message; // the message that the next words quote
  answered: () => void;
}

// Composer is where an agent writes. A draft is for the visitor or for the team from its first
// key: nothing that happens to the conversation meanwhile changes that.
export function Composer({ conversation: c, closed, told: saidAbove, sent, answering, answered }: Props) {
  const { me } = useApp();
  const sending = useSend(c, sent);
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useWriting(c, { closed, held: sending.say.held }, field);
  const { text, note, shut } = draft;
  const left = note ? [] : unfilled(text);
  const unfit = (!text.trim() && !draft.files.length) || !!shut || tooLong(text) || left.length > 0;
  const say = useSay(c, draft, sending);
  const submit = () => {
    if (!unfit && !sending.say.goes()) void say(answering, answered);
  };
  useEffect(() => void (answering && field.current?.focus()), [answering]);
  const attach = useAttach(c, sending);
  const unquote = () => {
    draft.unsent().keep(); // without its quote it is another message
    answered();
  };
  const keys = useSendKeys(submit);
  return (
    <form
      className={note ? 'composer note' : 'composer'}
      aria-label={note ? 'Note' : 'Reply'}
      onSubmit={prevented(submit)}
    >
      <Notices sending={sending} shut={saidAbove ? '' : shut} />
      {answering && !note && <Answering message={answering} drop={unquote} held={draft.held} />}
      <Field conversation={c} draft={draft} field={field} attach={attach} onKeyDown={keys.down} />
      <Enclosed draft={draft} stop={sending.stopFile} />
      <Left names={left} />
      <Group mt="xs" gap={4} justify="space-between">
        <Tools conversation={c} draft={draft} sending={sending} attach={attach} />
        <Group gap="xs" ms="auto" wrap="nowrap">
          <Text size="xs" c="dimmed" visibleFrom="md">
            {keys.hint}
          </Text>
          <Button
            type="submit"
            size="sm"
            loading={sending.say.going}
            disabled={unfit}
            color={note ? 'yellow' : undefined}
            leftSection={<IconSend size={16} />}
          >
            {note ? 'Add note' : isMine(c, me) || shut ? 'Send' : 'Send and join'}
          </Button>
        </Group>
      </Group>
    </form>
  );
}

// Notices show an error, the progress of an upload, and why nothing can be sent.
function Notices({ sending: { error, clear, progress, stopFile }, shut }: { sending: Sending; shut: string }) {
  return (
    <>
      {error && (
        <Alert role="alert" color="red" withCloseButton closeButtonLabel="Dismiss" onClose={clear} mb="xs" p="xs">
          {error}
        </Alert>
      )}
      {progress !== undefined && (
        <Group gap="xs" mb="xs" wrap="nowrap">
          <Progress value={progress} aria-label="Upload" animated flex={1} />
          <Button size="compact-xs" variant="subtle" onClick={() => stopFile()}>
            Cancel
          </Button>
        </Group>
      )}
      {shut && (
        <Alert color="yellow" mb="xs" p="xs" role="status">
          {shut}
        </Alert>
      )}
    </>
  );
}

// Left says which words of a canned reply are still to be written.
function Left({ names }: { names: string[] }) {
  if (!names.length) return null;
  return (
    <Alert color="yellow" mt="xs" p="xs" role="status">
      Not known: {names.map((name) => variables[name]).join(', ')}. Write it in the place of{' '}
      {names.length === 1 ? `{{${names[0]}}}` : 'the words in braces'} before you send this.
    </Alert>
  );
}

function Answering({ message, drop, held }: { message: Message; drop: () => void; held: boolean }) {
  return (
    <Group className="answering" gap="xs" wrap="nowrap" justify="space-between">
      <Text size="sm" className="cut">
        Reply to: <bdi>{lineOf(message)}</bdi>
      </Text>
      <CloseButton size="sm" aria-label="Remove the quote" disabled={held} onClick={drop} />
    </Group>
  );
}

// useSendKeys gives the keys that send the draft: Enter, as most people expect, or Ctrl+Enter
// alone. An input method's Enter ends its own word and sends nothing.
function useSendKeys(submit: () => void) {
  const [{ enterSends = true }] = usePreferences();
  const touch = matchMedia('(pointer: coarse)').matches; // its Enter is the only way to a new line
  const byEnter = enterSends && !touch;
  const down = (e: KeyboardEvent<HTMLTextAreaElement>) => {
    if (builds(e.nativeEvent)) return;
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey || (byEnter && !e.shiftKey && !e.altKey))) {
      e.preventDefault();
      submit();
    }
    if (e.key === 'Escape') e.currentTarget.blur();
  };
  return { down, hint: touch ? '' : byEnter ? 'Enter sends, Shift+Enter starts a new line' : 'Ctrl+Enter sends' };
}
