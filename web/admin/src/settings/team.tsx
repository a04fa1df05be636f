import { Button, Card, Select, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import { ok } from '../app/api';
import { may, type Role } from '../app/auth';
import { useApp } from '../app/context';
import { read, useRefresh } from '../app/reads';
import { Broken, Loading } from '../parts/states';
import { Waiting } from './invited';
import { Keep } from './keep';
import { Members, roles } from './members';
import { fault, Wrong } from './parts';

// Team lists the members of the tenant and their roles.
export function Team() {
  const { api, me } = useApp();
  const refresh = useRefresh();
  const list = useQuery(read(api, '/v1/members'));
  const done = () => refresh('/v1/members');
  const owner = may(me.role, 'owner');
  if (list.isPending) return <Loading />;
  if (list.error) return <Broken error={list.error} retry={() => void list.refetch()} />;
  return (
    <div className="cards2">
      <Card withBorder className="wide">
        <Title order={2} size="h5" mb="xs">
          Who is in the team
        </Title>
        <Members rows={list.data.rows} owner={owner} done={done} />
        <Waiting invited={list.data.invited} done={done} />
        {!list.data.rows.length && (
          <Text size="sm" c="dimmed">
            Nobody was invited from here yet.
          </Text>
        )}
        {owner && (
          <Text size="sm" c="dimmed" mt="xs">
            When you change a role, that person is asked to sign in again, and the new role applies from then on.
          </Text>
        )}
      </Card>
      {owner && <Invite done={done} />}
    </div>
  );
}

// Invite asks somebody into the team.
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
          description="Visitors see it when they are answered"
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
            <bdi>{invite.data.email}</bdi> is invited. People without an account get an e-mail with a password for the
            first sign-in. Everyone accepts the invitation after signing in at {location.host}/admin/.
          </Text>
        )}
        <Button type="submit" mt="sm" size="xs" loading={invite.isPending} disabled={!draft.email.includes('@')}>
          Invite
        </Button>
      </form>
    </Card>
  );
}
