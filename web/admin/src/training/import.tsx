import { Alert, Button, FileInput, Group, List, Modal, Select, Stack, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { components } from '../../../../api/gen/schemas.gen';
import { ok, okText } from '../app/api';
import { useApp } from '../app/context';
import { count } from '../parts/format';
import { SheetButton } from '../parts/sheet-button';
import { Wrong } from '../settings/parts';
import { useRenew } from './queries';
import { languageName, offered, type Words } from './words';

type Plan = components['schemas']['ImportPlan'];
type Step = Plan['steps'][number];

// Files imports entries from a file, and hands all of them over as a sheet.
export function Files() {
  const { api } = useApp();
  const [open, setOpen] = useState(false);
  return (
    <Group gap="xs" mb="sm">
      <Button size="xs" variant="light" leftSection={<IconUpload size={16} />} onClick={() => setOpen(true)}>
        Import a file
      </Button>
      <SheetButton
        file="knowledge.csv"
        size="xs"
        fetch={() => okText(api.GET('/v1/knowledge/sheet', { parseAs: 'text' }))}
      />
      {open && <Import close={() => setOpen(false)} />}
    </Group>
  );
}

// useImport reads a file and says what it would change; then it changes that.
function useImport(done: () => void) {
  const { api } = useApp();
  const renew = useRenew();
  const send = async (file: File, language: string, apply: boolean) =>
    ok(api.POST('/v1/knowledge/imports', { body: { name: file.name, text: await file.text(), language, apply } }));
  const look = useMutation({
    mutationFn: ({ file, language }: { file: File; language: string }) => send(file, language, false),
  });
  const apply = useMutation({
    mutationFn: ({ file, language }: { file: File; language: string }) => send(file, language, true),
    onSuccess: async () => {
      await renew();
      done();
    },
  });
  return { look, apply };
}

function Import({ close }: { close: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [language, setLanguage] = useState('en');
  const { look, apply } = useImport(close);
  const read = (next: File | null, as: string) => {
    setFile(next);
    setLanguage(as);
    look.reset();
    apply.reset();
    if (next) look.mutate({ file: next, language: as });
  };
  const plan = look.data;
  const changes = plan ? plan.added + plan.changed : 0;
  return (
    <Modal opened onClose={close} title="Import entries" size="lg" centered>
      <Stack gap="sm">
        <Text size="sm">
          A CSV whose first row names its columns, at least <code>question</code> and <code>answer</code>; or a Markdown
          file, each heading with words below it being an entry. They become drafts, for you to publish.
        </Text>
        <FileInput
          label="File"
          placeholder="Choose a .csv, .tsv or .md file"
          accept=".csv,.tsv,.md,.markdown"
          value={file}
          clearable
          onChange={(next) => read(next, language)}
        />
        <Select
          label="Language of rows that do not name theirs"
          data={offered.map((value) => ({ value, label: languageName(value) }))}
          value={language}
          allowDeselect={false}
          onChange={(as) => read(file, as ?? 'en')}
        />
        <Wrong error={look.error ?? apply.error} />
        {plan && <Difference plan={plan} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            loading={look.isPending || apply.isPending}
            disabled={!file || !changes || !!plan?.refused.length}
            onClick={() => apply.mutate({ file: file!, language })}
          >
            {changes ? `Import ${count(changes)} ${changes === 1 ? 'entry' : 'entries'}` : 'Import'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

const shown = 10;

// Difference shows what an import would change, and the rows that it cannot take.
function Difference({ plan: p }: { plan: Plan }) {
  return (
    <div role="status">
      {p.refused.length > 0 && (
        <Alert color="red" mb="sm" title="Nothing is imported while these rows are wrong">
          <List size="sm">
            {p.refused.slice(0, shown).map((r, i) => (
              <List.Item key={i}>
                Line {r.line}: {r.reason}
              </List.Item>
            ))}
            {p.refused.length > shown && <List.Item>and {count(p.refused.length - shown)} more</List.Item>}
          </List>
        </Alert>
      )}
      <Text size="sm" fw={600}>
        {count(p.added)} new, {count(p.changed)} changed, {count(p.same)} as they are
      </Text>
      <List size="sm">
        {p.steps.slice(0, shown).map((s) => (
          <List.Item key={s.line}>
            <bdi>{s.after.title}</bdi>{' '}
            <Text span size="xs" c="dimmed">
              line {s.line}, {s.before ? 'changed' : 'new'}
            </Text>
            {s.before && <Changed step={s} />}
          </List.Item>
        ))}
        {p.steps.length > shown && <List.Item>and more</List.Item>}
      </List>
    </div>
  );
}

const said = (w?: Words) => [...(w?.wordings ?? []), ...(w?.answer ?? [])];

// Changed are the words that an entry would lose, and those that it would gain.
function Changed({ step: { before, after } }: { step: Step }) {
  const was = Object.values(before!.languages).flatMap(said);
  const is = Object.values(after.languages).flatMap(said);
  return (
    <>
      {was
        .filter((text) => !is.includes(text))
        .map((text, i) => (
          <Text key={i} size="xs" c="dimmed" component="del" display="block">
            <bdi>{text}</bdi>
          </Text>
        ))}
      {is
        .filter((text) => !was.includes(text))
        .map((text, i) => (
          <Text key={i} size="xs" component="ins" display="block">
            <bdi>{text}</bdi>
          </Text>
        ))}
    </>
  );
}
