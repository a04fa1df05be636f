import { Alert, Button, Checkbox, Group, Menu, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconShieldLock } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { keyOf } from '../app/reads';
import { Export } from '../privacy/exports';
import { Wrong } from '../settings/parts';

// Rights are a visitor's legal rights, exercised for them by the team: a copy of everything,
// and an end to it.
export function Rights({ id }: { id: string }) {
  const { me } = useApp();
  const [exporting, exports] = useDisclosure();
  const [erasing, erasure] = useDisclosure();
  if (!may(me.role, 'lead')) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconShieldLock size={18} />}>
            Privacy
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={exports.open}>Export everything about them</Menu.Item>
          <Menu.Item color="red" onClick={erasure.open}>
            Erase them
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={exporting} onClose={exports.close} title="Everything about this visitor" centered>
        {exporting && <Exporting id={id} />}
      </Modal>
      <Modal opened={erasing} onClose={erasure.close} title="Erase this visitor?" centered>
        {erasing && <Erasing id={id} close={erasure.close} />}
      </Modal>
    </>
  );
}

function Exporting({ id }: { id: string }) {
  const { api } = useApp();
  const start = useMutation({
    mutationFn: () => ok(api.POST('/v1/exports', { body: { kind: 'visitor', visitor: id } })),
  });
  const job = useQuery({
    queryKey: [...keyOf('/v1/exports'), start.data?.id],
    enabled: !!start.data,
    initialData: start.data,
    queryFn: async () => (await ok(api.GET('/v1/exports'))).rows.find((j) => j.id === start.data!.id) ?? start.data!,
    refetchInterval: (q) => (q.state.data?.state === 'running' ? 2000 : false),
  });
  return (
    <>
      <Text size="sm" mb="md">
        One file with a page to read, the same as JSON, and the files that were sent. Whoever you give it to can read
        all of it.
      </Text>
      {job.data ? (
        <Export job={job.data} />
      ) : (
        <Button loading={start.isPending} onClick={() => start.mutate()}>
          Make the file
        </Button>
      )}
      <Wrong error={start.error ?? job.error} />
    </>
  );
}

function Erasing({ id, close }: { id: string; close: () => void }) {
  const { api } = useApp();
  const navigate = useNavigate();
  const [sure, setSure] = useState(false);
  const erase = useMutation({
    mutationFn: () => ok(api.POST('/v1/erasures', { body: { visitor: id } })),
    onSuccess: () => void navigate({ to: '/privacy' }),
  });
  return (
    <>
      <Alert color="red" mb="md">
        Their profile, visits, conversations, files and notes are deleted, here and in exports, and so are questions
        that only they asked. Counters stay; they name nobody. This cannot be undone.
      </Alert>
      <Checkbox label="Erase them for good" checked={sure} onChange={(e) => setSure(e.currentTarget.checked)} />
      <Wrong error={erase.error} />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={close}>
          Keep them
        </Button>
        <Button color="red" disabled={!sure} loading={erase.isPending} onClick={() => erase.mutate()}>
          Erase
        </Button>
      </Group>
    </>
  );
}
