import { Button, Group, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { plain } from '../../../lib/links';
import type { Bubble, Held } from '../../../lib/wire';
import { useNow } from '../app/clock';
import { useApp } from '../app/context';
import { filtersOf } from '../inbox/filter';
import { ButtonLink } from '../parts/links';
import { useDecide, useHeld } from './queries';

// HeldAnswers are the bot's unsure answers that wait for a person, with the time that is left.
export function HeldAnswers() {
  const { live } = useApp();
  const now = useNow() - Date.now() + live.now();
  const { data = [] } = useHeld();
  const waiting = data.filter((h) => Date.parse(h.until) > now);
  if (!waiting.length) return null;
  return (
    <section aria-label="Answers that wait for a person">
      {waiting.map((h) => (
        <Waiting key={h.message} held={h} left={Math.ceil((Date.parse(h.until) - now) / 1000)} />
      ))}
    </section>
  );
}

// besides is all of an answer that no text has: buttons, cards, a form, a file.
const besides = (bubbles: Bubble[]) =>
  bubbles.flatMap((b) =>
    [
      ...(b.options ?? []).map((o) => o.title),
      ...(b.cards ?? []).flatMap((c) => [c.title, ...(c.options ?? []).map((o) => o.title)]),
      ...(b.form?.fields ?? []).map((f) => f.label),
      b.media && (b.media.name ?? 'A file'),
    ]
      .filter((words) => !!words)
      .map(String),
  );

const briefed = (s: Record<string, unknown>) => ({ ...filtersOf(s), brief: true as const });

function Waiting({ held, left }: { held: Held; left: number }) {
  const words = held.bubbles.map((b) => b.text ?? '').join('\n');
  const [text, setText] = useState(words);
  const decide = useDecide();
  const changed = text !== words;
  const more = besides(held.bubbles);
  return (
    <article className="held" aria-label={`Waits: ${plain(held.question)}`}>
      <p className="held-asked">
        <bdi>“{plain(held.question)}”</bdi>
      </p>
      <Textarea
        label="The bot would answer"
        dir="auto"
        autosize
        minRows={1}
        maxRows={6}
        maxLength={4096}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      {more.length > 0 && (
        <Text size="xs" mt={4} c="dimmed">
          {changed ? 'Not sent with your words' : 'Sent with it'}: <bdi>{more.map(plain).join(' · ')}</bdi>
        </Text>
      )}
      <Group gap="xs" mt="xs">
        <Button
          size="xs"
          loading={decide.isPending}
          disabled={changed && !text.trim()}
          onClick={() => decide.mutate(changed ? { held, act: 'change', text } : { held, act: 'send' })}
        >
          {changed ? 'Send your words' : 'Send as it is'}
        </Button>
        <Button size="xs" variant="default" onClick={() => decide.mutate({ held, act: 'drop' })}>
          Say nothing
        </Button>
        <ButtonLink
          to="/inbox/$queue/$conversation"
          params={{ queue: 'bot', conversation: held.conversation }}
          search={briefed}
          size="xs"
          variant="default"
        >
          Watch
        </ButtonLink>
        <Text size="xs" c="dimmed" role="timer">
          {held.then === 'send' ? 'It goes out' : 'The team gets the talk'} in {left} s
        </Text>
      </Group>
    </article>
  );
}
