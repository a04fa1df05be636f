import { Button, Group, Text } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { IconInbox } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { prevented } from '../../../lib/events';
import type { ConversationRow } from '../../../lib/wire';
import { useApp, useHint } from '../app/context';
import { type Answer, read, useRefresh } from '../app/reads';
import { DeckLink } from '../parts/deck-link';
import { FirstSteps } from '../parts/first-steps';
import { ButtonLink } from '../parts/links';
import { someoneOf } from '../parts/names';
import { SearchLink } from '../parts/search-link';
import { Broken, Empty, Loading } from '../parts/states';
import { firstPeople, peopleKey, usePeople } from '../search/queries';
import { Bulk } from './bulk';
import { useChosen } from './chosen';
import type { Order } from './done';
import { countOf, type Filters, filtersOf, unfiltered } from './filter';
import { useFilters } from './filters';
import { renewed, useFurther } from './further';
import { useHeld } from './held';
import { ChooseButton, Search } from './list-head';
import { Rows } from './list-rows';
import { type Queue, useQueue, useShown } from './queries';
import { Which } from './which';

interface Props {
  queue: Queue;
  chosen?: string;
  order: RefObject<Order>;
}

// useRows gives the rows of a queue or of a search, with the open conversation in its newest state.
function useRows({ queue, chosen, order }: Props, filters: Filters, asked: string) {
  const { api } = useApp();
  const list = useQueue(queue, filters);
  const found = useFound(asked);
  const path = { conversation: chosen ?? '' };
  const select = useShown(path.conversation);
  const open = useQuery({ ...read(api, '/v1/conversations/{conversation}', { path }), select, enabled: false });
  const pages = asked ? (found.data?.pages.map(conversationsOf) ?? []) : (list.data?.pages.map((p) => p.rows) ?? []);
  const all = pages.flat();
  const rows = useHeld(asked || queue + JSON.stringify(filters), all, chosen, open.data);
  useEffect(() => {
    order.current = { ids: rows.map((r) => r.conversation.id), searched: !!asked };
  });
  const query = asked ? found : list;
  const { more, goesOn } = useFurther(query, asked ? pages.map((p) => p.length) : undefined);
  const further = query.hasNextPage ? () => void query.fetchNextPage() : undefined;
  return { rows, more, further, looks: query.isFetchingNextPage || goesOn, query };
}

// List is a queue of conversations, or the result of a search.
export function List(props: Props) {
  const { queue, chosen } = props;
  const navigate = useNavigate();
  const [filters, setFilters] = useFilters(queue);
  const [q, setQ] = useState('');
  const [asked] = useDebouncedValue(q.trim(), 250);
  const field = useRef<HTMLInputElement>(null);
  const { rows, more, further, looks, query } = useRows(props, filters, asked);
  const filtered = !asked && countOf(filters) > 0;
  const choosing = useChosen(asked || queue + JSON.stringify(filters), rows);
  const step = (by: number) => {
    const at = rows.findIndex((r) => r.conversation.id === chosen);
    const next = rows[at < 0 ? 0 : at + by];
    if (next)
      void navigate({
        to: '/inbox/$queue/$conversation',
        params: { queue, conversation: next.conversation.id },
        search: filtersOf,
      });
  };
  useHotkeys([
    ['j', () => step(1)],
    ['k', () => step(-1)],
    ['/', prevented(() => field.current?.focus())],
  ]);
  return (
    <section className="queue" aria-label="Conversations">
      <div className="queuehead">
        <Which queue={queue} countries={rows.map((r) => r.place?.country ?? '')} />
        <Group gap="xs" wrap="nowrap">
          <Search q={q} setQ={setQ} field={field} />
          <SearchLink q={q} />
          <DeckLink />
          <ChooseButton on={choosing.on} turn={choosing.turn} />
        </Group>
        {choosing.on && (
          <Bulk
            rows={rows}
            chosen={choosing.rows}
            choose={choosing.choose}
            drop={choosing.drop}
            leave={() => choosing.turn(false)}
          />
        )}
      </div>
      {asked && (
        <Text className="everywhere" size="xs" c="dimmed" role="status">
          Searching all queues
        </Text>
      )}
      {query.isPending && (!asked || asked.length > 1) ? (
        <Loading />
      ) : query.error && !rows.length ? (
        <Broken error={query.error} retry={() => void query.refetch()} />
      ) : rows.length ? (
        <Rows rows={rows} queue={queue} everywhere={!!asked} chosen={chosen} choosing={choosing} onEnd={more} />
      ) : filtered ? (
        <Empty title={further ? 'Nothing matches so far' : 'Nothing matches the filters'}>
          <Button size="xs" variant="light" mt="sm" onClick={() => setFilters(unfiltered)}>
            Clear the filters
          </Button>
        </Empty>
      ) : (
        <None queue={queue} asked={asked} further={!!further} looks={looks} />
      )}
      {(filtered || asked) && further && (
        <Button variant="subtle" loading={looks} onClick={further}>
          {asked ? 'Look further' : 'Look further back'}
        </Button>
      )}
    </section>
  );
}

