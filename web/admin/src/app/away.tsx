import { Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCoffee, IconUserCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { ok } from './api';
import { may } from './auth';
import { useApp } from './context';
import { usePresence } from './presence';
import { useRefresh } from './reads';

// AwayItem makes oneself away or available again.
export function AwayItem() {
  const { api, me } = useApp();
  const refresh = useRefresh();
  const agent = may(me.role, 'agent');
  const away = usePresence(agent).data?.find((p) => p.id === me.id)?.presence === 'away';
  const change = useMutation({
    mutationFn: () => ok(api.PUT('/v1/presence', { body: { away: !away } })),
    onSuccess: () =>
      notifications.show({
        message: away
          ? 'You are available again.'
          : 'You are away. Customers who waited for you wait for the team now.',
      }),
    onError: (error) => notifications.show({ color: 'red', title: 'Not done', message: error.message }),
    onSettled: () => Promise.all([refresh('/v1/presence'), refresh('/v1/conversations'), refresh('/v1/queues')]),
  });
  if (!agent) return null;
  const Icon = away ? IconUserCheck : IconCoffee;
  return (
    <Menu.Item closeMenuOnClick={false} leftSection={<Icon size={18} />} onClick={() => change.mutate()}>
      {away ? 'You are away: be available' : 'You are available: go away'}
    </Menu.Item>
  );
}
