import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useContext, useEffect, useRef } from 'react';
import { plain } from '../../../lib/links';
import type { Message, Why } from '../../../lib/wire';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { refocus } from '../parts/focus';
import { percent } from '../parts/format';
import { AnchorLink } from '../parts/links';
import { ActingOn } from './acts';

type Reason = NonNullable<Why['best']>[number];

// Reasons shows below a bot's reply how sure it was, and from which entry it answered; folded, the best three.
export function Reasons({ message: m }: { message: Message }) {
  const acting = useContext(ActingOn);
  const why = m.effects?.why;
  if (!why || (!why.answered && !why.best?.length)) return null;
  return (
    <details className="why">
      <summary>
        <Sure why={why} /> · Why this
      </summary>
      <ol>
        {why.best?.map((r) => (
          <li key={r.entry}>
            <Named reason={r} /> {share(r)}
          </li>
        ))}
      </ol>
      <Text size="xs">{how[why.by]}</Text>
      {why.answered && acting && <Judged message={m} why={why} conversation={acting.conversation} />}
    </details>
  );
}

const how: Record<Why['by'], string> = {
  wording: 'The question is one of the entry’s wordings.',
  meaning: 'The percentages say how probable it is that an entry is the right one.',
  words: 'Only words were compared. The percentages are the share that question and entry have in common.',
  choice: 'The visitor chose it among the titles that were offered.',
  hint: 'A person of the team chose it in a hint.',
  model: 'A language model judged. The percentages say how well each entry fits by its meaning, or else by its words.',
};

// Sure is the line that is always in view.
function Sure({ why }: { why: Why }) {
  const first = why.best?.[0];
  if (!why.answered || !first) return <>Not sure enough</>;
  const from = (
    <>
      <bdi>{plain(first.title)}</bdi>
      {first.version ? `, version ${first.version}` : ', of the script'}
    </>
  );
  if (why.by === 'meaning')
    return (
      <>
        {share(first)} sure: {from}
      </>
    );
  return <>{from}</>;
}

const share = (r: Reason) => percent(r.chance, 1);

// Named is an entry's title; it leads there for those who may change it.
function Named({ reason: r }: { reason: Reason }) {
  const { me } = useApp();
  const title = <bdi>{plain(r.title)}</bdi>;
  if (!r.version || !may(me.role, 'lead')) return title;
  return (
    <AnchorLink size="xs" to="/training/$entry" params={{ entry: r.entry }}>
      {title}
    </AnchorLink>
  );
}

interface JudgedProps {
  message: Message;
  why: Why;
  conversation: string;
}

// Judged notes in one tap that an answer was wrong, and in another which entry was right.
function Judged({ message: m, why, conversation }: JudgedProps) {
  const { api, me } = useApp();
  const mark = useMutation({
    mutationFn: (right?: string) =>
      ok(
        api.POST('/v1/conversations/{conversation}/messages/{message}/wrong', {
          params: { path: { conversation, message: m.id } },
          body: { right },
        }),
      ),
  });
  const box = useRef<HTMLDivElement>(null);
  const choice = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (mark.data) refocus(choice.current ?? box.current); // the button that was pressed is gone
  }, [mark.data]);
  const wrong = (mark.data ?? m).marks?.wrong;
  if (!may(me.role, 'agent')) return null;
  const others = wrong && !wrong.right ? (why.best ?? []).slice(1) : [];
  return (
    <div ref={box} aria-live="polite" tabIndex={-1}>
      {!wrong && (
        <Button
          size="compact-xs"
          variant="light"
          color="red"
          loading={mark.isPending}
          onClick={() => mark.mutate(undefined)}
        >
          Answered wrongly
        </Button>
      )}
      {wrong && (
        <Text size="xs">
          <bdi>{plain(wrong.name)}</bdi> says that it was answered wrongly. The question is among those without an
          answer
          {wrong.right && (
            <>
              ; right is <bdi>{plain(wrong.right.title)}</bdi>
            </>
          )}
          .
        </Text>
      )}
      {others.length > 0 && (
        <Group ref={choice} gap={4} mt={4} role="group" aria-label="Which is right?" tabIndex={-1}>
          <Text size="xs">Which is right, if one of these is?</Text>
          {others.map((r) => (
            <Button
              key={r.entry}
              size="compact-xs"
              variant="default"
              loading={mark.isPending && mark.variables === r.entry}
              onClick={() => mark.mutate(r.entry)}
            >
              <bdi>{plain(r.title)}</bdi>
            </Button>
          ))}
        </Group>
      )}
      {mark.error && (
        <Alert color="red" p={6} mt={4} role="alert">
          {mark.error.message}
        </Alert>
      )}
    </div>
  );
}

// Helped is the visitor's word on an answer.
export function Helped({ message: m }: { message: Message }) {
  const said = m.marks?.helpful;
  if (!said) return null;
  return (
    <Text component="p" size="xs" c={said.helped ? 'dimmed' : undefined} fw={said.helped ? undefined : 600}>
      {said.helped ? 'The visitor says that this helped.' : 'The visitor says that this did not help.'}
    </Text>
  );
}
