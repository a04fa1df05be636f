import { Button, Group, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Message } from '../../../lib/wire';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { keyOf } from '../app/reads';
import { dayName } from '../parts/format';
import { ButtonLink } from '../parts/links';
import { Called, called, VisitorName } from '../parts/names';
import { Broken, Loading } from '../parts/states';
import { Forms, formsOf } from './forms';
import { MessageRow } from './message';
import { useConversation } from './queries';
import { marking } from './words';

const route = getRouteApi('/print/$conversation');

// PrintPage is a whole transcript as a plain page: for paper, for search in the page, and
// for readers who dislike lists that mount as they scroll.
export function PrintPage() {
  const { conversation } = route.useParams();
  const head = useConversation(conversation);
  const log = useWhole(conversation);
  if (log.error) return <Broken error={log.error} retry={() => void log.refetch()} />;
  if (!log.data || !head.data) return <Loading />;
  return (
    <main className="print">
      <Group justify="space-between">
        <Title order={1} size="h3">
          Conversation with <Called who={head.data} />
        </Title>
        <Group className="noprint" gap="xs">
          <ButtonLink variant="default" to="/inbox/$queue/$conversation" params={{ queue: 'human', conversation }}>
            Back to the conversation
          </ButtonLink>
          <Button onClick={() => window.print()}>Print</Button>
        </Group>
      </Group>
      <VisitorName value={called(head.data)}>
        <Forms value={formsOf(log.data)}>
          <Lines rows={log.data} conversation={conversation} />
        </Forms>
      </VisitorName>
    </main>
  );
}

// useWhole reads all pages of a transcript.
function useWhole(conversation: string) {
  const { api } = useApp();
  return useQuery({
    queryKey: keyOf('/v1/conversations/{conversation}/messages', 'all', { path: { conversation } }),
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const rows: Message[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await ok(
          api.GET('/v1/conversations/{conversation}/messages', {
            params: { path: { conversation }, query: { cursor, limit: 200 } },
            signal,
          }),
        );
        rows.unshift(...[...page.rows].reverse());
        cursor = page.older;
        if (!cursor || !page.rows.length) return rows;
      }
    },
  });
}

function Lines({ rows, conversation }: { rows: Message[]; conversation: string }) {
  let day = '';
  return rows
    .filter((m) => !marking(m))
    .map((m) => {
      const today = dayName(m.at);
      const first = today !== day;
      day = today;
      return (
        <div key={m.id}>
          {first && <p className="day">{today}</p>}
          <MessageRow message={m} first conversation={conversation} read={false} />
        </div>
      );
    });
}
