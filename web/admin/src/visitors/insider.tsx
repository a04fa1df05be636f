import { Button, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';

// Insider says that a person is one of the team, so that their tests stand in no figure; or takes that back.
export function Insider({ id, own }: { id: string; own: boolean }) {
  const { api, me } = useApp();
  const refresh = useRefresh();
  const params = { path: { visitor: id } };
  const change = useMutation({
    mutationFn: () => ok(api.PATCH('/v1/visitors/{visitor}', { params, body: { own: !own } })),
    onSuccess: () => refresh('/v1/visitors/{visitor}', params),
    onError: (error) => notifications.show({ color: 'red', title: 'Not changed', message: error.message }),
  });
  if (!may(me.role, 'agent')) return null;
  return (
    <Tooltip label="Visits and cases of your own team are not counted in Insights" openDelay={400}>
      <Button variant="subtle" loading={change.isPending} onClick={() => change.mutate()}>
        {own ? 'Not one of us' : 'One of us'}
      </Button>
    </Tooltip>
  );
}
