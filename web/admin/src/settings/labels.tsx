import { ActionIcon, Badge, Button, Card, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { components } from '../../../../api/gen/schemas.gen';
import { prevented } from '../../../lib/events';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import type { Label } from '../parts/labels';
import { Broken, Loading } from '../parts/states';
import { useSettingsDraft } from './draft';
import { Keep } from './keep';
import { fault, Wrong } from './parts';

type Labels = components['schemas']['LabelSettings'];

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
  const list = useQuery(read(api, '/v1/labels'));
  if (list.isPending) return <Loading />;
  if (list.error) return <Broken error={list.error} retry={() => void list.refetch()} />;
  return <Edit now={list.data} />;
}

function Edit({ now }: { now: Labels }) {
  const { api, me } = useApp();
  const { draft, setDraft, changed, save, load } = useSettingsDraft(now, {
    query: read(api, '/v1/labels'),
    draftOf: ({ labels }) => labels,
    put: (labels, version) => ok(api.PUT('/v1/labels', { body: { labels, version } })),
  });
  const lead = may(me.role, 'lead');
  // Faults name labels by their places: once one was added or deleted, they would stand at another.
  const set = (labels: Label[]) => {
    save.reset();
    setDraft(labels);
  };
  const put = (i: number, change: Partial<Label>) => setDraft(draft.map((l, n) => (n === i ? { ...l, ...change } : l)));
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
          <Wrong error={save.error} shown={draft.map((_, i) => `labels.${i}.name`)} giveUp={load} />
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
        dir="auto"
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
