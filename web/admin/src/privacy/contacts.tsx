import { Card, Switch, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { components } from '../../../../api/gen/schemas.gen';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { read, useRefresh } from '../app/reads';
import { Wrong } from '../settings/parts';

type Privacy = components['schemas']['Privacy'];

// Contacts lets an owner show contact data to viewers, or hide it from them.
export function Contacts({ privacy }: { privacy: Privacy }) {
  const { api, me } = useApp();
  const queries = useQueryClient();
  const refresh = useRefresh();
  const save = useMutation({
    mutationFn: (shown: boolean) => ok(api.PUT('/v1/privacy/contacts', { body: { shown, version: privacy.version } })),
    onSuccess: (now) => queries.setQueryData(read(api, '/v1/privacy').queryKey, now),
  });
  return (
    <Card withBorder className="wide">
      <Title order={2} size="h5" mb="xs">
        Contact data and viewers
      </Title>
      <Switch
        label="Hide contact data from viewers"
        checked={!(save.isPending ? save.variables : privacy.contactsShown)}
        disabled={!may(me.role, 'owner') || save.isPending}
        onChange={(e) => save.mutate(!e.currentTarget.checked)}
      />
      <Text size="sm" mt="xs" c="dimmed">
        E-mail addresses, phone numbers, postal addresses, places, contact cards and the values of forms are blacked out
        for viewers in profiles, transcripts, lists and tables, and viewers cannot search them. Agents, leads and owners
        see them. A change holds within 15 seconds.
      </Text>
      <Wrong error={save.error} reload={() => void refresh('/v1/privacy')} />
    </Card>
  );
}
