import { Alert, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import type { Site } from '../../../lib/wire';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';
import { Confirm } from '../parts/confirm';
import { Wrong } from './parts';

// ReplaceKey gives a site another key, once that is confirmed.
export function ReplaceKey({ site, version, done }: { site: Site; version: number; done: (key?: string) => void }) {
  const { api } = useApp();
  const refresh = useRefresh();
  const [asking, { open, close }] = useDisclosure();
  const rotate = useMutation({
    mutationFn: () =>
      ok(api.POST('/v1/sites/{site}/rotate', { params: { path: { site: site.key } }, body: { version } })),
    onSuccess: (made) => {
      close();
      void refresh('/v1/sites');
      done(made.key);
    },
  });
  return (
    <>
      <Button variant="default" onClick={open}>
        Replace the key
      </Button>
      <Confirm
        opened={asking}
        title="Replace the key of this site?"
        stay="Keep it"
        go="Replace"
        color="teal"
        busy={rotate.isPending}
        close={close}
        act={() => rotate.mutate()}
      >
        <Alert color="yellow" mb="md">
          You get another snippet. Pages using the current key keep working for a week.
        </Alert>
        <Wrong error={rotate.error} reload={() => void refresh('/v1/sites').then(() => done(undefined))} />
      </Confirm>
    </>
  );
}
