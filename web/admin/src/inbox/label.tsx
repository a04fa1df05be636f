import { Checkbox, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useMutationState } from '@tanstack/react-query';
import type { Conversation } from '../../../lib/wire';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';
import { idsOf, useLabels } from '../parts/labels';
import { ButtonLink } from '../parts/links';
import { inTurn } from './queries';

interface Change {
  add?: string[];
  remove?: string[];
}

// useLabelling adds a label to a conversation or takes it off. has tells which labels it will have: a box shows at once
// the labels that were asked for.
function useLabelling(c: Conversation) {
  const { api } = useApp();
  const refresh = useRefresh();
  const path = { conversation: c.id };
  const mutationKey = ['labels', c.id];
  const asked = useMutationState({
    filters: { mutationKey, status: 'pending' },
    select: ({ state }) => state.variables as Change,
  });
  const had = idsOf(c);
  const has = (id: string) =>
    asked.reduce((on, { add, remove }) => !!add?.includes(id) || (on && !remove?.includes(id)), had.includes(id));
  const { mutate } = useMutation({
    mutationKey,
    scope: inTurn(c.id),
    networkMode: 'always',
    mutationFn: (body: Change) => ok(api.POST('/v1/conversations/{conversation}/labels', { params: { path }, body })),
    onError: (error) => notifications.show({ color: 'red', title: 'Not labelled', message: error.message }),
    onSettled: () => Promise.all([refresh('/v1/conversations/{conversation}', { path }), refresh('/v1/conversations')]),
  });
  return { has, change: mutate };
}

interface Props {
  conversation: Conversation;
  opened: boolean;
  close: () => void;
}

// LabelDialogue shows the team's labels, and which of them a conversation has.
export function LabelDialogue({ conversation: c, opened, close }: Props) {
  return (
    <Modal opened={opened} onClose={close} title="Labels" centered size="sm">
      <Choice conversation={c} />
    </Modal>
  );
}

function Choice({ conversation: c }: { conversation: Conversation }) {
  const { me } = useApp();
  const labels = useLabels();
  const { has, change } = useLabelling(c);
  if (!labels.length)
    return (
      <Text size="sm">
        Your team has no labels yet.{' '}
        {may(me.role, 'lead') ? 'Make them under Settings, Labels.' : 'A lead makes them under Settings, Labels.'}
        <br />
        {may(me.role, 'lead') && (
          <ButtonLink to="/settings/$section" params={{ section: 'labels' }} size="xs" variant="light" mt="sm">
            Make labels
          </ButtonLink>
        )}
      </Text>
    );
  return (
    <Stack gap="xs">
      {labels.map((l) => (
        <Checkbox
          key={l.id}
          label={l.name}
          color={l.color ?? 'gray'}
          checked={has(l.id!)}
          onChange={(e) => change(e.currentTarget.checked ? { add: [l.id!] } : { remove: [l.id!] })}
        />
      ))}
    </Stack>
  );
}
