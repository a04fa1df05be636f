import { Alert, Button, Group, Modal, TagsInput, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { Confirm } from '../parts/confirm';
import { Wrong } from '../settings/parts';
import { PublishSome } from './publish';
import { useRenew } from './queries';
import type { Entry } from './words';

interface Props {
  chosen: Entry[];
  tags: string[];
  done: () => void;
}

type Act = 'publish' | 'tag' | 'remove';

// Bulk acts on the entries that were chosen.
export function Bulk({ chosen, tags, done }: Props) {
  const { api } = useApp();
  const renew = useRenew();
  const [act, setAct] = useState<Act>();
  const over = () => {
    setAct(undefined);
    done();
  };
  const change = useMutation({
    mutationFn: (to: { tag?: string; remove?: boolean }) =>
      ok(api.POST('/v1/knowledge/changes', { body: { entries: chosen.slice(0, 100).map(seen), ...to } })),
    onSuccess: ({ kept }) => {
      if (!kept.length) over();
    },
    onSettled: renew,
  });
  if (!chosen.length) return null;
  return (
    <Group gap="xs" className="bulk" role="group" aria-label="With the chosen entries">
      <Text size="sm" fw={600}>
        {chosen.length} chosen
      </Text>
      <Button size="xs" onClick={() => setAct('publish')}>
        Publish
      </Button>
      <Button size="xs" variant="default" onClick={() => setAct('tag')}>
        Add a tag
      </Button>
      <Button size="xs" variant="default" color="red" onClick={() => setAct('remove')}>
        Delete
      </Button>
      <Button size="xs" variant="subtle" color="gray" onClick={done}>
        Choose none
      </Button>
      {act === 'publish' && <PublishSome entries={chosen} close={() => setAct(undefined)} done={over} />}
      <AddTag
        opened={act === 'tag'}
        tags={tags}
        busy={change.isPending}
        error={change.error}
        kept={change.data?.kept}
        close={() => setAct(undefined)}
        add={(tag) => change.mutate({ tag })}
      />
      <Confirm
        opened={act === 'remove'}
        title={`Delete ${chosen.length} entries?`}
        stay="Keep them"
        go="Delete"
        busy={change.isPending}
        close={() => setAct(undefined)}
        act={() => change.mutate({ remove: true })}
      >
        <Text size="sm">
          Those that are published answer visitors until the next publication. An earlier edition can bring them back.
        </Text>
        <Wrong error={change.error} />
        <Kept kept={change.data?.kept} />
      </Confirm>
    </Group>
  );
}

const seen = ({ id, version }: Entry) => ({ id, version });

type KeptEntries = { id: string; title: string }[] | undefined;

// Kept names the entries that somebody else saved meanwhile: they stay as they are.
function Kept({ kept }: { kept: KeptEntries }) {
  if (!kept?.length) return null;
  return (
    <Alert color="yellow" role="alert" mt="xs" title="Somebody else saved these meanwhile. They are as they were.">
      {kept.map((e) => (
        <Text size="sm" key={e.id}>
          <bdi>{e.title}</bdi>
        </Text>
      ))}
    </Alert>
  );
}

interface AddTagProps {
  opened: boolean;
  tags: string[];
  busy: boolean;
  error: Error | null;
  kept: KeptEntries;
  close: () => void;
  add: (tag: string) => void;
}

function AddTag({ opened, tags, busy, error, kept, close, add }: AddTagProps) {
  const [tag, setTag] = useState<string[]>([]);
  return (
    <Modal opened={opened} onClose={close} title="Add a tag" centered>
      <TagsInput label="Tag" maxTags={1} data={tags} value={tag} onChange={setTag} data-autofocus />
      <Wrong error={error} />
      <Kept kept={kept} />
      <Group justify="flex-end" mt="md">
        <Button disabled={!tag.length} loading={busy} onClick={() => add(tag[0]!)}>
          Add it
        </Button>
      </Group>
    </Modal>
  );
}
