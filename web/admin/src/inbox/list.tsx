import { Badge, CloseButton, Group, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { IconInbox, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, type RefObject, useEffect, useRef, useState } from 'react';
import { prevented } from '../../../lib/events';
import { builds } from '../../../lib/input-method';
import { plain } from '../../../lib/links';
import type { ConversationRow } from '../../../lib/wire';
import { useNow } from '../app/clock';
import { useApp, useHint } from '../app/context';
import { type Answer, read, useRefresh } from '../app/reads';
import { FirstSteps } from '../parts/first-steps';
import { fullTime, shortTime, span } from '../parts/format';
import { ButtonLink } from '../parts/links';
import { Called, someoneOf } from '../parts/names';
import { Broken, Empty, Loading } from '../parts/states';
import { Source } from '../visitors/cells';
import { Owner } from './header';
import { useHeld } from './held';
import { type Queue, queues, useQueue } from './queries';

// List is a queue of conversations, or what a search found.
export function List({ queue, chosen, order }: { queue: Queue; chosen?: string; order: RefObject<string[]> }) {
  const { api } = useApp();
  const navigate = useNavigate();
  const [source, setSource] = useState<'web' | 'whatsapp'>();
  const [q, setQ] = useState('');
  const [asked] = useDebouncedValue(q.trim(), 250);
  const field = useRef<HTMLInputElement>(null);
  const list = useQueue(queue, source);
  const found = useFound(asked);
  const open = useQuery({
    ...read(api, '/v1/conversations/{conversation}', { path: { conversation: chosen ?? '' } }),
    enabled: false,
  }); // as the conversation itself has it
  const rows = useHeld(
    asked || queue,
    asked ? (found.data ?? []) : (list.data?.pages.flatMap((p) => p.rows) ?? []),
    chosen,
    open.data,
  );
  useEffect(() => {
    order.current = rows.map((r) => r.conversation.id);
  });
  const query = asked ? found : list;
  const step = (by: number) => {
    const at = rows.findIndex((r) => r.conversation.id === chosen);
    const next = rows[at < 0 ? 0 : at + by];
    if (next)
      void navigate({ to: '/inbox/$queue/$conversation', params: { queue, conversation: next.conversation.id } });
  };
  useHotkeys([
    ['j', () => step(1)],
    ['k', () => step(-1)],
    ['/', prevented(() => field.current?.focus())],
  ]);
  return (
    <section className="queue" aria-label="Conversations">
      <div className="queuehead">
        <Group gap="xs" wrap="nowrap">
          <Select
            aria-label="Queue"
            value={queue}
            allowDeselect={false}
            onChange={(v) => v && void navigate({ to: '/inbox/$queue', params: { queue: v } })}
            data={Object.entries(queues).map(([value, label]) => ({ value, label }))}
          />
          <Select
            aria-label="Source"
            placeholder="All channels"
            clearable
            value={source ?? null}
            onChange={(v) => setSource((v ?? undefined) as typeof source)}
            data={[
              { value: 'web', label: 'Website' },
              { value: 'whatsapp', label: 'WhatsApp' },
            ]}
            w={170}
          />
        </Group>
        <TextInput
          ref={field}
          type="search"
          aria-label="Search for a person"
          placeholder="Name, e-mail, phone or number"
          value={q}
          onChange={(e) => setQ(e.currentTarget.value)}
          leftSection={<IconSearch size={16} />}
          rightSection={q && <CloseButton aria-label="Clear the search" size="sm" onClick={() => setQ('')} />}
          onKeyDown={(e) => {
            if (e.key === 'Escape' && !builds(e.nativeEvent)) {
              setQ('');
              e.currentTarget.blur();
            }
          }}
        />
      </div>
      {asked && (
        <Text className="everywhere" size="xs" c="dimmed" role="status">
          Searching everywhere, whatever the queue
        </Text>
      )}
      {query.isPending && (!asked || asked.length > 1) ? (
        <Loading />
      ) : query.error && !rows.length ? (
        <Broken error={query.error} retry={() => void query.refetch()} />
      ) : rows.length ? (
        <Rows
          rows={rows}
          queue={queue}
          everywhere={!!asked}
          chosen={chosen}
          onEnd={() => !asked && list.hasNextPage && !list.isFetching && void list.fetchNextPage()}
        />
      ) : asked ? (
        <Empty title="Nobody is found">
          {asked.length < 2
            ? 'Type at least two characters.'
            : 'Words of a name, e-mail addresses and values such as a customer’s number are searched from their beginning; phone numbers also by their last four digits.'}
        </Empty>
      ) : (
        <Empty title={empty[queue][0]} icon={<IconInbox size={36} />}>
          {empty[queue][1]}
          {(queue === 'unassigned' || queue === 'mine' || queue === 'human') && (
            <div>
              <ButtonLink to="/inbox/$queue" params={{ queue: 'bot' }} size="xs" variant="light" mt="sm">
                See what the bot is doing
              </ButtonLink>
            </div>
          )}
          <FirstSteps />
        </Empty>
      )}
    </section>
  );
}

const empty: Record<Queue, [string, string]> = {
  unassigned: ['Nobody is waiting', 'People who ask for a person are listed here, the longest wait first.'],
  mine: ['You have no conversation', 'What you take over is listed here.'],
  human: ['No person has a conversation', 'Conversations that wait for a person or that a person has are listed here.'],
  bot: ['The bot talks to nobody', 'Conversations that the bot has are listed here.'],
  snoozed: ['Nothing is snoozed', 'What you snooze is listed here until its time comes or the visitor writes.'],
  closed: ['Nothing is closed', 'What you close is listed here until the visitor writes again.'],
};

// The owner that each queue is about is not said on its rows again.
const implied: Record<Queue, (c: ConversationRow['conversation']) => boolean> = {
  unassigned: (c) => c.owner === 'team',
  mine: (c) => c.owner === 'agent',
  human: () => false,
  bot: (c) => c.owner === 'bot',
  snoozed: () => false,
  closed: (c) => c.status === 'closed',
};

// useFound searches people, and gives their conversations.
function useFound(q: string) {
  const { api } = useApp();
  const refresh = useRefresh();
  useHint('any', () => void refresh('/v1/visitors'), 2000); // whom nobody knew a moment ago
  return useQuery({ ...read(api, '/v1/visitors', { query: { q } }), enabled: q.length > 1, select: conversationsOf });
}

const conversationsOf = ({ rows }: Answer<'/v1/visitors'>) =>
  rows.flatMap(({ visitor, conversations }) =>
    conversations.map((conversation): ConversationRow => ({ conversation, ...someoneOf(visitor) })),
  );

function Rows({
  rows,
  queue,
  everywhere,
  chosen,
  onEnd,
}: {
  rows: ConversationRow[];
  queue: Queue;
  everywhere: boolean;
  chosen?: string;
  onEnd: () => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => 84,
    overscan: 6,
    getItemKey: (i) => rows[i]!.conversation.id,
  });
  const shown = list.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - 8) onEnd();
  }, [last, rows.length]);
  return (
    <div className="rows" ref={box} role="list" aria-label="Conversations" tabIndex={-1}>
      <div style={{ height: list.getTotalSize(), position: 'relative' }}>
        {shown.map((v) => (
          <div key={v.key} role="listitem" className="rowbox" style={{ transform: `translateY(${v.start}px)` }}>
            <Row
              row={rows[v.index]!}
              queue={queue}
              everywhere={everywhere}
              chosen={rows[v.index]!.conversation.id === chosen}
            />
          </div>
        ))}
      </div>
    </div>
  );
}

