import { ActionIcon, Button, Card, Group, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import type { CannedReply } from '../../../lib/wire';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { read, useRefresh } from '../app/reads';
import { Broken, Loading } from '../parts/states';
import { Keep } from './keep';
import { fault, Wrong } from './parts';

// Canned is the texts that the team sends often, for leads to add to and to delete from.
export function Canned() {
  const { api, me } = useApp();
  const refresh = useRefresh();
  const list = useQuery(read(api, '/v1/canned-replies'));
  const done = () => refresh('/v1/canned-replies');
  const drop = useMutation({
    mutationFn: (reply: string) => ok(api.DELETE('/v1/canned-replies/{reply}', { params: { path: { reply } } })),
    onSuccess: done,
  });
  const lead = may(me.role, 'lead');
  return (
    <Card withBorder>
      <Title order={2} size="h5">
        Canned replies
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        The whole team can insert them with the button beside the reply field.
      </Text>
      {list.isPending ? (
        <Loading />
      ) : list.error ? (
        <Broken error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Stack gap="xs">
          {list.data.rows.map((r) => (
            <Reply key={r.id} reply={r} drop={lead ? () => drop.mutate(r.id) : undefined} />
          ))}
          {!list.data.rows.length && (
            <Text size="sm" c="dimmed">
              None yet.
            </Text>
          )}
          <Wrong error={drop.error} />
          {lead && <Add done={done} />}
        </Stack>
      )}
    </Card>
  );
}

function Reply({ reply: r, drop }: { reply: CannedReply; drop?: () => void }) {
  return (
    <Group wrap="nowrap" justify="space-between" align="flex-start">
      <div>
        <Text size="sm" fw={600}>
          <bdi>{r.title}</bdi>
        </Text>
        <Text size="sm" c="dimmed" className="words" dir="auto">
          {r.text}
        </Text>
      </div>
      {drop && (
        <ActionIcon variant="subtle" color="gray" aria-label={`Delete "${r.title}"`} onClick={drop}>
          <IconTrash size={18} />
        </ActionIcon>
      )}
    </Group>
  );
}

function Add({ done }: { done: () => Promise<void> }) {
  const { api } = useApp();
  const [draft, setDraft] = useState({ title: '', text: '' });
  const add = useMutation({
    mutationFn: () => ok(api.POST('/v1/canned-replies', { body: draft })),
    onSuccess: () => {
      setDraft({ title: '', text: '' });
      return done();
    },
  });
  return (
    <form onSubmit={prevented(() => add.mutate())}>
      <Keep unsaved={!!(draft.title || draft.text) && !add.isPending} />
      <TextInput
        label="Title"
        maxLength={100}
        dir="auto"
        error={fault(add.error, 'title')}
        value={draft.title}
        onChange={(e) => setDraft({ ...draft, title: e.currentTarget.value })}
      />
      <Textarea
        label="Text"
        autosize
        minRows={2}
        maxLength={4096}
        dir="auto"
        error={fault(add.error, 'text')}
        value={draft.text}
        onChange={(e) => setDraft({ ...draft, text: e.currentTarget.value })}
      />
      <Wrong error={add.error} shown={['title', 'text']} />
      <Button
        type="submit"
        mt="xs"
        size="xs"
        loading={add.isPending}
        disabled={!draft.title.trim() || !draft.text.trim()}
      >
        Add
      </Button>
    </form>
  );
}
