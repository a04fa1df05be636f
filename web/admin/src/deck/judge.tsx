import { Button, Group, Text } from '@mantine/core';
import type { Alert } from '../../../lib/wire';
import { useJudge } from './queries';

// Judge asks whether an alert was right, with one tap.
export function Judge({ alert, name }: { alert: Alert; name: string }) {
  const judge = useJudge();
  const said = judge.isPending ? (judge.variables.right ? 'right' : 'not_needed') : alert.verdict;
  const button = (right: boolean, words: string) => (
    <Button
      size="compact-xs"
      variant={said === (right ? 'right' : 'not_needed') ? 'filled' : 'default'}
      aria-pressed={said === (right ? 'right' : 'not_needed')}
      aria-label={`${words}: the alert of ${name}`}
      onClick={() => judge.mutate({ conversation: alert.conversation, right })}
    >
      {words}
    </Button>
  );
  return (
    <Group gap="xs" mt={6}>
      <Text size="xs" c="dimmed">
        You were alerted
      </Text>
      {button(true, 'Right')}
      {button(false, 'Not needed')}
    </Group>
  );
}
