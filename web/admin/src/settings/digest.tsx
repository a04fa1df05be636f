import { Alert, Card, Switch, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { components } from '../../../../api/gen/schemas.gen';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { useGeneral } from '../app/general';
import { read } from '../app/reads';
import { useSelf, useTold } from '../app/self';
import { dayAndTime } from '../parts/format';
import { Wrong } from './parts';

// Digest is an owner's own switch of the weekly mail.
export function Digest() {
  const app = useApp();
  const self = useSelf(app);
  const general = useGeneral();
  const told = useTold();
  const owner = app.me.role === 'owner';
  const reach = useQuery({ ...read(app.api, '/v1/me/digest'), enabled: owner });
  const choose = useMutation({
    mutationFn: (wants: boolean) => ok(app.api.PUT('/v1/me/digest', { body: { wants } })),
    onSuccess: told,
  });
  if (!owner || !self.data || reach.isPending) return null;
  const silent = reach.data?.silent;
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">
        Your weekly e-mail
      </Title>
      {silent && <Silent silent={silent} address={self.data.email} />}
      <Switch
        label="The week of your team, each Monday at 8:00"
        description="Who waits, what became of the cases, new leads, and the questions that were asked most and not answered"
        checked={!silent && !(choose.isPending ? !choose.variables : self.data.noDigest)}
        disabled={!!silent}
        onChange={(e) => choose.mutate(e.currentTarget.checked)}
      />
      {general.data && !general.data.mailbox && (
        <Text size="sm" c="dimmed" mt="xs">
          It goes once your team has a mailbox for replies (Settings, General).
        </Text>
      )}
      <Wrong error={reach.error ?? choose.error} />
    </Card>
  );
}

type SilentAddress = components['schemas']['SilentAddress'];

const reasons: Record<SilentAddress['why'], string> = {
  bounced: 'An e-mail came back: there is no such mailbox.',
  complained: 'An e-mail was reported as spam.',
  stopped: 'A link in an e-mail ended all e-mails of your team to this address.',
};

// Silent says why no mail goes to one's own address, and what to do.
function Silent({ silent, address }: { silent: SilentAddress; address: string }) {
  return (
    <Alert color="yellow" role="status" mb="xs">
      Nothing is written to <bdi>{address}</bdi> since {dayAndTime(silent.since)}. {reasons[silent.why]} So the weekly
      e-mail does not reach you, and this address is not written to again. To get it, invite another address of yours as
      an owner (Settings, Team), and sign in with that one.
    </Alert>
  );
}
