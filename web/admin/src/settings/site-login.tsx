import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Site } from '../../../lib/wire';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';
import { Confirm } from '../parts/confirm';
import { fullTime } from '../parts/format';
import { Once, Wrong } from './parts';

// useLogin makes, replaces and removes the secret with which a site's server signs who is signed in.
function useLogin(site: string) {
  const { api } = useApp();
  const refresh = useRefresh();
  const params = { path: { site } };
  const [secret, setSecret] = useState<string>();
  const [asks, setAsks] = useState<'replace' | 'off'>();
  const done = () => {
    setAsks(undefined);
    return refresh('/v1/sites');
  };
  const make = useMutation({
    mutationFn: () => ok(api.POST('/v1/sites/{site}/login', { params })),
    onSuccess: (made) => {
      setSecret(made.secret);
      return done();
    },
  });
  const drop = useMutation({
    mutationFn: () => ok(api.DELETE('/v1/sites/{site}/login', { params })),
    onSuccess: done,
  });
  return { secret, setSecret, asks, setAsks, make, drop };
}

// SiteLogin is whether a site says who is signed in on it.
export function SiteLogin({ site: { key, login } }: { site: Site }) {
  const { secret, setSecret, asks, setAsks, make, drop } = useLogin(key);
  const replaces = asks === 'replace';
  return (
    <section aria-label="Signed login">
      <Text size="sm" mt="sm">
        {login ? `Signed login: on, with a secret of ${fullTime(login.since)}.` : 'Signed login: off.'}{' '}
        {login?.until && Date.parse(login.until) > Date.now()
          ? `The secret before it holds until ${fullTime(login.until)}.`
          : !login && 'With it your server says who is signed in, and a user’s devices are one person here.'}
      </Text>
      <Group gap="xs" mt={4}>
        <Button
          size="xs"
          variant="default"
          loading={make.isPending}
          onClick={() => (login ? setAsks('replace') : make.mutate())}
        >
          {login ? 'Replace the secret' : 'Make a secret'}
        </Button>
        {login && (
          <Button size="xs" variant="default" onClick={() => setAsks('off')}>
            Switch off
          </Button>
        )}
      </Group>
      <Wrong error={make.error ?? drop.error} />
      <Confirm
        opened={!!asks}
        title={replaces ? 'Replace the secret of this site’s logins?' : 'Switch off signed logins?'}
        stay="Cancel"
        go={replaces ? 'Replace' : 'Switch off'}
        color={replaces ? 'teal' : undefined}
        busy={make.isPending || drop.isPending}
        close={() => setAsks(undefined)}
        act={() => (replaces ? make : drop).mutate()}
      >
        <Text size="sm">
          {replaces
            ? 'Logins under the current secret hold for 24 hours more, so that you can change your servers one by one.'
            : 'Nobody is known by a login any more. People who are joined stay so.'}
        </Text>
      </Confirm>
      <Once secret={secret} what="The secret with which your server signs logins" close={() => setSecret(undefined)} />
    </section>
  );
}
