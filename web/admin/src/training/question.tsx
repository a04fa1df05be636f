import { ActionIcon, Badge, Button, Group, Menu, Stack, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { components } from '../../../../api/gen/schemas.gen';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { read, useRefresh } from '../app/reads';
import { count, counted, countryName, shortTime } from '../parts/format';
import { languageName } from '../parts/languages';
import { AnchorLink, ButtonLink } from '../parts/links';
import { Wrong } from '../settings/parts';
import { causes, type Question, questionStates } from './words';

type Decision = components['schemas']['QuestionDecision'];

// useDecide decides about a row, and reads the rows anew.
export function useDecide(q: Question) {
  const { api } = useApp();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (d: Omit<Decision, 'version'>) =>
      ok(
        api.POST('/v1/knowledge/questions/{question}', {
          params: { path: { question: q.id } },
          body: { version: q.version, ...d },
        }),
      ),
    onSettled: () => Promise.all([refresh('/v1/knowledge/questions'), refresh('/v1/knowledge/questions/{question}')]),
  });
}

// Row is one question, in all its wordings.
export function Row({ question: q }: { question: Question }) {
  const [all, showAll] = useState(false);
  const decide = useDecide(q);
  return (
    <li className="entry" data-question={q.question}>
      <Stack gap={4} className="grow">
        <Group gap="xs">
          <Text fw={600} lineClamp={3}>
            <bdi>{q.question}</bdi>
          </Text>
          {q.state !== 'open' && (
            <Badge size="sm" variant="light">
              {questionStates[q.state]}
            </Badge>
          )}
        </Group>
        <Group gap="xs">
          <Text size="xs" c="dimmed">
            {counted(q.people, 'person', 'people')}, {counted(q.asked, 'time', 'times')}, last {shortTime(q.last)}.{' '}
            {causes[q.wordings[0]!.cause]}
            {q.by && `. Decided by ${q.by}`}
          </Text>
          <Trend days={q.byDay} />
        </Group>
        <Facts question={q} />
        <Wordings question={q} all={all} />
        <Suggested question={q} decide={decide} />
        <Wrong error={decide.error} />
        <Group gap="xs">
          <ButtonLink
            size="compact-sm"
            to="/training/$entry"
            params={{ entry: q.entry ?? 'new' }}
            search={{ question: q.id }}
          >
            {q.entry ? 'Open its entry' : 'Answer it'}
          </ButtonLink>
          {q.total > 1 && (
            <Button size="compact-sm" variant="subtle" aria-expanded={all} onClick={() => showAll(!all)}>
              {all ? 'Fewer wordings' : `All ${q.total} wordings`}
            </Button>
          )}
        </Group>
      </Stack>
      <Fates question={q} decide={decide} />
    </li>
  );
}

const channels: Record<string, string> = { web: 'Website', whatsapp: 'WhatsApp' };

// Facts are the goals that were lost after a question, the places from which it came, and the people whom its entry
// helped.
function Facts({ question: q }: { question: Question }) {
  const from = [
    ...q.sources.map((s) => `${channels[s.name] ?? s.name} ${count(s.people)}`),
    ...q.places.map((p) => `${countryName(p.name)} ${count(p.people)}`),
  ];
  return (
    <>
      {q.lost > 0 && (
        <Text size="xs" c="red">
          {counted(q.lost, 'goal was', 'goals were')} begun and not reached in these conversations
        </Text>
      )}
      {from.length > 0 && (
        <Text size="xs" c="dimmed">
          {from.join(' · ')}
        </Text>
      )}
      {q.helped > 0 && (
        <Text size="xs" c="teal">
          Its entry helped {counted(q.helped, 'person', 'people')}
        </Text>
      )}
    </>
  );
}

// Trend is how many people asked on each day.
function Trend({ days }: { days: number[] }) {
  const most = Math.max(1, ...days);
  return (
    <svg className="trend" viewBox={`0 0 ${days.length * 3} 12`} role="img" aria-label={`By day: ${days.join(', ')}`}>
      {days.map((n, i) => (
        <rect key={i} x={i * 3} width={2} y={12 - (12 * n) / most} height={(12 * n) / most} />
      ))}
    </svg>
  );
}

// Wordings are the latest ones, or all of them, each with a way to the conversation and out of the row.
function Wordings({ question: q, all }: { question: Question; all: boolean }) {
  const { api } = useApp();
  const whole = useQuery({
    ...read(api, '/v1/knowledge/questions/{question}', { path: { question: q.id } }),
    enabled: all,
  });
  const of = all && whole.data ? whole.data : q;
  const decide = useDecide(of);
  return (
    <>
      <ul className="wordings">
        {of.wordings.map((w) => (
          <li key={`${w.bot} ${w.id}`}>
            <Text size="sm" span>
              <bdi>{w.question}</bdi>
            </Text>{' '}
            <Text size="xs" c="dimmed" span>
              {w.language && languageName(w.language)}
            </Text>{' '}
            {w.conversation && (
              <AnchorLink
                size="xs"
                to="/inbox/$queue/$conversation"
                params={{ queue: 'bot', conversation: w.conversation }}
                search={{ message: w.message }}
                aria-label={`Open the conversation: ${w.question}`}
              >
                Open
              </AnchorLink>
            )}{' '}
            {of.left.includes(w.id) && (
              <Badge size="xs" color="orange" variant="light">
                Not answered by its entry
              </Badge>
            )}{' '}
            {all && q.total > 1 && (
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={`Another question: ${w.question}`}
                onClick={() => decide.mutate({ split: [w.id] })}
              >
                Another question
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Wrong error={decide.error ?? whole.error} />
    </>
  );
}

type Decide = { question: Question; decide: ReturnType<typeof useDecide> };

// Suggested are the rows that may be the same question, and the wordings that may be another.
function Suggested({ question: q, decide }: Decide) {
  if (!q.like.length && !q.apart.length) return null;
  return (
    <details>
      <summary>
        <Text size="xs" span>
          {q.like.length ? 'Looks like the same as' : 'Perhaps two questions'}
        </Text>
      </summary>
      {q.like.map((l) => (
        <Group key={l.id} gap="xs" wrap="nowrap">
          <Text size="sm">
            <bdi>{l.question}</bdi>
          </Text>
          <Button
            size="compact-xs"
            variant="default"
            className="whole"
            aria-label={`The same question: ${l.question}`}
            loading={decide.isPending}
            onClick={() => decide.mutate({ join: l.id, joined: l.version })}
          >
            The same
          </Button>
        </Group>
      ))}
      {q.apart.length > 0 && (
        <Button
          size="compact-xs"
          variant="subtle"
          loading={decide.isPending}
          onClick={() => decide.mutate({ split: q.apart })}
        >
          Split off {counted(q.apart.length, 'wording', 'wordings')} that came last
        </Button>
      )}
    </details>
  );
}

// Fates take a question off the list, or put it back.
function Fates({ question: q, decide }: Decide) {
  const settled = q.state !== 'open' && q.state !== 'quiet';
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" aria-label={`More about ${q.question}`}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {settled && <Menu.Item onClick={() => decide.mutate({ state: 'open' })}>Open it again</Menu.Item>}
        {q.state !== 'never' && (
          <Menu.Item onClick={() => decide.mutate({ state: 'never' })}>Never answer this</Menu.Item>
        )}
        {q.state !== 'not_question' && (
          <Menu.Item onClick={() => decide.mutate({ state: 'not_question' })}>This is not a question</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
