import { Alert, Button, Card, Select, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';
import { Keep } from './keep';
import { useBots } from './number-bots';
import { Secret } from './number-secret';
import { fault, Wrong } from './parts';

const empty = { id: '', waba: '', bot: '', token: '', appSecret: '', verifyToken: '' };

// Bind connects a number, if Meta says that its token controls it.
export function Bind() {
  const { api } = useApp();
  const refresh = useRefresh();
  const bots = useBots();
  const [draft, setDraft] = useState(empty);
  const bot = draft.bot || bots[0]?.value || '';
  const bind = useMutation({
    mutationFn: () => ok(api.POST('/v1/numbers', { body: { ...draft, bot } })),
    onSuccess: () => {
      setDraft(empty);
      return refresh('/v1/numbers');
    },
  });
  const change = (to: Partial<typeof empty>) => setDraft({ ...draft, ...to });
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
        <Ids draft={draft} error={bind.error} change={change} />
        <Select
          label="Bot"
          value={bot || null}
          allowDeselect={false}
          data={bots}
          onChange={(to) => change({ bot: to ?? '' })}
        />
        <Secrets draft={draft} error={bind.error} change={change} />
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

interface Fields {
  draft: typeof empty;
  error: Error | null;
  change: (to: Partial<typeof empty>) => void;
}

function Ids({ draft, error, change }: Fields) {
  return (
    <>
      <TextInput
        label="Phone number id"
        inputMode="numeric"
        required
        value={draft.id}
        error={fault(error, 'id')}
        onChange={(e) => change({ id: e.currentTarget.value })}
      />
      <TextInput
        label="WhatsApp Business account id"
        inputMode="numeric"
        required
        value={draft.waba}
        error={fault(error, 'waba')}
        onChange={(e) => change({ waba: e.currentTarget.value })}
      />
    </>
  );
}

function Secrets({ draft, error, change }: Fields) {
  const field = (name: 'token' | 'appSecret' | 'verifyToken') => ({
    required: true,
    value: draft[name],
    error: fault(error, name),
    change: (to: string) => change({ [name]: to }),
  });
  return (
    <>
      <Secret label="Access token" description="A permanent token of a system user" {...field('token')} />
      <Secret label="App secret" {...field('appSecret')} />
      <Secret
        label="Verify token"
        description="Make one up; Meta asks for it when you enter the webhook"
        {...field('verifyToken')}
      />
    </>
  );
}