// None says that a queue is empty, or that a search found nobody. As long as there are more people to look at, it says
// no more than it knows.
function None({ queue, asked, further, looks }: { queue: Queue; asked: string; further: boolean; looks: boolean }) {
  if (asked && looks) return <Loading />;
  if (asked && further) return <Empty title="Nobody so far">Nobody who was found until now has a conversation.</Empty>;
  if (asked)
    return (
      <Empty title="Nobody was found">
        {asked.length < 2
          ? 'Type at least two characters.'
          : 'Words of a name, e-mail addresses and values such as a customer’s number are searched from their ' +
            'beginning; phone numbers also by their last four digits.'}
      </Empty>
    );
  return (
    <Empty title={empty[queue][0]} icon={<IconInbox size={36} />}>
      {empty[queue][1]}
      {(queue === 'waiting' || queue === 'unassigned' || queue === 'mine' || queue === 'human') && (
        <div>
          <ButtonLink to="/inbox/$queue" params={{ queue: 'bot' }} size="xs" variant="light" mt="sm">
            See what the bot is doing
          </ButtonLink>
        </div>
      )}
      <FirstSteps />
    </Empty>
  );
}

const empty: Record<Queue, [string, string]> = {
  all: ['There is no conversation yet', 'Every conversation is listed here, whoever has it.'],
  waiting: [
    'Nobody is waiting',
    'People who wait for you, or for anybody, are listed here until a person has answered. The longest wait is first.',
  ],
  unassigned: ['Everybody has somebody', 'Conversations that need a person and have nobody yet are listed here.'],
  mine: ['You have no conversation', 'Conversations that you take over are listed here.'],
  human: [
    'No conversation is with a person',
    'Conversations that wait for a person, or are with one, are listed here.',
  ],
  bot: ['The bot is not talking to anyone', 'Conversations with the bot are listed here.'],
  snoozed: [
    'Nothing is snoozed',
    'Conversations that you snooze are listed here until their time comes or the visitor writes.',
  ],
  closed: ['Nothing is closed', 'Conversations that you close are listed here until the visitor writes again.'],
};

// useFound searches people, and gives their conversations. A new visitor may match, and is looked for on the first page
// alone: each page costs some fifty reads, and a hint may come every two seconds.
function useFound(q: string) {
  const { api } = useApp();
  const refresh = useRefresh();
  const queries = useQueryClient();
  const found = usePeople(q);
  useHint(
    'any',
    () => {
      if ((found.data?.pages.length ?? 0) < 2) return void refresh('/v1/visitors');
      const renews = (now: Answer<'/v1/visitors'>) =>
        queries.setQueryData(peopleKey(q), (was?: typeof found.data) => {
          const [old, ...rest] = was?.pages ?? [];
          return was && old && { ...was, pages: [renewed(old, now, (r) => r.visitor.id), ...rest] };
        });
      void firstPeople(api, q).then(renews, () => undefined); // the next hint asks again
    },
    2000,
  );
  return found;
}

const conversationsOf = ({ rows }: Answer<'/v1/visitors'>) =>
  rows.flatMap(({ visitor, conversations }) =>
    conversations.map((conversation): ConversationRow => ({ conversation, ...someoneOf(visitor) })),
  );
