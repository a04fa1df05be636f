import {
  Alert,
  Button,
  Card,
  Group,
  List,
  Modal,
  PasswordInput,
  Select,
  Stack,
  Text,
  TextInput,
  ThemeIcon,
  Title,
} from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { components } from '../../../../api/gen/schemas.gen';
import { prevented } from '../../../lib/events';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { read, useRefresh } from '../app/reads';
import { Broken, Loading } from '../parts/states';
import { Keep } from './keep';
import { News, Templates } from './news';
import { Copied, fault, Wrong } from './parts';

type NumberSettings = components['schemas']['NumberSettings'];

// WhatsApp binds numbers, and says what is wrong with one.
export function WhatsApp() {
  const { api } = useApp();
  const list = useQuery(read(api, '/v1/numbers'));
  if (list.isPending) return <Loading />;
  if (list.error) return <Broken error={list.error} retry={() => void list.refetch()} />;
  return (
    <div className="cards2">
      {list.data.rows.map((n) => (
        <Bound key={n.id} number={n} />
      ))}
      <Bind />
      <News />
    </div>
  );
}

function useBots() {
  const { api } = useApp();
  const bots = useQuery(read(api, '/v1/bots'));
  return bots.data?.rows.map((b) => ({ value: b.id, label: b.name })) ?? [];
}

function Bound({ number: n }: { number: NumberSettings }) {
  const { api } = useApp();
  const refresh = useRefresh();
  const bots = useBots();
  const [secrets, setSecrets] = useState({ token: '', appSecret: '', verifyToken: '' });
  const [leaving, setLeaving] = useState(false);
  const path = { params: { path: { number: n.id } } };
  const done = () => refresh('/v1/numbers');
  const check = useMutation({ mutationFn: () => ok(api.POST('/v1/numbers/{number}/check', path)), onSuccess: done });
  const change = useMutation({
    mutationFn: (to: { bot?: string; token?: string; appSecret?: string; verifyToken?: string }) =>
      ok(api.PATCH('/v1/numbers/{number}', { ...path, body: { version: n.version, ...to } })),
    onSuccess: () => {
      setSecrets({ token: '', appSecret: '', verifyToken: '' });
      return done();
    },
  });
  const drop = useMutation({ mutationFn: () => ok(api.DELETE('/v1/numbers/{number}', path)), onSuccess: done });
  const given = Object.fromEntries(Object.entries(secrets).filter(([, v]) => v));
  return (
    <Card withBorder>
      <Keep unsaved={Object.keys(given).length > 0 && !change.isPending} />
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
        {check.data && (
          <List spacing={4} size="sm" aria-label="What was found" center>
            {check.data.findings.map((f) => (
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
        )}
        <Select
          label="Bot"
          value={n.bot}
          allowDeselect={false}
          data={bots}
          onChange={(bot) => bot && change.mutate({ bot })}
        />
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
        <Templates number={n.id} />
        <PasswordInput
          label="New access token"
          description="The one in use cannot be shown"
          autoComplete="off"
          value={secrets.token}
          error={fault(change.error, 'token')}
          onChange={(e) => setSecrets({ ...secrets, token: e.currentTarget.value })}
        />
        <PasswordInput
          label="New app secret"
          description="The previous one keeps working until the next change"
          autoComplete="off"
          value={secrets.appSecret}
          error={fault(change.error, 'appSecret')}
          onChange={(e) => setSecrets({ ...secrets, appSecret: e.currentTarget.value })}
        />
        <PasswordInput
          label="New verify token"
          autoComplete="off"
          value={secrets.verifyToken}
          error={fault(change.error, 'verifyToken')}
          onChange={(e) => setSecrets({ ...secrets, verifyToken: e.currentTarget.value })}
        />
        <Wrong
          error={check.error ?? change.error ?? drop.error}
          shown={Object.keys(secrets)}
          reload={() => void done()}
        />
        <Group justify="space-between">
          <Button
            size="xs"
            disabled={!Object.keys(given).length}
            loading={change.isPending}
            onClick={() => change.mutate(given)}
          >
            Replace
          </Button>
          <Button size="xs" variant="subtle" color="red" onClick={() => setLeaving(true)}>
            Disconnect
          </Button>
        </Group>
      </Stack>
      <Modal opened={leaving} onClose={() => setLeaving(false)} title={`Disconnect +${n.display}?`} centered>
        <Text size="sm">Messages to this number are no longer taken in, and none is sent. Conversations stay.</Text>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={() => setLeaving(false)}>
            Keep
          </Button>
          <Button color="red" loading={drop.isPending} onClick={() => drop.mutate()}>
            Disconnect
          </Button>
        </Group>
      </Modal>
    </Card>
  );
}

function Bind() {
  const { api } = useApp();
  const refresh = useRefresh();
  const bots = useBots();
  const empty = { id: '', waba: '', bot: '', token: '', appSecret: '', verifyToken: '' };
  const [draft, setDraft] = useState(empty);
  const bind = useMutation({
    mutationFn: () => ok(api.POST('/v1/numbers', { body: { ...draft, bot: draft.bot || bots[0]?.value || '' } })),
    onSuccess: () => {
      setDraft(empty);
      return refresh('/v1/numbers');
    },
  });
  const set = (name: keyof typeof empty) => (e: React.ChangeEvent<HTMLInputElement>) =>
    setDraft({ ...draft, [name]: e.currentTarget.value });
  return (
    <Card withBorder>
      <Keep unsaved={Object.values(draft).some(Boolean) && !bind.isPending} />
      <Title order={2} size="h5" mb="xs">
        Connect a number
      </Title>
      <Text size="sm" mb="sm">
        You find the ids in Meta’s settings of your WhatsApp Business account. We ask Meta whether the token controls
        the number before anything is stored.
      </Text>
      <form onSubmit={prevented(() => bind.mutate())}>
        <TextInput
          label="Phone number id"
          inputMode="numeric"
          required
          value={draft.id}
          error={fault(bind.error, 'id')}
          onChange={set('id')}
        />
        <TextInput
          label="WhatsApp Business account id"
          inputMode="numeric"
          required
          value={draft.waba}
          error={fault(bind.error, 'waba')}
          onChange={set('waba')}
        />
        <Select
          label="Bot"
          value={draft.bot || bots[0]?.value || null}
          allowDeselect={false}
          data={bots}
          onChange={(bot) => setDraft({ ...draft, bot: bot ?? '' })}
        />
        <PasswordInput
          label="Access token"
          description="Of a system user, permanent"
          required
          autoComplete="off"
          value={draft.token}
          error={fault(bind.error, 'token')}
          onChange={set('token')}
        />
        <PasswordInput
          label="App secret"
          required
          autoComplete="off"
          value={draft.appSecret}
          error={fault(bind.error, 'appSecret')}
          onChange={set('appSecret')}
        />
        <PasswordInput
          label="Verify token"
          description="Make one up; Meta asks for it when you enter the webhook"
          required
          autoComplete="off"
          value={draft.verifyToken}
          error={fault(bind.error, 'verifyToken')}
          onChange={set('verifyToken')}
        />
        <Wrong error={bind.error} shown={Object.keys(empty)} />
        {bind.isSuccess && (
          <Alert role="status" color="teal" mt="xs">
            Connected. Now enter its webhook at Meta.
          </Alert>
        )}
        <Button type="submit" mt="sm" size="xs" loading={bind.isPending}>
          Connect
        </Button>
      </form>
    </Card>
  );
}
