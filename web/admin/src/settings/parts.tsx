import './kit-settings.css';
import { ActionIcon, Alert, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { ApiError } from '../app/api';
import { Confirm } from '../parts/confirm';

// fault is the server's complaint about one field, or about a part of it.
export function fault(error: Error | null | undefined, name: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const said = error.fields.filter((f) => f.name === name || f.name.startsWith(name + '.')).map((f) => f.message);
  return [...new Set(said)].join(' ') || undefined;
}

interface Fault {
  error: Error | null | undefined;
  reload?: () => void; // gets what a colleague saved meanwhile, beside what is written here
  giveUp?: () => void; // gets it in place of what is written here
  shown?: string[];
}

// Wrong lists the faults of an input that was not saved. The fields in shown say theirs themselves.
export function Wrong({ error, reload, giveUp, shown }: Fault) {
  const [asking, ask] = useDisclosure();
  if (!error) return null;
  const rest =
    error instanceof ApiError
      ? error.fields.filter((f) => !shown?.some((name) => f.name === name || f.name.startsWith(name + '.')))
      : [];
  if (shown && error instanceof ApiError && error.fields.length && !rest.length)
    return (
      <Alert color="red" role="alert" my="xs">
        Not saved yet. Correct the marked fields.
      </Alert>
    );
  const late = error instanceof ApiError && error.code === 'changed_meanwhile';
  return (
    <Alert color={late ? 'yellow' : 'red'} role="alert" my="xs">
      {error.message}{' '}
      {late && (reload || giveUp) && (
        <button type="button" className="plain" onClick={giveUp ? ask.open : reload}>
          Load theirs
        </button>
      )}
      {giveUp && (
        <Confirm
          opened={asking}
          title="Load what they saved?"
          stay="Keep mine"
          go="Load theirs"
          busy={false}
          close={ask.close}
          act={() => {
            ask.close();
            giveUp();
          }}
        >
          <Text size="sm">It takes the place of what you wrote here, and yours is lost.</Text>
        </Confirm>
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
