import { Button, Card, Group, NumberInput, Select, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import type { components } from '../../../../api/gen/schemas.gen';
import { prevented } from '../../../lib/events';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { useGeneral } from '../app/general';
import { read } from '../app/reads';
import { Broken, Loading } from '../parts/states';
import { AlertFields, type Alerts } from './alert-rules';
import { AssignFields, type Assigns } from './assigns';
import { CaseFields, type Cases } from './cases';
import { type Channel, ChannelFields, channelFields, plain } from './channels';
import { useSettingsDraft } from './draft';
import { Keep } from './keep';
import { CountedFields, officeLines } from './office';
import { fault, Wrong } from './parts';
import { SilenceFields, type Silences } from './silence';
import { TargetFields, type Targets } from './targets';

type General = components['schemas']['General'];

const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const zones = [...new Set(['UTC', here, ...Intl.supportedValuesOf('timeZone')])];

// shown are the fields that say their faults themselves.
const shown = ({ bots }: Silences, channels: Channel[]) => [
  ...[
    'name',
    'zone',
    'cases/web',
    'cases/whatsapp',
    'cases/reopen',
    'assign/limit',
    'assign/answer',
    'targets/team',
    'targets/person',
    'mailbox',
    'office',
    'proof',
    'modelCents',
    'firstWords',
    'alerts/level',
    'alerts/hourly',
  ],
  ...['silence', ...Object.keys(bots ?? {}).map((id) => `silence/bots/${id}`)].flatMap((of) => [
    `${of}/back`,
    `${of}/after`,
    `${of}/text`,
  ]),
  ...channelFields(channels),
];

// GeneralSettings are the team's name and time zone.
export function GeneralSettings() {
  const general = useGeneral();
  if (general.isPending) return <Loading />;
  if (general.error) return <Broken error={general.error} retry={() => void general.refetch()} />;
  return (
    <div className="cards2">
      <Edit now={general.data} />
    </div>
  );
}

const draftOf = (had: General) => ({
  name: had.name,
  zone: had.zone || 'UTC',
  cases: had.cases as Cases,
  assign: had.assign as Assigns,
  targets: (had.targets ?? {}) as Targets,
  silence: had.silence as Silences,
  alerts: had.alerts as Alerts,
  mailbox: had.mailbox ?? '',
  proof: had.proof ?? 3,
  modelCents: had.modelCents ?? 0,
  firstWords: had.firstWords ?? 50,
  ratings: had.ratings ?? true,
  office: (had.office ?? []).join('\n'),
  noPersons: had.noPersons ?? false,
  channels: (had.channels ?? []).map(plain),
});

function Edit({ now }: { now: General }) {
  const { api, me } = useApp();
  const { had, draft, setDraft, changed, save, load } = useSettingsDraft(now, {
    query: read(api, '/v1/general'),
    draftOf,
    put: ({ office, ...draft }, version) =>
      ok(api.PUT('/v1/general', { body: { ...draft, office: officeLines(office), version } })),
  });
  const owner = may(me.role, 'owner');
  return (
    <Card withBorder component="form" onSubmit={prevented(() => save.mutate())}>
      <Keep unsaved={changed && !save.isPending} />
      <Title order={2} size="h5" mb="xs">
        Your team
      </Title>
      <Stack gap="sm">
        <TextInput
          label="Name"
          maxLength={60}
          required
          error={fault(save.error, 'name')}
          value={draft.name}
          disabled={!owner}
          onChange={(e) => setDraft({ ...draft, name: e.currentTarget.value })}
        />
        <Select
          label="Time zone"
          error={fault(save.error, 'zone')}
          description="Lists and spreadsheets show days and times in this time zone."
          searchable
          allowDeselect={false}
          value={draft.zone}
          disabled={!owner}
          onChange={(zone) => zone && setDraft({ ...draft, zone })}
          data={zones}
        />
        {owner && draft.zone !== here && <Here use={() => setDraft({ ...draft, zone: here })} />}
        <CaseFields
          value={draft.cases}
          change={(cases) => setDraft({ ...draft, cases })}
          disabled={!owner}
          error={save.error}
        />
        <AssignFields
          value={draft.assign}
          change={(assign) => setDraft({ ...draft, assign })}
          disabled={!owner}
          error={save.error}
        />
        <TargetFields
          value={draft.targets}
          change={(targets) => setDraft({ ...draft, targets })}
          disabled={!owner}
          error={save.error}
        />
        <AlertFields
          value={draft.alerts}
          change={(alerts) => setDraft({ ...draft, alerts })}
          disabled={!owner}
          error={save.error}
        />
        <SilenceFields
          value={draft.silence}
          change={(silence) => setDraft({ ...draft, silence })}
          disabled={!owner}
          error={save.error}
        />
        <Switch
          label="Ask customers how a closed case was"
          description="With one tap, after a case with an answer, at most once a person in 7 days. Insights has the answers, under Team."
          checked={draft.ratings}
          disabled={!owner}
          onChange={(e) => setDraft({ ...draft, ratings: e.currentTarget.checked })}
        />
        <TextInput
          label="Mailbox for replies"
          type="email"
          maxLength={254}
          description="A visitor who waits may leave an e-mail address. An answer that they do not see goes there, and their replies come to this mailbox. Leave it empty to send no e-mails."
          error={fault(save.error, 'mailbox')}
          value={draft.mailbox}
          disabled={!owner}
          onChange={(e) => setDraft({ ...draft, mailbox: e.currentTarget.value })}
        />
        <NumberInput
          label="People who prove an answer"
          description="An entry that was written for an unanswered question is proved once it has helped so many people."
          min={1}
          max={100}
          allowDecimal={false}
          error={fault(save.error, 'proof')}
          value={draft.proof}
          disabled={!owner}
          onChange={(n) => typeof n === 'number' && setDraft({ ...draft, proof: n })}
        />
        <AllModels
          key={had.version}
          cents={draft.modelCents}
          error={fault(save.error, 'modelCents')}
          disabled={!owner}
          change={(modelCents) => setDraft({ ...draft, modelCents })}
        />
        <NumberInput
          label="Each person writes first to at most"
          description="On the website to visitors who said nothing, and on WhatsApp by template to people who agreed."
          suffix=" people a day"
          min={1}
          max={500}
          allowDecimal={false}
          error={fault(save.error, 'firstWords')}
          value={draft.firstWords}
          disabled={!owner}
          onChange={(n) => setDraft({ ...draft, firstWords: Number(n) || 1 })}
        />
        <CountedFields
          value={draft}
          change={(to) => setDraft({ ...draft, ...to })}
          disabled={!owner}
          error={save.error}
        />
        {owner && (
          <ChannelFields
            value={draft.channels}
            saved={had.channels ?? []}
            change={(channels) => setDraft({ ...draft, channels })}
            error={save.error}
          />
        )}
        {!owner && (
          <Text size="sm" c="dimmed">
            An owner of your team can change this.
          </Text>
        )}
        <Wrong error={save.error} shown={shown(draft.silence, draft.channels)} giveUp={load} />
        {owner && (
          <Group>
            <Button size="xs" type="submit" disabled={!changed || !draft.name.trim()} loading={save.isPending}>
              Save
            </Button>
          </Group>
        )}
      </Stack>
    </Card>
  );
}

// Here offers the zone of this computer.
function Here({ use }: { use: () => void }) {
  return (
    <Text size="sm" c="dimmed">
      This computer is in {here}.{' '}
      <button type="button" className="plain" onClick={use}>
        Use it
      </button>
    </Text>
  );
}

interface Limit {
  cents: number;
  error?: string;
  disabled: boolean;
  change(cents: number): void;
}

// AllModels is the limit of the models of all bots together. An empty field is no limit. A zero that somebody types to
// stop them is the least limit that there is: it never lifts one.
function AllModels({ cents, error, disabled, change }: Limit) {
  const [shown, setShown] = useState<number | string>(cents ? cents / 100 : '');
  return (
    <NumberInput
      label="US dollars a day for the language models of all bots"
      description="Each bot has a limit of its own beside it. Empty: no limit for all together."
      min={0.01}
      max={100_000}
      decimalScale={2}
      error={error}
      value={shown}
      disabled={disabled}
      onChange={(n) => {
        setShown(n);
        const typed = Number(n);
        if (n === '') change(0);
        else if (typed >= 0) change(Math.max(1, Math.round(typed * 100)));
      }}
    />
  );
}