const Row = memo(function Row({
  row,
  queue,
  everywhere,
  chosen,
}: {
  row: ConversationRow;
  queue: Queue;
  everywhere: boolean;
  chosen: boolean;
}) {
  const { conversation: c } = row;
  const inQueue = c.status === (queue === 'closed' || queue === 'snoozed' ? queue : 'open') && implied[queue](c); // one that was taken over stays for a while
  const unread = row.unread && c.owner !== 'bot'; // what the bot talks about is not waiting to be read
  const at = c.visitorAt ?? c.at;
  return (
    <Link
      to="/inbox/$queue/$conversation"
      params={{ queue, conversation: c.id }}
      className={chosen ? 'row chosen' : 'row'}
      aria-current={chosen ? 'true' : undefined}
    >
      <Source source={c.source} />
      <span className="grow cut">
        <Group gap={6} wrap="nowrap">
          <Text span fw={unread ? 700 : 500} className="cut grow">
            <Called who={row} />
          </Text>
          <Text span size="xs" c="dimmed">
            <time title={fullTime(at)}>{shortTime(at)}</time>
          </Text>
        </Group>
        <Group gap={6} wrap="nowrap">
          <Text span size="sm" c="dimmed" className="cut grow" fw={unread ? 600 : 400}>
            {c.lastAuthor !== 'visitor' && (c.lastAuthor === 'bot' ? 'Bot: ' : 'Team: ')}
            <bdi>{plain(c.preview ?? '')}</bdi>
          </Text>
          {unread && <span className="unread" role="img" aria-label="Unread" />}
        </Group>
        <Group gap={6} wrap="nowrap">
          {(everywhere || !inQueue) && <Owner row={row} />}
          <Waits since={c.waitingFrom} />
          <Ends at={c.source === 'whatsapp' ? c.window : undefined} />
        </Group>
      </span>
    </Link>
  );
});

function Waits({ since }: { since?: string }) {
  const now = useNow();
  if (!since) return null;
  const ms = now - Date.parse(since);
  return (
    <Text span size="xs" c="dimmed" className={ms > 300_000 ? 'tick bad' : 'tick'}>
      waits {span(ms > 60_000 ? ms - (ms % 60_000) : ms)}
    </Text>
  );
}

// Ends warns of a WhatsApp window that closes within four hours.
function Ends({ at }: { at?: string }) {
  const now = useNow();
  const left = Date.parse(at ?? '') - now;
  if (!(left > 0 && left < 4 * 3_600_000)) return null;
  return (
    <Badge size="xs" color="orange" variant="light">
      {span(left - (left % 60_000))} left
    </Badge>
  );
}
