import { Alert, Button, Card, Center, Checkbox, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { components } from '../../../../api/gen/schemas.gen';
import { prevented } from '../../../lib/events';
import { shortTime } from '../parts/format';
import { Broken, Loading } from '../parts/states';
import { fault, Wrong } from '../settings/parts';
import { ok } from './api';
import { useApp } from './context';
import { read, useRefresh } from './reads';

type Asked = components['schemas']['Asked'];

export function useInvitations() {
  const { api } = useApp();
  return useQuery(read(api, '/v1/invitations'));
}

// Lobby is the page of a person without a team: it lists the teams that invite them.
export function Lobby() {
  const { me, auth } = useApp();
  const list = useInvitations();
  return (
    <Center mih="100vh" p="md" component="main">
      <Stack w="100%" maw={460} gap="md">
        <Title order={1} size="h3">
          Join your team
        </Title>
        {list.isPending && <Loading />}
        {list.error && <Broken error={list.error} retry={() => void list.refetch()} />}
        {list.data?.rows.map((asked) => (
          <Invited key={asked.id} invitation={asked} />
        ))}
        {list.data && !list.data.rows.length && (
          <Alert color="gray" title="No team has invited you">
            Ask an owner of your team to invite <bdi>{me.email}</bdi>. Invitations can be accepted for seven days.
          </Alert>
        )}
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            Signed in as <bdi>{me.email}</bdi>
          </Text>
          <Button size="xs" variant="default" onClick={() => void auth.signOut()}>
            Sign out
          </Button>
        </Group>
      </Stack>
    </Center>
  );
}

// useInvitation accepts an invitation or declines it.
function useInvitation(id: string, body: { name: string; leave: boolean }) {
  const { api, auth } = useApp();
  const refresh = useRefresh();
  const params = { path: { invitation: id } };
  const join = useMutation({
    mutationFn: async () => {
      await ok(api.POST('/v1/invitations/{invitation}/accept', { params, body }));
      return auth.anew();
    },
  });
  const decline = useMutation({
    mutationFn: () => ok(api.POST('/v1/invitations/{invitation}/decline', { params })),
    onSettled: () => refresh('/v1/invitations'),
  });
  return { join, decline };
}

// Invited is one invitation, with the fields and buttons to accept it.
export function Invited({ invitation: i, leaves }: { invitation: Asked; leaves?: string }) {
  const { me } = useApp();
  const [name, setName] = useState(i.name || (leaves ? me.name : ''));
  const [sure, setSure] = useState(!leaves);
  const { join, decline } = useInvitation(i.id, { name, leave: !!leaves });
  return (
    <Card withBorder component="form" data-invitation={i.team} onSubmit={prevented(() => join.mutate())}>
      <Stack gap="sm">
        <div>
          <Title order={2} size="h5">
            <bdi>{i.team}</bdi>
          </Title>
          <Text size="sm" c="dimmed">
            {i.by && (
              <>
                <bdi>{i.by}</bdi> invites you,{' '}
              </>
            )}
            as {i.role}. You can accept until {shortTime(i.until)}.
          </Text>
        </div>
        <TextInput
          label="Your name"
          description="Colleagues and visitors see it"
          dir="auto"
          required
          maxLength={60}
          autoComplete="name"
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          error={fault(join.error, 'name')}
        />
        {leaves && (
          <Checkbox
            checked={sure}
            onChange={(e) => setSure(e.currentTarget.checked)}
            label={
              <>
                I leave <bdi>{leaves}</bdi>: an account belongs to one team
              </>
            }
          />
        )}
        <Wrong error={join.error ?? decline.error} shown={['name']} />
        <Group>
          <Button type="submit" loading={join.isPending} disabled={!name.trim() || !sure}>
            Join
          </Button>
          <Button variant="subtle" color="gray" loading={decline.isPending} onClick={() => decline.mutate()}>
            Decline
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
