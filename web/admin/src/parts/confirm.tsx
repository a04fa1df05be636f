import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  opened: boolean;
  title: string;
  children: ReactNode; // its consequences
  stay: string;
  go: string;
  busy: boolean;
  color?: string;
  close: () => void;
  act: () => void;
}

// Confirm asks before something that is not easily undone.
export function Confirm({ opened, title, children, stay, go, busy, color = 'red', close, act }: Props) {
  return (
    <Modal opened={opened} onClose={close} title={title} centered>
      {children}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close}>
          {stay}
        </Button>
        <Button color={color} loading={busy} onClick={act}>
          {go}
        </Button>
      </Group>
    </Modal>
  );
}
