import {
  ActionIcon,
  Alert,
  Button,
  CloseButton,
  FileButton,
  Group,
  Popover,
  Progress,
  SegmentedControl,
  SimpleGrid,
  Text,
  Textarea,
} from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconMoodSmile, IconPaperclip, IconSend } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { prevented } from '../../../lib/events';
import { accepted, typeOf } from '../../../lib/files';
import { builds } from '../../../lib/input-method';
import { ulid } from '../../../lib/ulid';
import type { Conversation, Message } from '../../../lib/wire';
import { useApp } from '../app/context';
import { usePreferences } from '../app/preferences';
import { Canned } from './canned';
import { useDraft } from './draft';
import { More } from './more';
import { isMine } from './ownership';
import { useSend } from './send';
import { type FilledTemplate, TemplateButton } from './template';
import { lineOf, windowClosed } from './words';

const emoji = [
  '🙂',
  '😀',
  '😂',
  '🥲',
  '😍',
  '😉',
  '😎',
  '🤔',
  '😕',
  '😮',
  '😢',
  '🙏',
  '👍',
  '👎',
  '👌',
  '👋',
  '👏',
  '💪',
  '❤️',
  '🎉',
  '🔥',
  '✅',
  '❌',
  '⚠️',
  '☕',
  '🫖',
  '📦',
  '🚚',
  '💳',
  '📞',
  '📍',
  '⏰',
];
const most = 4096; // characters of a message
const tellEvery = 4000; // ms between two "is writing"

interface Props {
  conversation: Conversation;
  closed: string; // why nothing can be sent to the visitor; notes always can
  told?: boolean; // it is said elsewhere why
  sent: (m: Message) => void;
  answering?: Message; // what the next words answer
  answered: () => void;
}

