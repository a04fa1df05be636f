import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { components } from '../../../../api/gen/schemas.gen';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { shortTime } from '../parts/format';
import { Wrong } from './parts';

type Invitation = components['schemas']['Invitation'];

// Waiting lists the invited people who have not joined yet.
export function Waiting({ invited, done }: { invited: Invitation[]; done: () => Promise<void> }) {
  if (!invited.length) return null;
  return (
    <section aria-labelledby="invited">
      <Title order={3} size="h6" mt="md" mb="xs" id="invited">
        Invited, not joined yet
      </Title>
      <Stack gap="xs">
        {invited.map((i) => (
          <One key={i.id} invitation={i} done={done} />
        ))}
      </Stack>
    </section>
  );
}

function One({ invitation: i, done }: { invitation: Invitation; done: () => Promise<void> }) {
  const { api, me } = useApp();
  const again = useMutation({
    mutationFn: () => ok(api.POST('/v1/members', { body: { email: i.email, name: i.name, role: i.role } })),
    onSettled: done,
  });
  const withdraw = useMutation({
    mutationFn: () => ok(api.DELETE('/v1/invited/{invitation}', { params: { path: { invitation: i.id } } })),
    onSettled: done,
  });
  const over = Date.parse(i.until) < Date.now();
  return (
    <div data-invited={i.email}>
      <Group justify="space-between" gap="xs">
        <div>
          <Text size="sm">
            {i.name && (
              <>
                <bdi>{i.name}</bdi>,{' '}
              </>
            )}
            <bdi>{i.email}</bdi>{' '}
            {over && (
              <Badge size="xs" color="orange" variant="light">
                Expired
              </Badge>
            )}
          </Text>
          <Text size="xs" c="dimmed">
            As {i.role}.{' '}
            {over ? 'It was not accepted within seven days.' : `It can be accepted until ${shortTime(i.until)}.`}
          </Text>
        </div>
        {may(me.role, 'owner') && (
          <Group gap="xs">
            <Button size="xs" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
              Invite again
            </Button>
            <Button
              size="xs"
              variant="subtle"
              color="red"
              loading={withdraw.isPending}
              onClick={() => withdraw.mutate()}
            >
              Withdraw
            </Button>
          </Group>
        )}
      </Group>
      <Wrong error={again.error ?? withdraw.error} />
    </div>
  );
}
