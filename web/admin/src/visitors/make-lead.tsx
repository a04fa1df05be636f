import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconStar } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';

// MakeLead makes a visitor's latest visit a lead, which stands under Insights, Leads.
export function MakeLead({ id }: { id: string }) {
  const { api, me } = useApp();
  const refresh = useRefresh();
  const make = useMutation({
    mutationFn: () => ok(api.POST('/v1/insights/leads', { body: { visitor: id } })),
    onSuccess: () => {
      notifications.show({ color: 'teal', message: 'This visit is a lead. It stands under Insights, Leads.' });
      return refresh('/v1/insights/leads');
    },
    onError: (error) => notifications.show({ color: 'red', title: 'Not made', message: error.message }),
  });
  if (!may(me.role, 'agent')) return null;
  return (
    <Button
      variant="subtle"
      leftSection={<IconStar size={18} />}
      loading={make.isPending}
      onClick={() => make.mutate()}
    >
      Make a lead
    </Button>
  );
}
