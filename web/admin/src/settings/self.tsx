import { Button, Card, FileButton, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { useGeneral } from '../app/general';
import { Invited, useInvitations } from '../app/invitations';
import { useRename, useTold } from '../app/self';
import { Face } from '../parts/team';
import { Keep } from './keep';
import { fault, Wrong } from './parts';
import { shrunk } from './picture';

// Yourself is the signed-in person as colleagues and visitors see them.
export function Yourself() {
  const { me } = useApp();
  const [draft, setDraft] = useState<string>();
  const rename = useRename();
  const name = draft ?? me.name;
  const save = () => rename.mutate(name, { onSuccess: () => setDraft(undefined) });
  return (
    <Card withBorder>
      <Keep unsaved={name !== me.name && !rename.isPending} />
      <Title order={2} size="h5" mb="xs">
        Who you are
      </Title>
      <Stack gap="sm">
        <Picture />
        <form onSubmit={prevented(save)}>
          <Group align="flex-end" gap="xs">
            <TextInput
              className="grow"
              label="Your name"
              description="Colleagues and visitors see it"
              dir="auto"
              maxLength={60}
              autoComplete="name"
              value={name}
              onChange={(e) => setDraft(e.currentTarget.value)}
              error={fault(rename.error, 'name')}
            />
            <Button type="submit" size="sm" loading={rename.isPending} disabled={!name.trim() || name === me.name}>
              Save
            </Button>
          </Group>
          <Wrong error={rename.error} shown={['name']} />
          {rename.isSuccess && name === me.name && (
            <Text size="sm" mt="xs" role="status">
              Saved. Visitors see it within fifteen seconds.
            </Text>
          )}
        </form>
        <Text size="sm" c="dimmed">
          <bdi>{me.email}</bdi>, {me.role}
        </Text>
      </Stack>
    </Card>
  );
}

// Elsewhere lists the other teams that invite the signed-in person.
export function Elsewhere() {
  const asked = useInvitations();
  const general = useGeneral();
  if (!asked.data?.rows.length) return null;
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">
        You are invited
      </Title>
      <Stack>
        {asked.data.rows.map((i) => (
          <Invited key={i.id} invitation={i} leaves={general.data?.name || 'your team'} />
        ))}
      </Stack>
    </Card>
  );
}

function Picture() {
  const { api, me } = useApp();
  const told = useTold();
  const put = useMutation({
    mutationFn: async (file: File) => ok(api.PUT('/v1/me/picture', { body: { picture: await shrunk(file) } })),
    onSuccess: told,
  });
  const drop = useMutation({ mutationFn: () => ok(api.DELETE('/v1/me/picture')), onSuccess: told });
  return (
    <div>
      <Group gap="sm">
        <Face look={me} size={64} />
        <FileButton
          accept="image/*"
          onChange={(file) => {
            if (file) {
              drop.reset();
              put.mutate(file);
            }
          }}
        >
          {(props) => (
            <Button {...props} size="xs" variant="default" loading={put.isPending}>
              {me.picture ? 'Change your picture' : 'Add a picture'}
            </Button>
          )}
        </FileButton>
        {me.picture && (
          <Button
            size="xs"
            variant="subtle"
            color="red"
            loading={drop.isPending}
            onClick={() => {
              put.reset();
              drop.mutate();
            }}
          >
            Remove it
          </Button>
        )}
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        Visitors see it beside your messages.
      </Text>
      <Wrong error={put.error ?? drop.error} />
    </div>
  );
}
