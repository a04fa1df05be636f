import { Alert, Button, Group, List, Progress, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { keyOf, read } from '../app/reads';
import { count } from '../parts/format';
import { AnchorLink } from '../parts/links';
import { Broken, Loading } from '../parts/states';
import { Wrong } from '../settings/parts';
import { useRenew } from './queries';
import type { ChangedAnswer, Entry, KnownAnswer, Overview } from './words';

type Publication = NonNullable<Overview['held']>;

// Held shows the questions whose answers a publication would change, and has somebody decide about them.
export function Held({ publication: p }: { publication: Publication }) {
  const decide = useDecide(p.number);
  return (
    <Alert
      color="yellow"
      role="alert"
      mb="md"
      title={
        <Text span inherit c="var(--mantine-color-text)">
          {p.questions === 1 ? 'One answer would change' : `${count(p.questions)} answers would change`}
        </Text>
      }
    >
      <Text size="sm">
        {p.by ? (
          <>
            <bdi>{p.by}</bdi> publishes
          </>
        ) : (
          'Somebody publishes'
        )}{' '}
        {what(p)}. Visitors asked {p.questions === 1 ? 'this question' : 'these questions'} in the last 90 days, and
        would get another answer from now on. Until somebody decides, bots answer as before.
      </Text>
      <Answers number={p.number} />
      <Wrong error={decide.error} />
      <Group gap="xs">
        <Button size="xs" loading={decide.isPending} onClick={() => decide.mutate('change')}>
          Change these
        </Button>
        <Button size="xs" variant="default" disabled={decide.isPending} onClick={() => decide.mutate('keep')}>
          Keep today’s answers
        </Button>
      </Group>
    </Alert>
  );
}

// useHeld gives the latest publication with this version of an entry that waits for a decision. That of another lead
// may wait, too, and came first: the overview has only the first.
export function useHeld(o: Overview | undefined, e: Entry): Publication | undefined {
  const { api } = useApp();
  const list = useQuery({ ...read(api, '/v1/knowledge/publications'), enabled: !!o?.held && e.version > 0 });
  const waits = list.data?.rows.find(
    (p) =>
      p.state === 'held' &&
      (p.some ? p.some.some((r) => r.id === e.id && r.version === e.version) : !p.back && p.at >= e.at),
  );
  if (!waits || !o?.held) return undefined;
  return { number: waits.number, at: waits.at, by: waits.by, questions: waits.questions ?? 0, entries: waits.some };
}

// AskedAgain says how far the questions of visitors were asked again.
export function AskedAgain({ overview: o }: { overview: Overview }) {
  if (!o.of) return null;
  return (
    <>
      <Text size="sm" mt={4}>
        {count(o.asked ?? 0)} of {count(o.of)} earlier questions were asked again.
      </Text>
      <Progress size="xs" mt={4} value={(100 * (o.asked ?? 0)) / o.of} aria-label="Earlier questions asked again" />
    </>
  );
}

function what(p: Publication): string {
  if (!p.entries) return 'everything that is saved';
  return p.entries.length === 1 ? 'an entry' : `${count(p.entries.length)} entries`;
}

function useDecide(number: number) {
  const { api } = useApp();
  const renew = useRenew();
  return useMutation({
    mutationFn: (act: 'change' | 'keep') =>
      ok(
        api.POST('/v1/knowledge/publications/{publication}', {
          params: { path: { publication: number } },
          body: { act },
        }),
      ),
    onSuccess: renew,
  });
}

function Answers({ number }: { number: number }) {
  const { api } = useApp();
  const list = useInfiniteQuery({
    queryKey: keyOf('/v1/knowledge/publications/{publication}', 'pages', { path: { publication: number } }),
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      ok(
        api.GET('/v1/knowledge/publications/{publication}', {
          params: { path: { publication: number }, query: { from: pageParam } },
        }),
      ),
    getNextPageParam: (p) => p.next,
  });
  if (list.isPending) return <Loading />;
  if (list.error) return <Broken error={list.error} retry={() => void list.refetch()} />;
  return (
    <>
      <List listStyleType="none" className="changes" my="sm">
        {list.data.pages
          .flatMap((p) => p.rows)
          .map((c) => (
            <Changes key={c.message} answer={c} />
          ))}
      </List>
      {list.hasNextPage && (
        <Button
          size="xs"
          variant="subtle"
          mb="sm"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  );
}

function Changes({ answer: c }: { answer: ChangedAnswer }) {
  return (
    <List.Item>
      <Text size="sm" fw={600} className="words">
        <AnchorLink
          to="/inbox/$queue/$conversation"
          params={{ queue: 'bot', conversation: c.conversation }}
          search={{ message: c.message }}
          size="sm"
        >
          <bdi>{c.question}</bdi>
        </AnchorLink>
      </Text>
      <div className="sides">
        <Side name="Today" answer={c.was} />
        <Side name="From now on" answer={c.now} />
      </div>
    </List.Item>
  );
}

function Side({ name, answer: a }: { name: string; answer: KnownAnswer }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Text size="sm" className="words">
        {a.entry ? (
          <AnchorLink to="/training/$entry" params={{ entry: a.entry }} size="sm">
            <bdi>{a.title}</bdi>
          </AnchorLink>
        ) : a.title ? (
          <bdi>{a.title}</bdi>
        ) : (
          'No sure answer'
        )}
      </Text>
    </div>
  );
}
