import { Button, CloseButton, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { prevented } from '../../../lib/events';
import { fullTime } from '../parts/format';
import { Paged } from '../parts/paged';
import { Broken, Empty } from '../parts/states';
import { Filters } from './filters';
import { Hit, Person } from './hit';
import { isAsked, type Sought, usePeople, useSearch } from './queries';
import { found, hint } from './words';
import './search.css';

const route = getRouteApi('/search');
const most = 200; // characters, as the server takes them

// SearchPage finds messages by their words, and people besides.
export function SearchPage() {
  const s = route.useSearch();
  const go = route.useNavigate();
  const set = (change: Partial<Sought>) => void go({ search: { ...s, ...change }, replace: true });
  return (
    <div className="page search">
      <Title order={1} size="h3" py="md">
        Search
      </Title>
      <Box q={s.q ?? ''} set={(q) => set({ q: q || undefined })} />
      <Filters s={s} set={set} />
      {isAsked(s) ? <Found s={s} /> : <Nothing />}
    </div>
  );
}

// Box is the one box. It searches a moment after the last key.
function Box({ q, set }: { q: string; set: (q: string) => void }) {
  const [words, setWords] = useState(q);
  const [asked] = useDebouncedValue(words, 300);
  const field = useRef<HTMLInputElement>(null);
  const told = useRef(set);
  told.current = set;
  useEffect(() => told.current(asked), [asked]);
  useEffect(() => field.current?.focus(), []);
  const choose = () => {
    field.current?.focus();
    field.current?.select();
  };
  useHotkeys([['mod+K', choose]], []); // in the box and in filters as well
  useHotkeys([['/', prevented(() => field.current?.focus())]]);
  return (
    <TextInput
      ref={field}
      type="search"
      size="md"
      dir="auto"
      maxLength={most}
      aria-label="Search messages and people"
      placeholder="Words, “phrases”, names, e-mail, phone…"
      value={words}
      onChange={(e) => setWords(e.currentTarget.value)}
      leftSection={<IconSearch size={18} />}
      rightSection={words && <CloseButton aria-label="Clear the search" size="sm" onClick={() => setWords('')} />}
    />
  );
}

// Found has the hits of a search.
function Found({ s }: { s: Sought }) {
  const list = useSearch(s);
  const pages = list.data?.pages ?? [];
  const { people = [], morePeople } = pages[0] ?? {};
  const rows = pages.flatMap((p) => p.rows);
  const last = pages.at(-1);
  return (
    <div aria-busy={list.isFetching}>
      <p className="vh" role="status">
        {list.data && !list.isFetching ? found(rows.length, people.length) : ''}
      </p>
      <Paged
        list={list}
        more={last?.back ? 'Look further back' : 'More'}
        empty={!rows.length && !people.length && !list.hasNextPage && <None s={s} />}
      >
        {people.length > 0 && (
          <section aria-label="People">
            <Title order={2} size="h5" mt="md" mb={4}>
              People
            </Title>
            <ul className="found-list">
              {people.map((p) => (
                <Person key={p.visitor.id} match={p} />
              ))}
            </ul>
            {morePeople && s.q && <MorePeople key={morePeople} q={s.q.trim()} from={morePeople} />}
          </section>
        )}
        {rows.length > 0 && (
          <section aria-label="Messages">
            <Title order={2} size="h5" mt="md" mb={4}>
              Messages
            </Title>
            <ul className="found-list">
              {rows.map((hit) => (
                <Hit key={hit.conversation.id + hit.message} hit={hit} />
              ))}
            </ul>
          </section>
        )}
        {last?.back && (
          <Text size="sm" c="dimmed" mt="sm">
            Searched back to {fullTime(last.back)}.
          </Text>
        )}
        {pages.some((p) => p.damaged) && (
          <Text size="sm" c="dimmed" mt="sm" role="alert">
            Some messages may be missing: a part of the index is being repaired.
          </Text>
        )}
      </Paged>
    </div>
  );
}

// MorePeople lists those who were found besides, once somebody asks for them.
function MorePeople({ q, from }: { q: string; from: string }) {
  const [asked, ask] = useState(false);
  const list = usePeople(q, from, asked);
  const people = list.data?.pages.flatMap((p) => p.rows) ?? [];
  return (
    <>
      {people.length > 0 && (
        <ul className="found-list">
          {people.map((p) => (
            <Person key={p.visitor.id} match={p} />
          ))}
        </ul>
      )}
      {list.error && <Broken error={list.error} retry={() => void list.refetch()} />}
      {(!asked || list.isFetching || list.hasNextPage) && (
        <Button
          size="xs"
          variant="light"
          mt="xs"
          loading={list.isFetching}
          onClick={() => (asked ? void list.fetchNextPage() : ask(true))}
        >
          More people
        </Button>
      )}
    </>
  );
}

function None({ s }: { s: Sought }) {
  return (
    <Empty title="Nothing was found" icon={<IconSearch size={36} />}>
      {hint(s)}
    </Empty>
  );
}

function Nothing() {
  return (
    <Empty title="Find a message or a person" icon={<IconSearch size={36} />}>
      Type words of a message in any language, a “phrase in quotes”, a name, an e-mail address or the last digits of a
      phone number. <kbd>Ctrl</kbd> <kbd>K</kbd> leads here from every page.
    </Empty>
  );
}
