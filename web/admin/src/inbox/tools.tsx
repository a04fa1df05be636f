import { ActionIcon, FileButton, Group, Popover, SegmentedControl, SimpleGrid } from '@mantine/core';
import { IconMoodSmile, IconPaperclip } from '@tabler/icons-react';
import { accepted, typeOf } from '../../../lib/files';
import type { Conversation } from '../../../lib/wire';
import { Canned } from './canned';
import { More } from './more';
import { kindOf, type Sending } from './send';
import { type FilledTemplate, TemplateButton } from './template';
import { windowClosed } from './words';
import type { Writing } from './writing';

const emoji = '🙂 😀 😂 🥲 😍 😉 😎 🤔 😕 😮 😢 🙏 👍 👎 👌 👋 👏 💪 ❤️ 🎉 🔥 ✅ ❌ ⚠️ ☕ 🫖 📦 🚚 💳 📞 📍 ⏰'.split(
  ' ',
);
const modes = [
  { value: 'text', label: 'Reply' },
  { value: 'note', label: 'Note' },
];

interface Props {
  conversation: Conversation;
  draft: Writing;
  sending: Sending;
  attach: (file: File) => void;
}

// Tools choose the audience of the words, and offer files, forms, templates and emoji.
export function Tools({ conversation: c, draft, sending, attach }: Props) {
  const { note, shut, held, insert } = draft;
  const phone = c.source === 'whatsapp';
  return (
    <Group gap={4}>
      <SegmentedControl
        size="xs"
        aria-label="Reply or note"
        value={draft.kind}
        disabled={held}
        onChange={(v) => draft.choose(v as 'text' | 'note')}
        data={modes}
      />
      <Canned
        conversation={c}
        choose={({ text, reply }) => {
          insert(text);
          draft.enclose(reply);
        }}
        disabled={!!shut || held}
      />
      <Attach attach={attach} disabled={!!shut || note || held} />
      {!note && (
        <More conversation={c.id} phone={phone} disabled={!!shut} busy={sending.say.going} send={sending.send} />
      )}
      {phone && !note && (!shut || shut === windowClosed) && (
        <Template conversation={c.id} sending={sending} prominent={!!shut} />
      )}
      <Emoji insert={insert} disabled={!!shut || held} />
    </Group>
  );
}

// useAttach sends a file.
export function useAttach(c: Conversation, { sendFile }: Sending) {
  return (file: File) => void sendFile(file, { kind: kindOf(c, typeOf(file)) });
}

function Attach({ attach, disabled }: { attach: (file: File) => void; disabled: boolean }) {
  return (
    <FileButton onChange={(file) => file && attach(file)} accept={accepted} disabled={disabled}>
      {(props) => (
        <ActionIcon {...props} variant="subtle" color="gray" size="lg" aria-label="Send a file" disabled={disabled}>
          <IconPaperclip size={20} />
        </ActionIcon>
      )}
    </FileButton>
  );
}

interface TemplateProps {
  conversation: string;
  sending: Sending;
  prominent: boolean;
}

function Template({ conversation, sending: { send, sendFile, say, attaching, error }, prominent }: TemplateProps) {
  const template = async ({ file, ...filled }: FilledTemplate) =>
    file ? sendFile(file, { kind: 'template', template: filled }) : send({ kind: 'template', template: filled });
  return (
    <TemplateButton
      conversation={conversation}
      busy={say.going || attaching}
      error={error}
      prominent={prominent}
      send={template}
    />
  );
}

function Emoji({ insert, disabled }: { insert: (text: string) => void; disabled: boolean }) {
  return (
    <Popover width={300} trapFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Emoji" disabled={disabled}>
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
  );
}
