import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconBan } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';
import { Confirm } from '../parts/confirm';

// Block keeps a visitor from writing, or lets them write again.
export function Block({ id, blocked }: { id: string; blocked: boolean }) {
  const { api, me } = useApp();
  const refresh = useRefresh();
  const [asking, { open, close }] = useDisclosure();
  const params = { path: { visitor: id } };
  const change = useMutation({
    mutationFn: () => ok(api.PATCH('/v1/visitors/{visitor}', { params, body: { blocked: !blocked } })),
    onSuccess: () => {
      close();
      return refresh('/v1/visitors/{visitor}', params);
    },
    onError: (error) => notifications.show({ color: 'red', title: 'Not changed', message: error.message }),
  });
  if (!may(me.role, 'agent')) return null;
  if (blocked)
    return (
      <Button variant="default" loading={change.isPending} onClick={() => change.mutate()}>
        Unblock
      </Button>
    );
  return (
    <>
      <Button variant="subtle" color="red" leftSection={<IconBan size={18} />} onClick={open}>
        Block
      </Button>
      <Confirm
        opened={asking}
        title="Block this visitor?"
        stay="Cancel"
        go="Block"
        busy={change.isPending}
        close={close}
        act={() => change.mutate()}
      >
        <Text size="sm">
          Their chat closes at once, and nothing that they send arrives, on the website and on WhatsApp. You can undo it
          here.
        </Text>
      </Confirm>
    </>
  );
}
