import { Button, Group, Modal, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';

// Keep asks before something unsaved is left behind: on the way to another page of ours,
// and, in the browser's own words, before the tab closes or reloads.
// Its children say where the changes are kept, if they are not lost.
export function Keep({ unsaved, children }: { unsaved: boolean; children?: string }) {
  const leave = useBlocker({ shouldBlockFn: () => unsaved, enableBeforeUnload: () => unsaved, withResolver: true });
  return (
    <Modal opened={leave.status === 'blocked'} onClose={() => leave.reset?.()} title="Leave without saving?" centered>
      <Text size="sm">{children ?? 'Your changes are not saved. If you leave, they are lost.'}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={() => leave.reset?.()}>
          Stay here
        </Button>
        <Button color="red" onClick={() => leave.proceed?.()}>
          Leave without saving
        </Button>
      </Group>
    </Modal>
  );
}
