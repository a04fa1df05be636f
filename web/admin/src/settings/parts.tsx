import './kit-settings.css';
import { ActionIcon, Alert, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { ApiError } from '../app/api';

// fault is the server's complaint about one field, or about a part of it.
export function fault(error: Error | null | undefined, name: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const said = error.fields.filter((f) => f.name === name || f.name.startsWith(name + '.')).map((f) => f.message);
  return [...new Set(said)].join(' ') || undefined;
}

// Wrong lists the faults of an input that was not saved. The fields in shown say theirs themselves.
export function Wrong({
  error,
  reload,
  shown,
}: {
  error: Error | null | undefined;
  reload?: () => void;
  shown?: string[];
}) {
  if (!error) return null;
  const rest =
    error instanceof ApiError
      ? error.fields.filter((f) => !shown?.some((name) => f.name === name || f.name.startsWith(name + '.')))
      : [];
  if (shown && error instanceof ApiError && error.fields.length && !rest.length)
    return (
      <Alert color="red" role="alert" mt="xs">
        Not saved yet. Correct the marked fields.
      </Alert>
    );
  const late = error instanceof ApiError && error.code === 'changed_meanwhile';
  return (
    <Alert color={late ? 'yellow' : 'red'} role="alert" mt="xs">
      {error.message}{' '}
      {late && reload && (
        <button type="button" className="plain" onClick={reload}>
          Load theirs
        </button>
      )}
    </Alert>
  );
}

// Copied is a text that people take elsewhere.
export function Copied({ text, label }: { text: string; label: string }) {
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Code block className="snippet grow" tabIndex={0} aria-label={label}>
        {text}
      </Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <ActionIcon variant="default" size="lg" onClick={copy} aria-label={copied ? 'Copied' : `Copy: ${label}`}>
            {copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
          </ActionIcon>
        )}
      </CopyButton>
    </Group>
  );
}

// Once shows a secret the only time that it can be seen.
export function Once({ secret, what, close }: { secret?: string; what: string; close: () => void }) {
  return (
    <Modal opened={!!secret} onClose={close} title={what} centered size="lg">
      <Stack>
        <Text size="sm">This is the only time that it is shown. Put it where your servers keep their secrets.</Text>
        {secret && <Copied text={secret} label={what} />}
      </Stack>
    </Modal>
  );
}
