import { ActionIcon, Badge, Button, Group, Modal, Select, Table, Text, TextInput } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import { ok } from '../app/api';
import type { Role } from '../app/auth';
import { useApp } from '../app/context';
import { useTold } from '../app/self';
import { Confirm } from '../parts/confirm';
import { shortTime } from '../parts/format';
import { Sideways } from '../parts/sideways';
import { Face, type Member, nameOf } from '../parts/team';
import { fault, Wrong } from './parts';

export const roles = [
  { value: 'viewer', label: 'Viewer: reads' },
  { value: 'agent', label: 'Agent: answers' },
  { value: 'lead', label: 'Lead: edits scripts, exports' },
  { value: 'owner', label: 'Owner: sets up everything' },
];

type Done = () => Promise<void>;

// Members are the people of a team. An owner names them, gives them roles, and removes them.
export function Members({ rows, owner, done }: { rows: Member[]; owner: boolean; done: Done }) {
  const { api } = useApp();
  const [naming, setNaming] = useState<Member>();
  const [leaving, setLeaving] = useState<Member>();
  const change = useMutation({
    mutationFn: (m: { id: string; role: Role }) =>
      ok(api.PATCH('/v1/members/{member}', { params: { path: { member: m.id } }, body: { role: m.role } })),
    onSettled: done,
  });
  return (
    <>
      <Sideways label="Members">
        <Table miw={720} verticalSpacing="xs">
          <Head owner={owner} />
          <Table.Tbody>
            {rows.map((m) => (
              <Table.Tr key={m.id} data-member={m.email}>
                <Table.Td>
                  <Name member={m} rename={owner ? () => setNaming(m) : undefined} />
                </Table.Td>
                <Table.Td>{m.email}</Table.Td>
                <Table.Td>
                  {owner ? <RoleOf member={m} change={(role) => change.mutate({ id: m.id, role })} /> : m.role}
                </Table.Td>
                <Table.Td>{shortTime(m.since)}</Table.Td>
                {owner && (
                  <Table.Td>
                    <Button size="xs" variant="subtle" color="red" onClick={() => setLeaving(m)}>
                      Remove
                    </Button>
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Sideways>
      <Wrong error={change.error} />
      {naming && <Rename key={naming.id} member={naming} close={() => setNaming(undefined)} done={done} />}
      {leaving && <Remove member={leaving} close={() => setLeaving(undefined)} done={done} />}
    </>
  );
}

function Head({ owner }: { owner: boolean }) {
  return (
    <Table.Thead>
      <Table.Tr>
        <Table.Th>Name</Table.Th>
        <Table.Th>E-mail</Table.Th>
        <Table.Th>Role</Table.Th>
        <Table.Th>Since</Table.Th>
        {owner && (
          <Table.Th>
            <span className="vh">Remove</span>
          </Table.Th>
        )}
      </Table.Tr>
    </Table.Thead>
  );
}

function Name({ member: m, rename }: { member: Member; rename?: () => void }) {
  const { me } = useApp();
  return (
    <Group gap="xs" wrap="nowrap">
      <Face look={{ name: nameOf(m), picture: m.picture }} size={28} />
      <bdi>{nameOf(m)}</bdi>{' '}
      {rename && (
        <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`Rename ${m.email}`} onClick={rename}>
          <IconPencil size={15} />
        </ActionIcon>
      )}{' '}
      {m.id === me.id && (
        <Badge size="xs" variant="light" flex="none">
          You
        </Badge>
      )}{' '}
      {m.leaving && (
        <Badge size="xs" color="orange" variant="light">
          Leaving
        </Badge>
      )}
    </Group>
  );
}

function RoleOf({ member: m, change }: { member: Member; change: (role: Role) => void }) {
  return (
    <Select
      size="xs"
      w={230}
      aria-label={`Role of ${m.email}`}
      value={m.role}
      allowDeselect={false}
      data={roles}
      onChange={(role) => role && role !== m.role && change(role as Role)}
    />
  );
}

function Remove({ member: m, close, done }: { member: Member; close: () => void; done: Done }) {
  const { api } = useApp();
  const remove = useMutation({
    mutationFn: () => ok(api.DELETE('/v1/members/{member}', { params: { path: { member: m.id } } })),
    onSuccess: close,
    onSettled: done,
  });
  return (
    <Confirm
      opened
      title={`Remove ${m.email}?`}
      stay="Keep"
      go="Remove"
      busy={remove.isPending}
      close={close}
      act={() => remove.mutate()}
    >
      <Text size="sm">Their account ends, and their open pages close at once. Their messages stay.</Text>
      <Wrong error={remove.error} />
    </Confirm>
  );
}

// Rename gives a colleague another name.
function Rename({ member: m, close, done }: { member: Member; close: () => void; done: Done }) {
  const { api, me } = useApp();
  const told = useTold();
  const [name, setName] = useState(m.name ?? '');
  const save = useMutation({
    mutationFn: () => ok(api.PATCH('/v1/members/{member}', { params: { path: { member: m.id } }, body: { name } })),
    onSuccess: (now) => {
      if (now.id === me.id) {
        told(now);
      }
      void done();
      close();
    },
  });
  return (
    <Modal
      opened
      onClose={close}
      title={
        <>
          What is <bdi>{m.email}</bdi> called?
        </>
      }
      centered
    >
      <form onSubmit={prevented(() => save.mutate())}>
        <TextInput
          label="Name"
          description="Colleagues and visitors see it"
          dir="auto"
          data-autofocus
          maxLength={60}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          error={fault(save.error, 'name')}
        />
        <Wrong error={save.error} shown={['name']} />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!name.trim() || name === m.name}>
            Save
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
