import {
  ActionIcon,
  Button,
  Code,
  Group,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import type { CannedFile, CannedReply } from '../../../lib/wire';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';
import { variables } from '../inbox/fill';
import { direction, languageName, offered } from '../parts/languages';
import { Files, useUploads } from './canned-files';
import { Keep } from './keep';
import { fault, Wrong } from './parts';

interface Draft {
  title: string;
  own: boolean;
  texts: { language: string; text: string }[];
  files: CannedFile[];
}

const languages = offered.map((value) => ({ value, label: languageName(value) }));

const draftOf = (r: CannedReply | undefined, lead: boolean): Draft => ({
  title: r?.title ?? '',
  own: r ? !!r.owner : !lead,
  texts: [
    { language: r?.language ?? '', text: r?.text ?? '' },
    ...Object.entries(r?.texts ?? {}).map(([language, text]) => ({ language, text })),
  ],
  files: r?.files ?? [],
});

// bodyOf is a draft as the server takes it: its first text, those in other languages, and its files.
function bodyOf({ title, own, texts: [first, ...more], files }: Draft) {
  return {
    title,
    own,
    text: first!.text,
    language: first!.language || undefined,
    texts: more.length ? Object.fromEntries(more.map((t) => [t.language, t.text])) : undefined,
    files: files.map(({ upload, name }) => ({ upload, name })),
  };
}

// CannedForm edits a canned reply where it stands, or a new one. A colleague's change that comes meanwhile does not
// alter what is edited: saving tells of it.
export function CannedForm({ reply: now, close }: { reply?: CannedReply; close: () => void }) {
  const { api, me } = useApp();
  const refresh = useRefresh();
  const lead = may(me.role, 'lead');
  const [reply] = useState(now);
  const [had] = useState(() => draftOf(reply, lead));
  const [draft, put] = useState(had);
  const save = useMutation({
    mutationFn: () => {
      const body = bodyOf(draft);
      return reply
        ? ok(
            api.PUT('/v1/canned-replies/{reply}', {
              params: { path: { reply: reply.id } },
              body: { ...body, version: reply.version ?? 0 },
            }),
          )
        : ok(api.POST('/v1/canned-replies', { body }));
    },
    onSuccess: () => refresh('/v1/canned-replies').then(close),
  });
  const setDraft = (to: Draft | ((had: Draft) => Draft)) => {
    save.reset(); // the fault is being put right
    put(to);
  };
  const uploads = useUploads((file) => setDraft((d) => ({ ...d, files: [...d.files, file] })));
  const uploading = uploads.progress !== undefined;
  const changed = JSON.stringify(draft) !== JSON.stringify(had);
  const shown = ['title', 'text', 'language', 'files', ...draft.texts.slice(1).map((t) => `texts.${t.language}`)];
  return (
    <form
      className="canned-form"
      aria-label={reply ? `Edit "${reply.title}"` : 'New reply'}
      onSubmit={prevented(() => save.mutate())}
    >
      <Keep unsaved={(changed || uploading) && !save.isPending} />
      <Stack gap="xs">
        <TextInput
          label="Title"
          maxLength={100}
          dir="auto"
          error={fault(save.error, 'title')}
          value={draft.title}
          onChange={(e) => setDraft({ ...draft, title: e.currentTarget.value })}
        />
        {!reply && lead && (
          <SegmentedControl
            size="xs"
            aria-label="For whom"
            value={draft.own ? 'own' : 'team'}
            onChange={(v) => setDraft({ ...draft, own: v === 'own' })}
            data={[
              { value: 'team', label: 'For the team' },
              { value: 'own', label: 'Only for you' },
            ]}
          />
        )}
        <Texts draft={draft} set={setDraft} error={save.error} />
        <Files
          files={draft.files}
          remove={(upload) => setDraft((d) => ({ ...d, files: d.files.filter((f) => f.upload !== upload) }))}
          uploads={uploads}
          error={fault(save.error, 'files')}
        />
        <Hint />
        <Wrong
          error={save.error}
          shown={shown}
          giveUp={() => {
            close();
            void refresh('/v1/canned-replies');
          }}
        />
        <Group gap="xs">
          <Button
            type="submit"
            size="xs"
            loading={save.isPending}
            disabled={uploading || !changed || !draft.title.trim() || draft.texts.some((t) => !t.text.trim())}
          >
            {reply ? 'Save' : 'Add'}
          </Button>
          <Button size="xs" variant="default" onClick={close}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface TextsProps {
  draft: Draft;
  set: (to: Draft) => void;
  error: Error | null;
}

// Texts edits the words, one text a language. Of a single text the language may stay open.
function Texts({ draft, set, error }: TextsProps) {
  const { texts } = draft;
  const put = (i: number, change: Partial<Draft['texts'][number]>) =>
    set({ ...draft, texts: texts.map((t, n) => (n === i ? { ...t, ...change } : t)) });
  const taken = texts.map((t) => t.language);
  const free = languages.filter((l) => !taken.includes(l.value));
  return (
    <>
      {texts.map((t, i) => (
        <div key={i === 0 ? 'first' : t.language}>
          <Group justify="space-between" gap="xs" mb={4} wrap="nowrap">
            {i === 0 ? (
              <Select
                size="xs"
                w={170}
                aria-label="Language of the text"
                placeholder="Any language"
                clearable={texts.length === 1}
                error={fault(error, 'language')}
                value={t.language || null}
                data={languages.filter((l) => l.value === t.language || !taken.includes(l.value))}
                onChange={(language) => put(0, { language: language ?? '' })}
              />
            ) : (
              <>
                <Text size="sm">{languageName(t.language)}</Text>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Remove ${languageName(t.language)}`}
                  onClick={() => set({ ...draft, texts: texts.filter((_, n) => n !== i) })}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              </>
            )}
          </Group>
          <Textarea
            aria-label={t.language ? `Text in ${languageName(t.language)}` : 'Text'}
            autosize
            minRows={2}
            maxRows={10}
            maxLength={4096}
            dir={t.language ? direction(t.language) : 'auto'}
            lang={t.language || undefined}
            error={fault(error, i === 0 ? 'text' : `texts.${t.language}`)}
            value={t.text}
            onChange={(e) => put(i, { text: e.currentTarget.value })}
          />
        </div>
      ))}
      <Select
        size="xs"
        w={220}
        aria-label="Another language"
        placeholder="Add another language"
        searchable
        value={null}
        disabled={!texts[0]!.language || texts.length > 8}
        data={free}
        onChange={(language) => language && set({ ...draft, texts: [...texts, { language, text: '' }] })}
      />
    </>
  );
}

function Hint() {
  return (
    <Text size="xs" c="dimmed">
      <Code>{'{{visitor.name|there}}'}</Code> stands for the visitor’s name, or “there” while it is not known. There
      are: {Object.keys(variables).join(', ')}. A value that is not known and has no word in its place is for you to
      write before the reply is sent.
    </Text>
  );
}
