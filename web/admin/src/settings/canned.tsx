import { ActionIcon, Badge, Button, Card, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconPencil, IconSearch, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CannedReply } from '../../../lib/wire';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { read, useRefresh } from '../app/reads';
import { search } from '../inbox/fill';
import { languageName } from '../parts/languages';
import { Broken, Loading } from '../parts/states';
import { FileNames } from './canned-files';
import { CannedForm } from './canned-form';
import { Wrong } from './parts';

// Canned is the texts that one sends often, oneself and the team.
export function Canned() {
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">
        Canned replies
      </Title>
      <Replies />
    </Card>
  );
}

// Replies lists them. Each is edited where it stands: one's own by everybody who may write, the team's by leads.
export function Replies() {
  const { api, me } = useApp();
  const list = useQuery(read(api, '/v1/canned-replies'));
  const [query, setQuery] = useState('');
  const [adding, add] = useState(false);
  if (list.isPending) return <Loading />;
  if (!list.data) return <Broken error={list.error} retry={() => void list.refetch()} />; // an older list may have a form
  const { rows } = list.data;
  const found = search(rows, query);
  const changes = (r: CannedReply) => may(me.role, r.owner ? 'agent' : 'lead');
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        Type / in an empty line of a reply to insert one. It is inserted in the language of the visitor’s words, if it
        has that.
      </Text>
      {rows.length > 5 && (
        <TextInput
          size="xs"
          type="search"
          aria-label="Find a canned reply"
          placeholder="Find by title or words"
          leftSection={<IconSearch size={14} />}
          value={query}
          onChange={(e) => setQuery(e.currentTarget.value)}
        />
      )}
      {found.map((r) => (
        <Reply key={r.id + r.owner} reply={r} changes={changes(r)} />
      ))}
      {!found.length && (
        <Text size="sm" c="dimmed">
          {rows.length ? 'No canned reply has these words.' : 'None yet.'}
        </Text>
      )}
      {may(me.role, 'agent') &&
        (adding ? (
          <CannedForm close={() => add(false)} />
        ) : (
          <Group>
            <Button size="xs" variant="light" onClick={() => add(true)}>
              Add a reply
            </Button>
          </Group>
        ))}
    </Stack>
  );
}

function Reply({ reply: r, changes }: { reply: CannedReply; changes: boolean }) {
  const { api } = useApp();
  const refresh = useRefresh();
  const [editing, edit] = useState(false);
  const drop = useMutation({
    mutationFn: () =>
      ok(api.DELETE('/v1/canned-replies/{reply}', { params: { path: { reply: r.id }, query: { own: !!r.owner } } })),
    onSuccess: () => refresh('/v1/canned-replies'),
  });
  if (editing) return <CannedForm reply={r} close={() => edit(false)} />;
  return (
    <div>
      <Group wrap="nowrap" justify="space-between" align="flex-start">
        <div className="grow">
          <Group gap={6}>
            <Text size="sm" fw={600}>
              <bdi>{r.title}</bdi>
            </Text>
            {r.owner && (
              <Badge size="xs" variant="light" tt="none">
                Yours
              </Badge>
            )}
            {Object.keys(r.texts ?? {}).map((code) => (
              <Badge key={code} size="xs" variant="light" color="gray" tt="none">
                {languageName(code)}
              </Badge>
            ))}
          </Group>
          <Text size="sm" c="dimmed" className="words" dir="auto">
            {r.text}
          </Text>
          {!!r.files?.length && <FileNames files={r.files} own={!!r.owner} />}
        </div>
        {changes && (
          <Group gap={4} wrap="nowrap">
            <ActionIcon variant="subtle" color="gray" aria-label={`Edit "${r.title}"`} onClick={() => edit(true)}>
              <IconPencil size={18} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Delete "${r.title}"`}
              loading={drop.isPending}
              onClick={() => drop.mutate()}
            >
              <IconTrash size={18} />
            </ActionIcon>
          </Group>
        )}
      </Group>
      <Wrong error={drop.error} />
    </div>
  );
}
