import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { usePush } from './context';

// useLate tells a lead that a customer was not answered by the time that they were promised. The server tells leads
// only.
export function useLate(): void {
  const navigate = useNavigate();
  usePush((push) => {
    const { action, conversation } = push;
    if (action !== 'late' || !conversation) return;
    const open = () => void navigate({ to: '/inbox/$queue/$conversation', params: { queue: 'waiting', conversation } });
    notifications.show({
      id: `late-${conversation}`,
      color: 'orange',
      autoClose: false,
      title: 'A promised time has passed',
      message: (
        <>
          A customer still waits for a person.{' '}
          <Anchor component="button" type="button" size="sm" onClick={open}>
            Open the conversation
          </Anchor>
        </>
      ),
    });
  });
}
