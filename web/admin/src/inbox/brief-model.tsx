import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Brief, BriefLine } from '../../../lib/wire';
import { ok } from '../app/api';
import { useApp } from '../app/context';

export type Retold = ReturnType<typeof useRetold>;

// useRetold has the bot's language model write lines of a brief, once: it costs money, and new messages do not ask it
// again. Its key is not that of the log's lines, which are read anew with each of them.
export function useRetold(conversation: string, log: Brief | undefined) {
  const { api } = useApp();
  const params = { path: { conversation }, query: { model: true } };
  const told = useQuery({
    queryKey: ['retold', conversation],
    queryFn: ({ signal }) => ok(api.GET('/v1/conversations/{conversation}/brief', { params, signal })),
    enabled: !!log?.asks,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    retryOnMount: false,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
  });
  return { log, told, lines: log ? retold(log.lines, told.data?.lines ?? []) : [] };
}

// retold are the lines of the log, each in the words of a model where the log has said the same since these were
// written: in a later case of the conversation, and with news of a line, the log's own words stand.
export function retold(log: BriefLine[], told: BriefLine[]): BriefLine[] {
  const was = new Map(told.map((line) => [line.part, line]));
  const same = (line?: BriefLine) => !!line && was.get(line.part)?.message === line.message;
  if (!same(log.find((line) => line.part === 'want'))) return log;
  return log.map((line) => (same(line) && !line.kind ? { ...line, retold: was.get(line.part)?.retold } : line));
}

// Retelling says whose words the lines are, and asks again on request.
export function Retelling({ of: { log, told, lines } }: { of: Retold }) {
  if (!log?.asks) return null;
  return (
    <Group gap="xs" justify="space-between" wrap="nowrap" role="status">
      <Text size="xs" c="dimmed">
        {told.isFetching ? 'A language model reads the chat…' : (told.error?.message ?? origin(log, lines, told.data))}
      </Text>
      <Button
        size="compact-xs"
        variant="subtle"
        flex="none"
        loading={told.isFetching}
        onClick={() => void told.refetch()}
      >
        Ask again
      </Button>
    </Group>
  );
}

// origin names the author of the lines: the log, or a model.
function origin(log: Brief, lines: BriefLine[], told?: Brief): string {
  if (told?.unsaid) return told.unsaid;
  if (!lines.some((line) => line.retold)) return 'From the log.';
  const words = 'In the words of a language model, checked against the messages';
  return told?.latest === log.latest ? `${words}.` : `${words}. It has not read the latest ones.`;
}
