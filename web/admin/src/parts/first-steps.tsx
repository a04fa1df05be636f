import { Card, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { read } from '../app/reads';

const soon = 10_000; // ms: each step turns green by itself

// FirstSteps leads a new owner from nothing to a first chat. Each step's state is derived from
// the team's data; once all are done, the list is gone.
export function FirstSteps() {
  const { me } = useApp();
  return may(me.role, 'owner') ? <Steps /> : null;
}

function Steps() {
  const steps = useSteps();
  if (!steps || steps.every((s) => s.done)) return null;
  return (
    <Card withBorder component="section" aria-label="First steps" maw={560} w="100%" mx="auto" my="md">
      <Title order={2} size="h5" mb="xs">
        First steps
      </Title>
      <Stack gap="sm" component="ol">
        {steps.map((s) => (
          <li key={s.section} className="first-step" data-done={s.done}>
            {s.done ? (
              <IconCircleCheck size={22} color="var(--mantine-color-teal-filled)" aria-hidden />
            ) : (
              <IconCircleDashed size={22} color="var(--dim)" aria-hidden />
            )}
            <div>
              <Link to="/settings/$section" params={{ section: s.section }}>
                {s.title}
              </Link>
              <span className="vh">{s.done ? ' (done)' : ' (not done yet)'}</span>
              <Text size="sm" c="dimmed">
                {s.why}
              </Text>
            </div>
          </li>
        ))}
      </Stack>
    </Card>
  );
}

// useSteps gives the steps that a team needs to begin, and which of them are done.
function useSteps() {
  const { api } = useApp();
  const sites = useQuery({ ...read(api, '/v1/sites'), refetchInterval: soon });
  const members = useQuery({ ...read(api, '/v1/members'), refetchInterval: soon });
  const numbers = useQuery({ ...read(api, '/v1/numbers'), refetchInterval: soon });
  const bots = useQuery(read(api, '/v1/bots'));
  const each = useQueries({
    queries: (bots.data?.rows ?? []).map((b) => ({
      ...read(api, '/v1/bots/{bot}', { path: { bot: b.id } }),
      refetchInterval: soon,
    })),
  });
  if (!sites.data || !members.data || !numbers.data || !bots.data || each.some((b) => !b.data)) return undefined;
  return [
    {
      section: 'sites',
      title: 'Install the chat on your site',
      why: 'Copy the snippet to your pages. Visitors appear from then on.',
      done: sites.data.rows.some((s) => s.seenAt),
    },
    {
      section: 'bots',
      title: 'Teach the bot your answers',
      why: 'Write a greeting and the questions that people ask, and publish them.',
      done: each.some((b) => b.data!.kind !== 'script' || (b.data!.script ?? 0) > 1),
    },
    {
      section: 'team',
      title: 'Invite your team',
      why: 'People who answer when the bot cannot.',
      done: members.data.rows.length + members.data.invited.length > 1,
    },
    {
      section: 'whatsapp',
      title: 'Connect WhatsApp',
      why: 'Its conversations arrive in the same inbox.',
      done: numbers.data.rows.length > 0,
    },
  ];
}
