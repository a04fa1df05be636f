import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { BriefLine } from '../../../lib/wire';
import { ok } from '../app/api';
import { useApp } from '../app/context';

export type Retold = ReturnType<typeof useRetold>;

// useRetold has the bot's language model write lines of a brief, once: it costs money, and new messages do not ask it
// again. Its key is not that of the log's lines, which are read anew with each of them.
export function useRetold(conversation: string, asks: boolean) {
  const { api } = useApp();
  const params = { path: { conversation }, query: { model: true } };
  const brief = useQuery({
    queryKey: ['retold', conversation],
    queryFn: ({ signal }) => ok(api.GET('/v1/conversations/{conversation}/brief', { params, signal })),
    enabled: asks,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const over = (lines: BriefLine[]): BriefLine[] =>
    lines.map((line) => {
      const told = brief.data?.lines.find((other) => other.part === line.part);
      return told?.retold ? { ...line, retold: told.retold, message: told.message } : line;
    });
  return { asks, over, brief };
}

// Retelling says whose words the lines are, and asks again on request.
export function Retelling({ of: { asks, brief } }: { of: Retold }) {
  if (!asks) return null;
  const words = brief.data?.lines.some((line) => line.retold);
  const fault = brief.error?.message ?? brief.data?.unsaid;
  return (
    <Group gap="xs" justify="space-between" wrap="nowrap" role="status">
      <Text size="xs" c="dimmed">
        {brief.isFetching
          ? 'A language model reads the chat…'
          : (fault ?? (words ? 'In the words of a language model, checked against the messages.' : 'From the log.'))}
      </Text>
      <Button
        size="compact-xs"
        variant="subtle"
        flex="none"
        loading={brief.isFetching}
        onClick={() => void brief.refetch()}
      >
        Ask again
      </Button>
    </Group>
  );
}
