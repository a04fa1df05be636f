import { ActionIcon, Button, Card, Group, MultiSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { components } from '../../../../api/gen/schemas.gen';
import { prevented } from '../../../lib/events';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import type { TeamGroup } from '../parts/groups';
import { languageName, offered } from '../parts/languages';
import { Broken, Loading } from '../parts/states';
import { nameOf, useMembers } from '../parts/team';
import { usePlaces } from '../visitors/places';
import { useSettingsDraft } from './draft';
import { Keep } from './keep';
import { fault, Wrong } from './parts';

type Groups = components['schemas']['GroupSettings'];

const most = 20;

// GroupSettings are the groups of the team, to which conversations fall.
export function GroupSettings() {
  const { api } = useApp();
  const list = useQuery(read(api, '/v1/members/groups'));
  if (list.isPending) return <Loading />;
  if (list.error) return <Broken error={list.error} retry={() => void list.refetch()} />;
  return <Edit now={list.data} />;
}

function Edit({ now }: { now: Groups }) {
  const { api, me } = useApp();
  const { draft, setDraft, changed, save, load } = useSettingsDraft(now, {
    query: read(api, '/v1/members/groups'),
    draftOf: ({ groups }) => groups,
    put: (groups, version) => ok(api.PUT('/v1/members/groups', { body: { groups, version } })),
  });
  const lead = may(me.role, 'lead');
  // Faults name groups by their places: once one was added, moved or deleted, they would stand at another.
  const set = (groups: TeamGroup[]) => {
    save.reset();
    setDraft(groups);
  };
  const put = (i: number, change: Partial<TeamGroup>) =>
    setDraft(draft.map((g, n) => (n === i ? { ...g, ...change } : g)));
  return (
    <form className="cards2" onSubmit={prevented(() => save.mutate())}>
      <Keep unsaved={changed && !save.isPending} />
      <Explained />
      {draft.map((g, i) => (
        <GroupCard
          key={g.id ?? `new ${i}`}
          group={g}
          disabled={!lead}
          error={fault(save.error, `groups.${i}.name`)}
          put={(change) => put(i, change)}
          rise={i ? () => set(draft.toSpliced(i - 1, 2, g, draft[i - 1]!)) : undefined}
          drop={() => set(draft.filter((_, n) => n !== i))}
        />
      ))}
      <Card withBorder className="wide">
        {!draft.length && (
          <Text size="sm" c="dimmed" mb="xs">
            There are no groups yet.
          </Text>
        )}
        <Wrong error={save.error} shown={draft.map((_, i) => `groups.${i}.name`)} giveUp={load} />
        {lead ? (
          <Group>
            <Button
              size="xs"
              variant="light"
              disabled={draft.length >= most}
              onClick={() => set([...draft, { name: '', members: [] }])}
            >
              Add a group
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
      </Card>
    </form>
  );
}

function Explained() {
  return (
    <Card withBorder className="wide">
      <Title order={2} size="h5" mb="xs">
        Groups of the team
      </Title>
      <Text size="sm" c="dimmed">
        A conversation falls to the first group that is for its place and for its customer’s language, or to the one
        that an agent gives it to. Where waiting conversations are given out in fair shares (General), a group’s members
        get its own first, and everybody else gets them while none of the members has time. All of the team see all that
        wait.
      </Text>
    </Card>
  );
}

interface CardProps {
  group: TeamGroup;
  disabled: boolean;
  error?: string;
  put: (change: Partial<TeamGroup>) => void;
  rise?: () => void;
  drop: () => void;
}

// GroupCard edits one group.
function GroupCard({ group: g, disabled, error, put, rise, drop }: CardProps) {
  return (
    <Card withBorder component="fieldset" m={0} aria-label={`Group ${g.name}`}>
      <Stack gap="sm">
        <Group gap={2} wrap="nowrap" align="flex-end">
          <TextInput
            className="grow"
            label="Name"
            placeholder="Español"
            maxLength={30}
            dir="auto"
            error={error}
            value={g.name}
            disabled={disabled}
            onChange={(e) => put({ name: e.currentTarget.value })}
          />
          {!disabled && (
            <>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                disabled={!rise}
                aria-label={`Ask ${g.name} earlier`}
                onClick={rise}
              >
                <IconArrowUp size={18} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={`Delete the group ${g.name}`}
                onClick={drop}
              >
                <IconTrash size={18} />
              </ActionIcon>
            </>
          )}
        </Group>
        <Choices group={g} disabled={disabled} put={put} />
      </Stack>
    </Card>
  );
}

// Choices are the members of a group, and what it is for.
function Choices({ group: g, disabled, put }: Pick<CardProps, 'group' | 'disabled' | 'put'>) {
  const people = useMembers()
    .filter((m) => may(m.role, 'agent'))
    .map((m) => ({ value: m.id, label: nameOf(m) }));
  const at = g.at ?? [];
  const languages = g.languages ?? [];
  const look = { searchable: true, disabled };
  return (
    <>
      <MultiSelect
        {...look}
        label="Members"
        maxValues={100}
        data={people}
        value={g.members.filter((id) => people.some((p) => p.value === id))} // the others have left the team
        onChange={(members) => put({ members })}
      />
      <MultiSelect
        {...look}
        label="For these sites, numbers and bots"
        placeholder={at.length || !languages.length ? undefined : 'Any'}
        maxValues={40}
        data={usePlaces()}
        value={at}
        onChange={(at) => put({ at })}
      />
      <MultiSelect
        {...look}
        label="For customers who speak"
        description={
          at.length || languages.length ? undefined : 'With no place and no language it gets what it is given by hand.'
        }
        placeholder={languages.length || !at.length ? undefined : 'Any language'}
        maxValues={20}
        data={[...new Set([...offered, ...languages])].map((value) => ({ value, label: languageName(value) }))}
        value={languages}
        onChange={(languages) => put({ languages })}
      />
    </>
  );
}
