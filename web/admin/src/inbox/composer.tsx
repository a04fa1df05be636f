import { ActionIcon, Alert, Button, CloseButton, FileButton, Group, Menu, Popover, Progress, SegmentedControl, SimpleGrid, Text, Textarea } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconMessages, IconMoodSmile, IconPaperclip, IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { limits } from '../../../lib/files';
import { ulid } from '../../../lib/ulid';
import type { Conversation, Message } from '../../../lib/wire';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { More } from './more';
import { useSend } from './send';
import { type FilledTemplate, TemplateButton } from './template';
import { lineOf, windowClosed } from './words';

const emoji = ['🙂', '😀', '😂', '🥲', '😍', '😉', '😎', '🤔', '😕', '😮', '😢', '🙏', '👍', '👎', '👌', '👋', '👏', '💪', '❤️', '🎉', '🔥', '✅', '❌', '⚠️', '☕', '🫖', '📦', '🚚', '💳', '📞', '📍', '⏰'];
const most = 4096; // characters of a message
const tellEvery = 4000; // ms between two "is writing"
const drafts = new Map<string, string>(); // what was begun, by conversation, while the page lives

interface Props {
  conversation: Conversation;
  closed: string; // why nothing can be sent to the visitor; notes always can
  told?: boolean; // it is said elsewhere why
  sent: (m: Message) => void;
  answering?: Message; // what the next words answer
  answered: () => void;
}

