import { ActionIcon, Button, Group, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';
import { Loading } from '../parts/states';
import { fault, Wrong } from '../settings/parts';
import type { Filters } from './filter';
import type { Queue } from './queries';
import { type SavedViews, shows, useViews, type View } from './views';

type Whose = 'own' | 'team';

interface Props {
  queue: Queue;
  filters: Filters;
  close: () => void;
}

// EditViews keeps the list on the screen under a name, and names, sorts and deletes those that there are.
export function EditViews({ queue, filters, close }: Props) {
  const { me } = useApp();
  const saved = useViews();
  if (!saved) return <Loading />;
  const had = [...saved.own.views, ...saved.team.views].find((v) => shows(v, queue, filters));
  return (
    <Stack gap="lg">
      {had ? (
        <Text size="sm" c="dimmed">
          The list on the screen is kept as “{had.name}”.
        </Text>
      ) : (
        <KeepList saved={saved} view={{ queue, ...filters }} close={close} />
      )}
      <Section title="Your views" whose="own" now={saved.own} disabled={false} />
      <Section title="The team’s views" whose="team" now={saved.team} disabled={!may(me.role, 'lead')} />
    </Stack>
  );
}

// useSave replaces the views of the caller or of the team.
function useSave(whose: Whose, done: () => void) {
  const { api } = useApp();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: SavedViews) =>
      whose === 'own' ? ok(api.PUT('/v1/views/own', { body })) : ok(api.PUT('/v1/views/team', { body })),
    onSuccess: () => refresh('/v1/views').then(done),
  });
}

interface KeepProps {
  saved: Record<Whose, SavedViews>;
  view: Omit<View, 'name'>;
  close: () => void;
}

function KeepList({ saved, view, close }: KeepProps) {
  const { me } = useApp();
  const [name, setName] = useState('');
  const [whose, setWhose] = useState<Whose>('own');
  const save = useSave(whose, close);
  const refresh = useRefresh();
  const { views, version } = saved[whose];
  const keep = () => save.mutate({ version, views: [...views, { ...view, name }] });
  const field = `views.${views.length}.name`;
  return (
    <form onSubmit={prevented(keep)} aria-label="Keep this list">
      <Stack gap="xs">
        <TextInput
          label="Keep this list as"
          description="Its queue, filters and order"
          placeholder="Refunds on WhatsApp"
          maxLength={40}
          dir="auto"
          data-autofocus
          error={fault(save.error, field)}
          value={name}
          onChange={(e) => {
            save.reset();
            setName(e.currentTarget.value);
          }}
        />
        {may(me.role, 'lead') && (
          <SegmentedControl
            size="xs"
            aria-label="For whom"
            value={whose}
            onChange={(v) => setWhose(v as Whose)}
            data={[
              { value: 'own', label: 'Only for you' },
              { value: 'team', label: 'For the team' },
            ]}
          />
        )}
        <Wrong error={save.error} shown={[field]} reload={() => void refresh('/v1/views').then(() => save.reset())} />
        <Group>
          <Button type="submit" size="xs" disabled={!name.trim()} loading={save.isPending}>
            Keep
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface SectionProps {
  title: string;
  whose: Whose;
  now: SavedViews;
  disabled: boolean;
}

const rowsOf = (saved: SavedViews) => saved.views.map((view, id) => ({ id, view }));

// useDraft is what is edited, of the views as they were when it began. A colleague's change that comes meanwhile takes
// its place only where nothing was edited, or once anew is called.
function useDraft(now: SavedViews) {
  const [had, setHad] = useState(now);
  const [rows, put] = useState(() => rowsOf(now));
  const [over, setOver] = useState(false);
  const changed = JSON.stringify(rows.map((r) => r.view)) !== JSON.stringify(had.views);
  if (had.version !== now.version && (over || !changed)) {
    setHad(now);
    put(rowsOf(now));
    setOver(false);
  }
  return { had, rows, put, changed, anew: () => setOver(true) };
}

// Section edits the names and the order of the views of one side.
function Section({ title, whose, now, disabled }: SectionProps) {
  const { had, rows, put, changed, anew } = useDraft(now);
  const draft = rows.map((r) => r.view);
  const refresh = useRefresh();
  const save = useSave(whose, anew);
  const set = (to: typeof rows) => {
    save.reset(); // faults name views by their places
    put(to);
  };
  const swap = (i: number) => set(rows.toSpliced(i, 2, rows[i + 1]!, rows[i]!));
  if (disabled && !draft.length) return null;
  return (
    <form onSubmit={prevented(() => save.mutate({ version: had.version, views: draft }))} aria-label={title}>
      <Stack gap="xs">
        <Title order={3} size="h6">
          {title}
        </Title>
        {!draft.length && !changed && (
          <Text size="sm" c="dimmed">
            None yet.
          </Text>
        )}
        {rows.map(({ id, view: v }, i) => (
          <Group key={id} gap={2} wrap="nowrap" align="flex-start">
            <TextInput
              className="grow"
              size="xs"
              aria-label={`Name of ${v.name}`}
              maxLength={40}
              dir="auto"
              disabled={disabled}
              error={fault(save.error, `views.${i}.name`)}
              value={v.name}
              onChange={(e) => {
                const view = { ...v, name: e.currentTarget.value };
                set(rows.map((r) => (r.id === id ? { id, view } : r)));
              }}
            />
            {!disabled && (
              <>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Move ${v.name} up`}
                  disabled={i === 0}
                  onClick={() => swap(i - 1)}
                >
                  <IconArrowUp size={16} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Move ${v.name} down`}
                  disabled={i === draft.length - 1}
                  onClick={() => swap(i)}
                >
                  <IconArrowDown size={16} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Delete ${v.name}`}
                  onClick={() => set(rows.filter((r) => r.id !== id))}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              </>
            )}
          </Group>
        ))}
        <Wrong
          error={save.error}
          shown={draft.map((_, i) => `views.${i}.name`)}
          giveUp={() =>
            void refresh('/v1/views').then(() => {
              save.reset();
              anew();
            })
          }
        />
        {changed && (
          <Group>
            <Button type="submit" size="xs" loading={save.isPending}>
              Save
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
