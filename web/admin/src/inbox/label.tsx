import { Checkbox, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import type { Conversation } from '../../../lib/wire';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';
import { idsOf, useLabels } from '../parts/labels';
import { ButtonLink } from '../parts/links';
import { inTurn } from './queries';

// useLabelling adds a label to a conversation or takes it off.
function useLabelling(c: Conversation) {
  const { api } = useApp();
  const refresh = useRefresh();
  const path = { conversation: c.id };
  return useMutation({
    scope: inTurn(c.id),
    mutationFn: (body: { add?: string[]; remove?: string[] }) =>
      ok(api.POST('/v1/conversations/{conversation}/labels', { params: { path }, body })),
    onError: (error) => notifications.show({ color: 'red', title: 'Not labelled', message: error.message }),
    onSettled: () => Promise.all([refresh('/v1/conversations/{conversation}', { path }), refresh('/v1/conversations')]),
  });
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
  const labelling = useLabelling(c);
  const asked = labelling.isPending ? labelling.variables : undefined; // a box shows at once what was asked for
  const has = (id: string) => asked?.add?.includes(id) || (idsOf(c).includes(id) && !asked?.remove?.includes(id));
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
          disabled={labelling.isPending}
          onChange={(e) => labelling.mutate(e.currentTarget.checked ? { add: [l.id!] } : { remove: [l.id!] })}
        />
      ))}
    </Stack>
  );
}