export function Composer({ conversation: c, closed, told: saidAbove, sent, answering, answered }: Props) {
  const { live } = useApp();
  const [text, setText] = useState(drafts.get(c.id) ?? '');
  const [kind, setKind] = useState<'text' | 'note'>('text');
  const field = useRef<HTMLTextAreaElement>(null);
  const told = useRef(0);
  const { send, sendFile, progress, error, clear, busy } = useSend(c.id, sent);
  useEffect(() => setText(drafts.get(c.id) ?? ''), [c.id]);
  const write = (value: string) => {
    setText(value);
    drafts.set(c.id, value);
    if (kind === 'text' && value && Date.now() - told.current > tellEvery) {
      told.current = Date.now();
      live.typing(true);
    }
  };
  const focus = (to: 'text' | 'note') => (setKind(to), setTimeout(() => field.current?.focus()));
  useHotkeys([['r', (e) => (e.preventDefault(), focus('text'))], ['n', (e) => (e.preventDefault(), focus('note'))]]);
  const note = kind === 'note';
  const shut = note ? '' : closed;
  const over = [...text].length > most;
  const submit = () => {
    const words = text.trim();
    if (!words || shut || over || busy) return;
    told.current = 0;
    void send({ id: ulid(live.now()), kind, text: words, ...(kind === 'text' && answering && { replyTo: answering.id }) }).then((done) => done && (write(''), answered()));
  };
  const phone = c.source === 'whatsapp';
  // attach sends a file; on WhatsApp a WebP is a sticker, and Ogg a recording.
  const attach = (file: File) => sendFile(file, { kind: phone && file.type === 'image/webp' ? 'sticker' : phone && file.type === 'audio/ogg' ? 'voice' : 'file' });
  const template = async ({ file, ...filled }: FilledTemplate) => (file ? sendFile(file, { kind: 'template', template: filled }) : send({ id: ulid(live.now()), kind: 'template', template: filled }));
  useEffect(() => void (answering && field.current?.focus()), [answering]);
  const insert = (words: string) => {
    const at = field.current?.selectionStart ?? text.length;
    write(text.slice(0, at) + words + text.slice(at));
    field.current?.focus();
  };
  return (
    <form className={note ? 'composer note' : 'composer'} aria-label={note ? 'Note' : 'Reply'} onSubmit={(e) => (e.preventDefault(), submit())}>
      {error && <Alert role="alert" color="red" withCloseButton closeButtonLabel="Dismiss" onClose={clear} mb="xs" p="xs">{error}</Alert>}
      {progress !== undefined && <Progress value={progress} aria-label="Upload" mb="xs" animated />}
      {shut && !saidAbove && <Alert color="yellow" mb="xs" p="xs" role="status">{shut}</Alert>}
      {answering && !note && <Group className="answering" gap="xs" wrap="nowrap" justify="space-between"><Text size="sm" className="cut">Reply to: <bdi>{lineOf(answering)}</bdi></Text><CloseButton size="sm" aria-label="No reply" onClick={answered} /></Group>}
      <Textarea ref={field} aria-label={note ? 'Note for the team' : 'Reply to the visitor'} placeholder={note ? 'Only your team reads this' : 'Write a reply'} autosize minRows={2} maxRows={9} value={text} disabled={!!shut}
        error={over && `At most ${most} characters; this has ${[...text].length}.`} dir="auto" onChange={(e) => write(e.currentTarget.value)}
        onPaste={(e) => e.clipboardData.files[0] && !note && (e.preventDefault(), void attach(e.clipboardData.files[0]))}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) (e.preventDefault(), submit());
          if (e.key === 'Escape') e.currentTarget.blur();
        }} />
      <Group mt="xs" gap={4} justify="space-between">
        <Group gap={4}>
          <SegmentedControl size="xs" aria-label="Reply or note" value={kind} onChange={(v) => setKind(v as 'text' | 'note')} data={[{ value: 'text', label: 'Reply' }, { value: 'note', label: 'Note' }]} />
          <Canned insert={insert} disabled={!!shut} />
          <FileButton onChange={(file) => file && void attach(file)} accept={Object.keys(limits).join(',')} disabled={!!shut || note}>
            {(props) => <ActionIcon {...props} variant="subtle" color="gray" size="lg" aria-label="Send a file" disabled={!!shut || note}><IconPaperclip size={20} /></ActionIcon>}
          </FileButton>
          {!note && <More conversation={c.id} phone={phone} disabled={!!shut} busy={busy} send={(body) => send({ ...body, id: ulid(live.now()) })} />}
          {phone && !note && (!shut || shut === windowClosed) && <TemplateButton conversation={c.id} busy={busy || progress !== undefined} prominent={!!shut} send={template} />}
          <Popover width={300} trapFocus>
            <Popover.Target><ActionIcon variant="subtle" color="gray" size="lg" aria-label="Emoji" disabled={!!shut}><IconMoodSmile size={20} /></ActionIcon></Popover.Target>
            <Popover.Dropdown><SimpleGrid cols={8} spacing={2}>{emoji.map((e) => <ActionIcon key={e} variant="subtle" aria-label={e} onClick={() => insert(e)}>{e}</ActionIcon>)}</SimpleGrid></Popover.Dropdown>
          </Popover>
        </Group>
        <Button type="submit" size="sm" ml="auto" loading={busy} disabled={!text.trim() || !!shut || over} color={note ? 'yellow' : undefined} leftSection={<IconSend size={16} />}>{note ? 'Add note' : 'Send'}</Button>
      </Group>
    </form>
  );
}

function Canned({ insert, disabled }: { insert: (text: string) => void; disabled: boolean }) {
  const { api } = useApp();
  const { data } = useQuery({ queryKey: ['canned'], queryFn: () => ok(api.GET('/v1/canned-replies')), staleTime: 300_000 });
  return (
    <Menu width={320} position="top-start" disabled={disabled}>
      <Menu.Target><ActionIcon variant="subtle" color="gray" size="lg" aria-label="Canned replies" disabled={disabled}><IconMessages size={20} /></ActionIcon></Menu.Target>
      <Menu.Dropdown>
        {data?.rows.map((r) => <Menu.Item key={r.id} onClick={() => insert(r.text)}><Text size="sm" fw={600}>{r.title}</Text><Text size="xs" c="dimmed" lineClamp={2}>{r.text}</Text></Menu.Item>)}
        {!data?.rows.length && <Menu.Label>There are none yet. A lead can add them in Settings.</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}
