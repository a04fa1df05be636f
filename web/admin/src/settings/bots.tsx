import { Badge, Button, Card, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { type Answer, read, useRefresh } from '../app/reads';
import { ButtonLink } from '../parts/links';
import { Broken, Loading } from '../parts/states';
import { type Hold, HoldField } from './hold';
import { Keep } from './keep';
import { Model, type ModelChange } from './model';
import { fault, Once, Wrong } from './parts';

// Bots lists the bots, and makes one.
export function Bots() {
  const { api, me } = useApp();
  const refresh = useRefresh();
  const list = useQuery(read(api, '/v1/bots'));
  const [name, setName] = useState('');
  const add = useMutation({
    mutationFn: () => ok(api.POST('/v1/bots', { body: { name } })),
    onSuccess: () => {
      setName('');
      return refresh('/v1/bots');
    },
  });
  if (list.isPending) return <Loading />;
  if (list.error) return <Broken error={list.error} retry={() => void list.refetch()} />;
  return (
    <div className="cards2">
      {list.data.rows.map((b) => (
        <Bot key={b.id} id={b.id} />
      ))}
      {may(me.role, 'owner') && (
        <Card withBorder>
          <Title order={2} size="h5" mb="xs">
            Another bot
          </Title>
          <form onSubmit={prevented(() => add.mutate())}>
            <Keep unsaved={!!name && !add.isPending} />
            <TextInput
              label="Name"
              description="Visitors see it"
              maxLength={60}
              error={fault(add.error, 'name')}
              value={name}
              onChange={(e) => setName(e.currentTarget.value)}
            />
            <Wrong error={add.error} shown={['name']} />
            <Button type="submit" size="xs" mt="sm" loading={add.isPending} disabled={!name.trim()}>
              Create a bot
            </Button>
          </form>
        </Card>
      )}
    </div>
  );
}

type BotData = Answer<'/v1/bots/{bot}'>;
type Changes = { name?: string; endpoint?: string; paused?: boolean; hold?: Hold } & ModelChange;

// useBot reads a bot, and changes it.
function useBot(id: string) {
  const { api } = useApp();
  const queries = useQueryClient();
  const refresh = useRefresh();
  const params = { path: { bot: id } };
  const bot = useQuery(read(api, '/v1/bots/{bot}', params));
  const [draft, setDraft] = useState<Changes>({});
  const [secret, setSecret] = useState<string>();
  const change = useMutation({
    mutationFn: (to: Changes) =>
      ok(api.PATCH('/v1/bots/{bot}', { params, body: { version: bot.data!.version, ...to } })),
    onSuccess: (saved) => {
      setDraft({});
      queries.setQueryData(read(api, '/v1/bots/{bot}', params).queryKey, saved);
      return refresh('/v1/bots');
    },
  });
  const rotate = useMutation({
    mutationFn: () => ok(api.POST('/v1/bots/{bot}/secret', { params })),
    onSuccess: (made) => {
      setSecret(made.secret);
      void bot.refetch();
    },
  });
  return { bot, draft, setDraft, secret, setSecret, change, rotate };
}
type Editing = ReturnType<typeof useBot>;

function Bot({ id }: { id: string }) {
  const { me } = useApp();
  const editing = useBot(id);
  const { bot, draft, change, rotate, secret, setSecret } = editing;
  if (!bot.data) return <Card withBorder>{bot.error ? <Broken error={bot.error} /> : <Loading />}</Card>;
  const b = bot.data;
  const owner = may(me.role, 'owner');
  const changed = (draft.name ?? b.name) !== b.name || (draft.endpoint ?? b.endpoint) !== b.endpoint;
  return (
    <Card withBorder data-bot={b.name}>
      <Keep unsaved={changed && !change.isPending} />
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          <bdi>{b.name}</bdi>
        </Title>
        <Badge variant="light" color={b.paused ? 'orange' : 'teal'}>
          {b.paused ? 'Paused' : b.kind === 'script' ? 'Answers from a script' : 'Your own bot'}
        </Badge>
      </Group>
      <Stack gap="xs">
        {b.kind === 'script' && <Text size="sm">Version {b.script} of its script is in force.</Text>}
        {owner && <Fields bot={b} editing={editing} />}
        <HoldField
          value={b.hold ?? ''}
          disabled={!owner || change.isPending}
          change={(hold) => change.mutate({ hold })}
        />
        {owner && (
          <Model
            bot={b}
            error={change.error}
            pending={change.isPending}
            save={(to, done) => change.mutate(to, { onSuccess: done })}
          />
        )}
        <Wrong
          error={change.error ?? rotate.error}
          shown={['name', 'endpoint', 'model']}
          reload={() => void bot.refetch()}
        />
        <Buttons bot={b} editing={editing} owner={owner} />
        {b.paused && (
          <Text size="sm" c="dimmed">
            While it is paused, everyone who writes waits for a person.
          </Text>
        )}
      </Stack>
      <Once secret={secret} what="The secret that signs our calls to your bot" close={() => setSecret(undefined)} />
    </Card>
  );
}

function Fields({ bot: b, editing: { draft, setDraft, change } }: { bot: BotData; editing: Editing }) {
  return (
    <>
      <TextInput
        label="Name"
        maxLength={60}
        error={fault(change.error, 'name')}
        value={draft.name ?? b.name}
        onChange={(e) => setDraft({ ...draft, name: e.currentTarget.value })}
      />
      {b.kind === 'webhook' && (
        <TextInput
          label="Address"
          type="url"
          error={fault(change.error, 'endpoint')}
          value={draft.endpoint ?? b.endpoint ?? ''}
          onChange={(e) => setDraft({ ...draft, endpoint: e.currentTarget.value })}
        />
      )}
    </>
  );
}

interface ButtonsProps {
  bot: BotData;
  editing: Editing;
  owner: boolean;
}

function Buttons({ bot: b, editing: { draft, change, rotate }, owner }: ButtonsProps) {
  return (
    <Group gap="xs">
      {b.kind === 'script' && (
        <ButtonLink size="xs" to="/settings/bots/$bot" params={{ bot: b.id }}>
          Edit the script
        </ButtonLink>
      )}
      {owner && (
        <Button
          size="xs"
          variant="light"
          disabled={draft.name === undefined && draft.endpoint === undefined}
          loading={change.isPending}
          onClick={() => change.mutate(draft)}
        >
          Save
        </Button>
      )}
      {owner && (
        <Button size="xs" variant="default" onClick={() => change.mutate({ paused: !b.paused })}>
          {b.paused ? 'Resume' : 'Pause'}
        </Button>
      )}
      {owner && b.kind === 'webhook' && (
        <Button size="xs" variant="default" onClick={() => rotate.mutate()}>
          New secret
        </Button>
      )}
    </Group>
  );
}
