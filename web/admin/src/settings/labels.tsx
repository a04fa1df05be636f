import { ActionIcon, Badge, Button, Card, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { read, useRefresh } from '../app/reads';
import type { Label } from '../parts/labels';
import { Broken, Loading } from '../parts/states';
import { Keep } from './keep';
import { fault, Wrong } from './parts';

const colours: Record<NonNullable<Label['color']>, string> = {
  gray: 'Gray',
  red: 'Red',
  orange: 'Orange',
  yellow: 'Yellow',
  green: 'Green',
  teal: 'Teal',
  blue: 'Blue',
  grape: 'Purple',
};
const most = 40;

// LabelSettings are the labels that conversations may have.
export function LabelSettings() {
  const { api } = useApp();
  const list = useQuery({ ...read(api, '/v1/labels'), refetchOnWindowFocus: false });
  if (list.isPending) return <Loading />;
  if (list.error) return <Broken error={list.error} retry={() => void list.refetch()} />;
  return <Edit key={list.data.version} had={list.data.labels} version={list.data.version} />;
}

function Edit({ had, version }: { had: Label[]; version: number }) {
  const { api, me } = useApp();
  const queries = useQueryClient();
  const refresh = useRefresh();
  const [draft, setDraft] = useState(had);
  const save = useMutation({
    mutationFn: () => ok(api.PUT('/v1/labels', { body: { labels: draft, version } })),
    onSuccess: (saved) => {
      notifications.show({ color: 'teal', message: 'Saved' });
      queries.setQueryData(read(api, '/v1/labels').queryKey, saved);
      void queries.invalidateQueries(); // other settings lie in the same row: their versions are outdated now
    },
  });
  const lead = may(me.role, 'lead');
  // Faults name labels by their places: once one was added or deleted, they would stand at another.
  const set = (labels: Label[]) => {
    save.reset();
    setDraft(labels);
  };
  const put = (i: number, change: Partial<Label>) => setDraft(draft.map((l, n) => (n === i ? { ...l, ...change } : l)));
  const changed = JSON.stringify(draft) !== JSON.stringify(had);
  return (
    <div className="cards2">
      <Card withBorder component="form" onSubmit={prevented(() => save.mutate())}>
        <Keep unsaved={changed && !save.isPending} />
        <Title order={2} size="h5" mb="xs">
          Labels
        </Title>
        <Stack gap="xs">
          {!draft.length && (
            <Text size="sm" c="dimmed">
              There are no labels yet.
            </Text>
          )}
          {draft.map((l, i) => (
            <Line
              key={l.id ?? `new ${i}`}
              label={l}
              disabled={!lead}
              error={fault(save.error, `labels.${i}.name`)}
              put={(change) => put(i, change)}
              drop={() => set(draft.filter((_, n) => n !== i))}
            />
          ))}
          <Wrong
            error={save.error}
            shown={draft.map((_, i) => `labels.${i}.name`)}
            reload={() => void refresh('/v1/labels')}
          />
          {lead ? (
            <Group>
              <Button
                size="xs"
                variant="light"
                disabled={draft.length >= most}
                onClick={() => set([...draft, { name: '' }])}
              >
                Add a label
              </Button>
              <Button size="xs" type="submit" disabled={!changed} loading={save.isPending}>
                Save
              </Button>
            </Group>
          ) : (
            <Text size="sm" c="dimmed">
              A lead of your team can change these.
            </Text>
          )}
        </Stack>
      </Card>
      <Card withBorder>
        <Title order={2} size="h5" mb="xs">
          What they are for
        </Title>
        <Text size="sm" c="dimmed">
          Agents give a conversation up to five labels from its menu, and the inbox is filtered by them. Visitors never
          see them. A label that is deleted here is taken off every conversation.
        </Text>
      </Card>
    </div>
  );
}

interface LineProps {
  label: Label;
  disabled: boolean;
  error?: string;
  put: (change: Partial<Label>) => void;
  drop: () => void;
}

// Line edits one label.
function Line({ label: l, disabled, error, put, drop }: LineProps) {
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start" role="group" aria-label={`Label ${l.name}`}>
      <TextInput
        className="grow"
        aria-label="Name"
        placeholder="Refund"
        maxLength={30}
        error={error}
        value={l.name}
        disabled={disabled}
        onChange={(e) => put({ name: e.currentTarget.value })}
      />
      <Select
        w={120}
        aria-label="Colour"
        allowDeselect={false}
        disabled={disabled}
        value={l.color ?? 'gray'}
        onChange={(color) => put({ color: color as Label['color'] })}
        data={Object.entries(colours).map(([value, label]) => ({ value, label }))}
        leftSection={<Badge size="xs" circle color={l.color ?? 'gray'} />}
      />
      {!disabled && (
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Delete the label ${l.name}`} onClick={drop}>
          <IconTrash size={18} />
        </ActionIcon>
      )}
    </Group>
  );
}
