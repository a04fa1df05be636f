import { ActionIcon, Badge, Button, Card, Group, Modal, Select, Table, Text, TextInput, Title } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import { ok } from '../app/api';
import { may, type Role } from '../app/auth';
import { useApp } from '../app/context';
import { read, useRefresh } from '../app/reads';
import { useTold } from '../app/self';
import { shortTime } from '../parts/format';
import { Sideways } from '../parts/sideways';
import { Broken, Loading } from '../parts/states';
import { Face, type Member, nameOf } from '../parts/team';
import { Waiting } from './invited';
import { Keep } from './keep';
import { fault, Wrong } from './parts';

const roles = [
  { value: 'viewer', label: 'Viewer: reads' },
  { value: 'agent', label: 'Agent: answers' },
  { value: 'lead', label: 'Lead: edits scripts, exports' },
  { value: 'owner', label: 'Owner: sets up everything' },
];

// Team is who belongs to the tenant, and what they may do.
export function Team() {
  const { api, me } = useApp();
  const refresh = useRefresh();
  const list = useQuery(read(api, '/v1/members'));
  const done = () => refresh('/v1/members');
  const change = useMutation({
    mutationFn: (m: { id: string; role: Role }) =>
      ok(api.PATCH('/v1/members/{member}', { params: { path: { member: m.id } }, body: { role: m.role } })),
    onSettled: done,
  });
  const [naming, setNaming] = useState<Member>();
  const [leaving, setLeaving] = useState<Member>();
  const remove = useMutation({
    mutationFn: (id: string) => ok(api.DELETE('/v1/members/{member}', { params: { path: { member: id } } })),
    onSuccess: () => setLeaving(undefined),
    onSettled: done,
  });
  const owner = may(me.role, 'owner');
  if (list.isPending) return <Loading />;
  if (list.error) return <Broken error={list.error} retry={() => void list.refetch()} />;
  return (
    <div className="cards2">
      <Card withBorder className="wide">
        <Title order={2} size="h5" mb="xs">
          Who is in the team
        </Title>
        <Sideways label="Members">
          <Table miw={720} verticalSpacing="xs">
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
            <Table.Tbody>
              {list.data.rows.map((m) => (
                <Table.Tr key={m.id} data-member={m.email}>
                  <Table.Td>
                    <Group gap="xs" wrap="nowrap">
                      <Face look={{ name: nameOf(m), picture: m.picture }} size={28} />
                      <bdi>{nameOf(m)}</bdi>{' '}
                      {owner && (
                        <ActionIcon
                          size="sm"
                          variant="subtle"
                          color="gray"
                          aria-label={`Rename ${m.email}`}
                          onClick={() => setNaming(m)}
                        >
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
                  </Table.Td>
                  <Table.Td>{m.email}</Table.Td>
                  <Table.Td>
                    {owner ? (
                      <Select
                        size="xs"
                        w={230}
                        aria-label={`Role of ${m.email}`}
                        value={m.role}
                        allowDeselect={false}
                        data={roles}
                        onChange={(role) => role && role !== m.role && change.mutate({ id: m.id, role: role as Role })}
                      />
                    ) : (
                      m.role
                    )}
                  </Table.Td>
                  <Table.Td>{shortTime(m.since)}</Table.Td>
                  {owner && (
                    <Table.Td>
                      <Button
                        size="xs"
                        variant="subtle"
                        color="red"
                        onClick={() => {
                          remove.reset();
                          setLeaving(m);
                        }}
                      >
                        Remove
                      </Button>
                    </Table.Td>
                  )}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Sideways>
        <Waiting invited={list.data.invited} done={done} />
        {!list.data.rows.length && (
          <Text size="sm" c="dimmed">
            Nobody was invited from here yet.
          </Text>
        )}
        <Wrong error={change.error} />
        {owner && (
          <Text size="sm" c="dimmed" mt="xs">
            When you change a role, that person is asked to sign in again, and the new role applies from then on.
          </Text>
        )}
      </Card>
      {owner && <Invite done={done} />}
      {naming && <Rename key={naming.id} member={naming} close={() => setNaming(undefined)} done={done} />}
      <Modal opened={!!leaving} onClose={() => setLeaving(undefined)} title={`Remove ${leaving?.email}?`} centered>
        <Text size="sm">Their account ends, and what they have open closes at once. What they wrote stays.</Text>
        <Wrong error={remove.error} />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={() => setLeaving(undefined)}>
            Keep
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(leaving!.id)}>
            Remove
          </Button>
        </Group>
      </Modal>
    </div>
  );
}

// Rename gives a colleague another name.
function Rename({ member: m, close, done }: { member: Member; close: () => void; done: () => Promise<void> }) {
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
          description="Colleagues and visitors read it"
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

function Invite({ done }: { done: () => void }) {
  const { api } = useApp();
  const [draft, setDraft] = useState({ email: '', name: '', role: 'agent' as Role });
  const invite = useMutation({
    mutationFn: () => ok(api.POST('/v1/members', { body: draft })),
    onSuccess: () => {
      setDraft({ email: '', name: '', role: 'agent' });
      return done();
    },
  });
  return (
    <Card withBorder>
      <Keep unsaved={!!(draft.email || draft.name) && !invite.isPending} />
      <Title order={2} size="h5" mb="xs">
        Invite somebody
      </Title>
      <form onSubmit={prevented(() => invite.mutate())}>
        <TextInput
          label="E-mail"
          error={fault(invite.error, 'email')}
          type="email"
          required
          maxLength={200}
          value={draft.email}
          onChange={(e) => setDraft({ ...draft, email: e.currentTarget.value })}
        />
        <TextInput
          label="Name"
          description="Visitors read it when they are answered"
          error={fault(invite.error, 'name')}
          maxLength={60}
          value={draft.name}
          onChange={(e) => setDraft({ ...draft, name: e.currentTarget.value })}
        />
        <Select
          label="Role"
          value={draft.role}
          allowDeselect={false}
          data={roles}
          onChange={(role) => setDraft({ ...draft, role: role as Role })}
        />
        <Wrong error={invite.error} shown={['email', 'name']} />
        {invite.isSuccess && (
          <Text size="sm" mt="xs" role="status">
            <bdi>{invite.data.email}</bdi> is invited. Whoever has no account gets an e-mail with a password for the
            first sign-in; everybody accepts after signing in at {location.host}/admin/.
          </Text>
        )}
        <Button type="submit" mt="sm" size="xs" loading={invite.isPending} disabled={!draft.email.includes('@')}>
          Invite
        </Button>
      </form>
    </Card>
  );
}
