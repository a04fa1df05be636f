import { Alert, Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';
import { Wrong } from '../settings/parts';
import { useRenew } from './queries';
import type { Overview } from './words';

type Script = Overview['scripts'][number];

// Moves offers to move the questions that bots' scripts still have.
export const Moves = ({ scripts }: { scripts: Script[] }) => scripts.map((s) => <Move key={s.bot} script={s} />);

function Move({ script: s }: { script: Script }) {
  const { api } = useApp();
  const renew = useRenew();
  const refresh = useRefresh();
  const move = useMutation({
    mutationFn: () => ok(api.POST('/v1/knowledge/moves', { body: { bot: s.bot } })),
    onSuccess: () => Promise.all([renew(), refresh('/v1/bots')]),
  });
  return (
    <Alert color="gray" mb="md" data-move={s.name}>
      <Group justify="space-between">
        <span>
          The script of <bdi>{s.name}</bdi> has {s.questions} {s.questions === 1 ? 'question' : 'questions'}. Here they
          can be found, translated and published one by one. No answer changes.
          {move.data && move.data.left > 0 && ' These are too long for an entry, and stay there.'}
        </span>
        <Button size="xs" variant="light" loading={move.isPending} onClick={() => move.mutate()}>
          Move them here
        </Button>
      </Group>
      <Wrong error={move.error} />
    </Alert>
  );
}