// Composer is where an agent writes. Whether it is for the visitor or for the team belongs to
// what was begun: nothing that happens to the conversation meanwhile changes it.
export function Composer({ conversation: c, closed, told: saidAbove, sent, answering, answered }: Props) {
  const { live, me } = useApp();
  const [{ text, kind }, setDraft, left] = useDraft(c.id);
  const [focused, setFocused] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const told = useRef(0);
  const { send, sendFile, stopFile, progress, error, clear, busy } = useSend(c, sent);
  const note = kind === 'note';
  const shut = note ? '' : closed;
  const over = [...text].length > most;
  const write = (value: string) => {
    setDraft({ text: value });
    if (!note && !shut && value && Date.now() - told.current > tellEvery) {
      told.current = Date.now();
      live.typing(true);
    }
  };
  // A key alone does not make words for the team words for the visitor.
  const focus = (to: 'text' | 'note') => {
    setDraft({ kind: text ? kind : to });
    setTimeout(() => field.current?.focus());
  };
  useHotkeys([
    ['r', prevented(() => focus('text'))],
    ['n', prevented(() => focus('note'))],
  ]);
  const submit = () => {
    const words = text.trim();
    if (!words || shut || over || busy) return;
    told.current = 0;
    const message = { id: ulid(live.now()), kind, text: words, ...(!note && answering && { replyTo: answering.id }) };
    void send(message).then((done) => {
      if (!done) return;
      left(text);
      answered();
    });
  };
  const phone = c.source === 'whatsapp';
  // attach sends a file; on WhatsApp a WebP is a sticker, and Ogg a recording.
  const attach = (file: File) =>
    sendFile(file, {
      kind:
        phone && typeOf(file) === 'image/webp' ? 'sticker' : phone && typeOf(file) === 'audio/ogg' ? 'voice' : 'file',
    });
  const template = async ({ file, ...filled }: FilledTemplate) =>
    file
      ? sendFile(file, { kind: 'template', template: filled })
      : send({ id: ulid(live.now()), kind: 'template', template: filled });
  useEffect(() => void (answering && field.current?.focus()), [answering]);
  const insert = (words: string) => {
    const at = field.current?.selectionStart ?? text.length;
    write(text.slice(0, at) + words + text.slice(at));
    field.current?.focus();
  };
  const keys = useSendKeys(submit);
  const label = note ? 'Add note' : isMine(c, me) || shut ? 'Send' : 'Send and join';
  return (
    <form
      className={note ? 'composer note' : 'composer'}
      aria-label={note ? 'Note' : 'Reply'}
      onSubmit={prevented(submit)}
    >
      {error && (
        <Alert role="alert" color="red" withCloseButton closeButtonLabel="Dismiss" onClose={clear} mb="xs" p="xs">
          {error}
        </Alert>
      )}
      {progress !== undefined && (
        <Group gap="xs" mb="xs" wrap="nowrap">
          <Progress value={progress} aria-label="Upload" animated flex={1} />
          <Button size="compact-xs" variant="subtle" onClick={stopFile}>
            Cancel
          </Button>
        </Group>
      )}
      {shut && !saidAbove && (
        <Alert color="yellow" mb="xs" p="xs" role="status">
          {shut}
        </Alert>
      )}
      {answering && !note && (
        <Group className="answering" gap="xs" wrap="nowrap" justify="space-between">
          <Text size="sm" className="cut">
            Reply to: <bdi>{lineOf(answering)}</bdi>
          </Text>
          <CloseButton size="sm" aria-label="Do not quote it" onClick={answered} />
        </Group>
      )}
      <Textarea
        ref={field}
        aria-label={note ? 'Note for the team' : 'Reply to the visitor'}
        placeholder={note ? 'Only your team reads this' : 'Write a reply'}
        autosize
        minRows={2}
        maxRows={9}
        value={text}
        disabled={!!shut && !text && !focused}
        error={over && `At most ${most} characters; this has ${[...text].length}.`}
        dir="auto"
        onChange={(e) => write(e.currentTarget.value)}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onKeyDown={keys.down}
        onPaste={(e) => {
          if (e.clipboardData.files[0] && !note && !shut) {
            e.preventDefault();
            void attach(e.clipboardData.files[0]);
          }
        }}
      />
      <Group mt="xs" gap={4} justify="space-between">
        <Group gap={4}>
          <SegmentedControl
            size="xs"
            aria-label="Reply or note"
            value={kind}
            onChange={(v) => setDraft({ kind: v as 'text' | 'note' })}
            data={[
              { value: 'text', label: 'Reply' },
              { value: 'note', label: 'Note' },
            ]}
          />
          <Canned insert={insert} disabled={!!shut} />
          <FileButton onChange={(file) => file && void attach(file)} accept={accepted} disabled={!!shut || note}>
            {(props) => (
              <ActionIcon
                {...props}
                variant="subtle"
                color="gray"
                size="lg"
                aria-label="Send a file"
                disabled={!!shut || note}
              >
                <IconPaperclip size={20} />
              </ActionIcon>
            )}
          </FileButton>
          {!note && (
            <More
              conversation={c.id}
              phone={phone}
              disabled={!!shut}
              busy={busy}
              send={(body) => send({ ...body, id: ulid(live.now()) })}
            />
          )}
          {phone && !note && (!shut || shut === windowClosed) && (
            <TemplateButton
              conversation={c.id}
              busy={busy || progress !== undefined}
              prominent={!!shut}
              send={template}
            />
          )}
          <Popover width={300} trapFocus>
            <Popover.Target>
              <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Emoji" disabled={!!shut}>
                <IconMoodSmile size={20} />
              </ActionIcon>
            </Popover.Target>
            <Popover.Dropdown>
              <SimpleGrid cols={8} spacing={2}>
                {emoji.map((e) => (
                  <ActionIcon key={e} variant="subtle" aria-label={e} onClick={() => insert(e)}>
                    {e}
                  </ActionIcon>
                ))}
              </SimpleGrid>
            </Popover.Dropdown>
          </Popover>
        </Group>
        <Group gap="xs" ml="auto" wrap="nowrap">
          <Text size="xs" c="dimmed" visibleFrom="md">
            {keys.hint}
          </Text>
          <Button
            type="submit"
            size="sm"
            loading={busy}
            disabled={!text.trim() || !!shut || over}
            color={note ? 'yellow' : undefined}
            leftSection={<IconSend size={16} />}
          >
            {label}
          </Button>
        </Group>
      </Group>
    </form>
  );
}

// useSendKeys is which keys send what is written: Enter, as most people expect, or Ctrl+Enter
// alone. An input method's Enter ends its own word and sends nothing.
function useSendKeys(submit: () => void) {
  const [{ enterSends = true }] = usePreferences();
  const touch = matchMedia('(pointer: coarse)').matches; // its Enter is the only way to a new line
  const byEnter = enterSends && !touch;
  const down = (e: React.KeyboardEvent<HTMLTextAreaElement>) => {
    if (builds(e.nativeEvent)) return;
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey || (byEnter && !e.shiftKey && !e.altKey))) {
      e.preventDefault();
      submit();
    }
    if (e.key === 'Escape') e.currentTarget.blur();
  };
  return { down, hint: touch ? '' : byEnter ? 'Enter sends, Shift+Enter starts a new line' : 'Ctrl+Enter sends' };
}
