import { Alert, Button, Card, Group, Select, Stack, Switch, Text, Textarea, Title } from '@mantine/core';
import { type QueryKey, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { components } from '../../../../api/gen/schemas.gen';
import { prevented } from '../../../lib/events';
import type { Hours } from '../../../lib/wire';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { useGeneral } from '../app/general';
import { read } from '../app/reads';
import { Broken, Loading } from '../parts/states';
import { type Stored, useSettingsDraft } from './draft';
import { Holidays } from './hours-holidays';
import { Week } from './hours-week';
import { Keep } from './keep';
import { fault, Wrong } from './parts';

type OpeningHours = components['schemas']['OpeningHours'];

const team = ''; // stands for the team where a bot may be chosen

// OpeningSettings are the hours of the team and of its bots.
export function OpeningSettings() {
  const { api } = useApp();
  const [whose, setWhose] = useState(team);
  const bots = useQuery(read(api, '/v1/bots'));
  const choices = [
    { value: team, label: 'The team' },
    ...(bots.data?.rows ?? []).map((b) => ({ value: b.id, label: `Bot: ${b.name}` })),
  ];
  return (
    <div className="cards2">
      {whose === team ? <TeamHours /> : <BotHours key={whose} bot={whose} />}
      <Card withBorder>
        <Title order={2} size="h5" mb="xs">
          Whose hours
        </Title>
        <Select
          label="Hours of"
          description="A bot has the hours of the team unless it has its own."
          allowDeselect={false}
          value={whose}
          onChange={(to) => setWhose(to ?? team)}
          data={choices}
        />
        <Text size="sm" c="dimmed" mt="sm">
          The bot answers at any hour. When a visitor asks for a person while nobody is there, the chat says when you
          are back, in the visitor’s own time.
        </Text>
      </Card>
    </div>
  );
}

function TeamHours() {
  const { api } = useApp();
  const query = read(api, '/v1/hours');
  const now = useQuery(query);
  const put: Put = (hours = { zone: 'UTC', week: [], holidays: [] }, version) =>
    ok(api.PUT('/v1/hours', { body: { hours, version } }));
  if (now.isPending) return <Loading />;
  if (now.error) return <Broken error={now.error} retry={() => void now.refetch()} />;
  const draftOf = ({ hours }: OpeningHours) => (hours?.week.length ? hours : undefined);
  return <Edit now={now.data} stored={{ query, put, draftOf }} />;
}

function BotHours({ bot }: { bot: string }) {
  const { api } = useApp();
  const params = { path: { bot } };
  const query = read(api, '/v1/bots/{bot}/hours', params);
  const now = useQuery(query);
  const put: Put = (hours, version) => ok(api.PUT('/v1/bots/{bot}/hours', { params, body: { hours, version } }));
  if (now.isPending) return <Loading />;
  if (now.error) return <Broken error={now.error} retry={() => void now.refetch()} />;
  return <Edit now={now.data} stored={{ query, put, draftOf: ({ hours }) => hours }} own />;
}

type Put = (hours: Hours | undefined, version: number) => Promise<OpeningHours>;

interface Props<Key extends QueryKey> {
  now: OpeningHours;
  stored: Stored<OpeningHours, Hours | undefined, Key>;
  own?: boolean;
}

// Edit is the form of one set of hours. With own, it is a bot's, which may do without.
function Edit<Key extends QueryKey>({ now, stored, own }: Props<Key>) {
  const { me } = useApp();
  const general = useGeneral();
  const { had, draft, setDraft, changed, save, load } = useSettingsDraft(now, stored);
  const owner = may(me.role, 'owner');
  const put = (change: Partial<Hours>) => {
    save.reset(); // faults name lines by their places
    if (draft) setDraft({ ...draft, ...change });
  };
  return (
    <Card withBorder component="form" onSubmit={prevented(() => save.mutate())}>
      <Keep unsaved={changed && !save.isPending} />
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          Opening hours
        </Title>
        <Now now={now.now} />
      </Group>
      <Stack gap="md">
        <Switch
          label={own ? 'This bot has its own hours' : 'The team has opening hours'}
          description={draft ? undefined : own ? 'It has the hours of the team.' : 'Visitors read nothing about hours.'}
          checked={!!draft}
          disabled={!owner}
          onChange={(e) => {
            save.reset();
            setDraft(e.currentTarget.checked ? (stored.draftOf(had) ?? usual(general.data?.zone)) : undefined);
          }}
        />
        {draft && <Fields draft={draft} put={put} error={save.error} disabled={!owner} />}
        <Wrong error={save.error} shown={['zone', 'week', 'holidays', 'away']} giveUp={load} />
        {owner ? (
          <Group>
            <Button size="xs" type="submit" disabled={!changed} loading={save.isPending}>
              Save
            </Button>
          </Group>
        ) : (
          <Text size="sm" c="dimmed">
            An owner of your team can change this.
          </Text>
        )}
      </Stack>
    </Card>
  );
}

interface FieldsProps {
  draft: Hours;
  put: (change: Partial<Hours>) => void;
  error: Error | null;
  disabled: boolean;
}

function Fields({ draft, put, error, disabled }: FieldsProps) {
  const zones = [...new Set(['UTC', draft.zone, ...Intl.supportedValuesOf('timeZone')])].filter(Boolean);
  return (
    <>
      <Select
        label="Time zone of these hours"
        searchable
        allowDeselect={false}
        disabled={disabled}
        error={fault(error, 'zone')}
        value={draft.zone || 'UTC'}
        onChange={(zone) => zone && put({ zone })}
        data={zones}
      />
      <Week week={draft.week} put={(week) => put({ week })} error={error} disabled={disabled} />
      {!draft.week.length && (
        <Alert color="yellow">Without any hours the team counts as open: add the hours of at least one day.</Alert>
      )}
      <Holidays list={draft.holidays} put={(holidays) => put({ holidays })} error={error} disabled={disabled} />
      <Textarea
        label="Words while you are away"
        description="Visitors read them below the time at which you are back. Optional."
        autosize
        minRows={2}
        maxLength={300}
        disabled={disabled}
        error={fault(error, 'away')}
        value={draft.away ?? ''}
        onChange={(e) => put({ away: e.currentTarget.value || undefined })}
      />
    </>
  );
}

// usual is a common week, to begin with.
const usual = (zone?: string): Hours => ({
  zone: zone || Intl.DateTimeFormat().resolvedOptions().timeZone,
  week: (['mon', 'tue', 'wed', 'thu', 'fri'] as const).map((day) => ({ day, from: '09:00', to: '17:00' })),
  holidays: [],
});

// Now tells the state of the saved hours at this moment.
function Now({ now }: { now?: components['schemas']['Opening'] }) {
  if (!now) return null;
  const at =
    now.at && new Date(now.at).toLocaleString(undefined, { weekday: 'long', hour: '2-digit', minute: '2-digit' });
  return (
    <Text size="sm" c={now.open ? 'teal' : 'dimmed'}>
      {now.open ? 'Open now' : 'Closed now'}
      {at && (now.open ? `, until ${at}` : `, opens ${at}`)}
    </Text>
  );
}
