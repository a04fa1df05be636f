import { Alert, Button, Card, Group, List, Select, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { components } from '../../../../api/gen/schemas.gen';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';
import { Confirm } from '../parts/confirm';
import { Keep } from './keep';
import { Templates } from './news';
import { useBots } from './number-bots';
import { Secret } from './number-secret';
import { Copied, fault, Wrong } from './parts';

type NumberSettings = components['schemas']['NumberSettings'];
type Findings = components['schemas']['NumberCheck']['findings'];

const none = { token: '', appSecret: '', verifyToken: '' };
type Secrets = typeof none;

// useNumber changes, checks and disconnects a number.
function useNumber(n: NumberSettings) {
  const { api } = useApp();
  const refresh = useRefresh();
  const [secrets, setSecrets] = useState(none);
  const params = { path: { number: n.id } };
  const done = () => refresh('/v1/numbers');
  const check = useMutation({
    mutationFn: () => ok(api.POST('/v1/numbers/{number}/check', { params })),
    onSuccess: done,
  });
  const change = useMutation({
    mutationFn: (to: Partial<Secrets> & { bot?: string }) =>
      ok(api.PATCH('/v1/numbers/{number}', { params, body: { version: n.version, ...to } })),
    onSuccess: () => {
      setSecrets(none);
      return done();
    },
  });
  const drop = useMutation({ mutationFn: () => ok(api.DELETE('/v1/numbers/{number}', { params })), onSuccess: done });
  return { secrets, setSecrets, check, change, drop, done };
}
type Editing = ReturnType<typeof useNumber>;

// Bound is a connected number: whether it works, its bot, and the settings to enter at Meta.
export function Bound({ number: n }: { number: NumberSettings }) {
  const bots = useBots();
  const number = useNumber(n);
  const { check, change, drop } = number;
  return (
    <Card withBorder>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          +{n.display}
        </Title>
        <Button size="xs" variant="light" loading={check.isPending} onClick={() => check.mutate()}>
          Check it now
        </Button>
      </Group>
      <Stack gap="xs">
        {n.stopped && (
          <Alert color="red" role="alert">
            {n.stopped} Nothing is sent until a check succeeds.
          </Alert>
        )}
        <Text size="sm" c="dimmed">
          Number {n.id}, account {n.waba}
        </Text>
        {check.data && <Found findings={check.data.findings} />}
        <Select
          label="Bot"
          value={n.bot}
          allowDeselect={false}
          data={bots}
          onChange={(bot) => bot && change.mutate({ bot })}
        />
        <ForMeta number={n} />
        <Templates number={n.id} />
        <NewSecrets number={number} />
        <Wrong
          error={check.error ?? change.error ?? drop.error}
          shown={Object.keys(none)}
          reload={() => void number.done()}
        />
        <Buttons number={number} display={n.display} />
      </Stack>
    </Card>
  );
}

function Found({ findings }: { findings: Findings }) {
  return (
    <List spacing={4} size="sm" aria-label="Result of the check" center>
      {findings.map((f) => (
        <List.Item
          key={f.text}
          icon={
            <ThemeIcon size={20} radius="xl" color={f.ok ? 'teal' : 'orange'}>
              {f.ok ? <IconCheck size={14} /> : <IconAlertTriangle size={14} />}
            </ThemeIcon>
          }
        >
          {f.text}
        </List.Item>
      ))}
    </List>
  );
}

// ForMeta shows the settings to enter at Meta.
function ForMeta({ number: n }: { number: NumberSettings }) {
  return (
    <>
      <Text size="sm" fw={500}>
        Webhook for Meta
      </Text>
      <Copied label="Webhook" text={location.origin + n.webhook} />
      {n.flows && (
        <>
          <Text size="sm" fw={500}>
            Endpoint of Flows for Meta
          </Text>
          <Copied label="Endpoint of Flows" text={location.origin + n.flows} />
        </>
      )}
    </>
  );
}

function NewSecrets({ number: { secrets, setSecrets, change } }: { number: Editing }) {
  const field = (name: keyof Secrets) => ({
    value: secrets[name],
    error: fault(change.error, name),
    change: (to: string) => setSecrets({ ...secrets, [name]: to }),
  });
  return (
    <>
      <Secret label="New access token" description="The current token is hidden" {...field('token')} />
      <Secret
        label="New app secret"
        description="The previous secret stays valid until the next change"
        {...field('appSecret')}
      />
      <Secret label="New verify token" {...field('verifyToken')} />
    </>
  );
}

function Buttons({ number: { secrets, change, drop }, display }: { number: Editing; display: string }) {
  const [leaving, { open, close }] = useDisclosure();
  const given = Object.fromEntries(Object.entries(secrets).filter(([, v]) => v));
  const any = Object.keys(given).length > 0;
  return (
    <Group justify="space-between">
      <Keep unsaved={any && !change.isPending} />
      <Button size="xs" disabled={!any} loading={change.isPending} onClick={() => change.mutate(given)}>
        Replace
      </Button>
      <Button size="xs" variant="subtle" color="red" onClick={open}>
        Disconnect
      </Button>
      <Confirm
        opened={leaving}
        title={`Disconnect +${display}?`}
        stay="Keep"
        go="Disconnect"
        busy={drop.isPending}
        close={close}
        act={() => drop.mutate()}
      >
        <Text size="sm">Messages to this number are no longer accepted, and none are sent. Conversations stay.</Text>
      </Confirm>
    </Group>
  );
}
