import { Alert, Badge, Button, FileButton, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconTemplate } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { components } from '../../../../api/gen/schemas.gen';
import { prevented } from '../../../lib/events';
import { accepted } from '../../../lib/files';
import { plain } from '../../../lib/links';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { Broken, Loading } from '../parts/states';

type Template = components['schemas']['Template'];
export interface FilledTemplate {
  name: string;
  language: string;
  values: Record<string, string>;
  file?: File;
}

// TemplateButton offers the templates that can be sent: the only thing that WhatsApp takes
// when its window is closed. An address may ask for them: the dialog is open at once.
export function TemplateButton({
  conversation,
  send,
  busy,
  error,
  prominent,
}: {
  conversation: string;
  send: (t: FilledTemplate) => Promise<boolean>;
  busy: boolean;
  error: string;
  prominent: boolean;
}) {
  const navigate = useNavigate();
  const { template } = useSearch({ strict: false });
  const [opened, setOpened] = useState(!!template);
  const close = () => {
    setOpened(false);
    if (template) void navigate({ to: '.', search: (s) => ({ ...s, template: undefined }), replace: true });
  };
  return (
    <>
      <Button
        size="xs"
        variant={prominent ? 'filled' : 'subtle'}
        color={prominent ? undefined : 'gray'}
        leftSection={<IconTemplate size={18} />}
        onClick={() => setOpened(true)}
      >
        Template
      </Button>
      <Modal opened={opened} onClose={close} title="Send a template" centered size="lg">
        {opened && <Pick conversation={conversation} busy={busy} send={async (t) => (await send(t)) && close()} />}
        {opened && error && (
          <Alert role="alert" color="red" mt="sm">
            {error}
          </Alert>
        )}
      </Modal>
    </>
  );
}

const readable = (name: string) => plain(name.replace(/_/g, ' ').toLowerCase()).replace(/^./, (c) => c.toUpperCase());
const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });
const language = (code: string) => {
  try {
    return languages.of(code.replace('_', '-')) ?? code;
  } catch {
    return code;
  }
};
const id = (t: Template) => `${t.name}/${t.language}`;
const place = (key: string) =>
  key
    .replace(/^body\./, 'Value ')
    .replace(/^header\.?/, 'Header ')
    .replace(/^button\.(\d+)\..*/, (_, n) => `Button ${Number(n) + 1}`);

interface PickProps {
  conversation: string;
  send: (t: FilledTemplate) => void;
  busy: boolean;
}

function Pick({ conversation, send, busy }: PickProps) {
  const { api } = useApp();
  const list = useQuery(read(api, '/v1/conversations/{conversation}/templates', { path: { conversation } }));
  const [chosen, setChosen] = useState('');
  if (list.isPending) return <Loading />;
  if (list.error) return <Broken error={list.error} retry={() => void list.refetch()} />;
  const t = list.data.rows.find((row) => id(row) === chosen);
  if (!list.data.rows.length)
    return (
      <Text size="sm">
        Meta has approved no template for this account, or they were not fetched yet. An owner can fetch them under
        Settings, WhatsApp.
      </Text>
    );
  const choices = list.data.rows.map((row) => ({
    value: id(row),
    label: `${readable(row.name)} · ${language(row.language)} · ${readable(row.category)}`,
  }));
  return (
    <Stack gap="sm">
      <Select
        label="Template"
        placeholder="Choose one"
        searchable
        data={choices}
        value={chosen || null}
        onChange={(v) => setChosen(v ?? '')}
      />
      {t && <Fill key={chosen} template={t} send={send} busy={busy} />}
    </Stack>
  );
}

interface FillProps {
  template: Template;
  send: (t: FilledTemplate) => void;
  busy: boolean;
}

// Fill asks for the values of a template's parameters.
function Fill({ template: t, send, busy }: FillProps) {
  const [values, setValues] = useState<Values>({});
  const [file, setFile] = useState<File | null>(null);
  const texts = t.params?.filter((p) => p.kind === 'text') ?? [];
  const attached = t.params?.find((p) => p.kind !== 'text');
  const whole = !t.cannot && texts.every((p) => values[p.key]?.trim()) && (!attached || !!file);
  const submit = () => {
    if (whole) send({ name: t.name, language: t.language, values, file: file ?? undefined });
  };
  return (
    <form onSubmit={prevented(submit)}>
      <Stack gap="sm">
        {t.cannot && (
          <Alert color="yellow" role="status">
            {t.cannot}
          </Alert>
        )}
        {texts.map((p) => (
          <TextInput
            key={p.key}
            label={place(p.key)}
            placeholder={p.example}
            maxLength={1024}
            required
            value={values[p.key] ?? ''}
            onChange={(e) => setValues({ ...values, [p.key]: e.currentTarget.value })}
          />
        ))}
        {attached && <Attached kind={attached.kind} file={file} choose={setFile} />}
        <Preview template={t} values={values} />
        <Group justify="space-between">
          <Badge variant="light" color={t.category === 'marketing' ? 'orange' : 'gray'}>
            {readable(t.category)}
          </Badge>
          <Button type="submit" size="sm" disabled={!whole} loading={busy}>
            Send
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface AttachedProps {
  kind: string;
  file: File | null;
  choose: (file: File | null) => void;
}

function Attached({ kind, file, choose }: AttachedProps) {
  return (
    <Group gap="xs">
      <FileButton onChange={choose} accept={accepted}>
        {(props) => (
          <Button {...props} size="xs" variant="default">
            Choose the {kind}
          </Button>
        )}
      </FileButton>
      <Text size="sm" className="cut">
        {file ? file.name : `This template needs ${kind === 'image' ? 'an' : 'a'} ${kind}.`}
      </Text>
    </Group>
  );
}

type Values = Record<string, string>;

function Preview({ template: t, values }: { template: Template; values: Values }) {
  return (
    <div className="said ours" role="group" aria-label="Preview">
      <div className="bubble">
        {t.header && (
          <p className="words" dir="auto">
            <b>{filledIn(t.header, 'header', values)}</b>
          </p>
        )}
        <p className="words" dir="auto">
          {filledIn(t.body, 'body', values)}
        </p>
        {t.footer && (
          <Text size="xs" c="dimmed">
            {plain(t.footer)}
          </Text>
        )}
        {!!t.buttons?.length && (
          <ul className="offered">
            {t.buttons.map((b, i) => (
              <li key={i}>{plain(b.text)}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

const filledIn = (text: string, part: string, values: Values) =>
  text.replace(/\{\{([A-Za-z0-9_]+)\}\}/g, (hole, name) => values[`${part}.${name}`] || hole);
