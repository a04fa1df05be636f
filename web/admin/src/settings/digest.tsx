import { Card, Switch, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { useGeneral } from '../app/general';
import { useSelf, useTold } from '../app/self';
import { Wrong } from './parts';

// Digest is an owner's own switch of the weekly mail.
export function Digest() {
  const app = useApp();
  const self = useSelf(app);
  const general = useGeneral();
  const told = useTold();
  const choose = useMutation({
    mutationFn: (wants: boolean) => ok(app.api.PUT('/v1/me/digest', { body: { wants } })),
    onSuccess: told,
  });
  if (app.me.role !== 'owner' || !self.data) return null;
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">
        Your weekly e-mail
      </Title>
      <Switch
        label="The week of your team, each Monday at 8:00"
        description="Who waits, what became of the cases, new leads, and the questions that were asked most and not answered"
        checked={!(choose.isPending ? !choose.variables : self.data.noDigest)}
        onChange={(e) => choose.mutate(e.currentTarget.checked)}
      />
      {general.data && !general.data.mailbox && (
        <Text size="sm" c="dimmed" mt="xs">
          It goes once your team has a mailbox for replies (Settings, General).
        </Text>
      )}
      <Wrong error={choose.error} />
    </Card>
  );
}
