import { Button, Card, Group, MultiSelect, NumberInput, Stack, TagsInput, Text } from '@mantine/core';
import { useState } from 'react';
import type { components } from '../../../../api/gen/schemas.gen';
import { prevented } from '../../../lib/events';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { useGeneral } from '../app/general';
import { read, useRefresh } from '../app/reads';
import { count, countryName, percent } from '../parts/format';
import { languageName } from '../parts/languages';
import { useSettingsDraft } from '../settings/draft';
import { fault, Wrong } from '../settings/parts';
import type { By, Figures, Sums } from './search';
import { of } from './sums';
import { FigureTable, Heading, sheetOf } from './table';

type General = components['schemas']['General'];
type Reached = components['schemas']['Reached'];

// Target is how many of those who asked something are the people whom the team wants to reach.
export function Target({ reached }: { reached: Figures['audience'] }) {
  const { me } = useApp();
  const general = useGeneral();
  const [editing, edit] = useState(false);
  const audience = general.data?.audience ?? {};
  const hours = (audience.from ?? 0) !== (audience.to ?? 0);
  const set = !!(audience.countries?.length || audience.cities?.length || audience.languages?.length) || hours;
  return (
    <Card withBorder className="wide">
      {set ? (
        <Shares reached={reached ?? {}} />
      ) : (
        <>
          <Heading title="Your audience" />
          <Text size="sm" c="dimmed">
            Say which countries, cities, languages and hours you want to reach, and read here how many visits are
            outside of that.
          </Text>
        </>
      )}
      {may(me.role, 'owner') && general.data && !editing && (
        <Button mt="sm" size="xs" variant="light" className="unprinted" onClick={() => edit(true)}>
          {set ? 'Change the audience' : 'Set an audience'}
        </Button>
      )}
      {editing && general.data && <Edit now={general.data} close={() => edit(false)} />}
    </Card>
  );
}

const bounds: [By, string][] = [
  ['country', 'Countries'],
  ['city', 'Cities'],
  ['language', 'Languages'],
  ['hour', 'Hours'],
];

function Shares({ reached }: { reached: Record<string, Reached> }) {
  const known = bounds.flatMap(([name, label]) => (reached[name] ? [{ name, label, reached: reached[name] }] : []));
  const head = ['By', 'Engaged inside', 'Engaged outside', 'Unknown', 'Outside', 'Leads inside', 'Qualified inside'];
  const cell = (hidden: boolean | undefined, sums: Sums, figure: string) =>
    hidden ? { value: 'few' } : { value: of(sums, figure), shown: count(of(sums, figure)) };
  const rows = known.map(({ label, reached: r }) => [
    { value: label },
    cell(r.few, r.inside, 'asked'),
    cell(r.few, r.outside, 'asked'),
    cell(false, r.unknown, 'asked'),
    { value: outside(r), shown: outside(r) },
    cell(r.few, r.inside, 'leads'),
    cell(r.few, r.inside, 'leads:qualified'),
  ]);
  const first = known.find((k) => !k.reached.few);
  return (
    <>
      <Heading
        title="Your audience"
        help="Engaged visits are those that asked something. Each bound is judged by itself; an unknown one is in no share."
        sheet={() => sheetOf(head, rows)}
      />
      {first && (
        <Text size="sm" mb="xs">
          Of {count(of(first.reached.inside, 'asked') + of(first.reached.outside, 'asked'))} engaged visits{' '}
          {first.name === 'hour' ? '' : `with a known ${first.name === 'language' ? 'language' : 'place'} `}
          <b>{outside(first.reached)}</b> are outside your audience, {count(of(first.reached.unknown, 'asked'))} are
          unknown.
        </Text>
      )}
      <FigureTable label="Your audience" head={head} rows={rows} />
      {known.some((k) => k.reached.few) && (
        <Text size="xs" c="dimmed" mt="xs">
          Where fewer than five visits are inside or outside by place, in all or in places that the table joins, neither
          is told: it would point at somebody.
        </Text>
      )}
    </>
  );
}

function outside({ inside, outside }: Reached): string {
  const all = of(inside, 'asked') + of(outside, 'asked');
  return all ? percent(of(outside, 'asked'), all) : 'n/a';
}

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const countries = letters
  .flatMap((a) => letters.map((b) => a + b))
  .map((value) => ({ value, label: countryName(value) }))
  .filter(({ value, label }) => label !== value && !label.startsWith('Unknown'));

const languages = letters
  .flatMap((a) => letters.map((b) => (a + b).toLowerCase()))
  .map((value) => ({ value, label: languageName(value) }))
  .filter(({ value, label }) => label !== value && new Intl.Locale(value).language === value);

const draftOf = ({ name, zone, audience: had }: General) => ({
  name,
  zone,
  audience: {
    countries: had?.countries ?? [],
    cities: had?.cities ?? [],
    languages: had?.languages ?? [],
    from: had?.from ?? 0,
    to: had?.to ?? 0,
  },
});

// Edit changes the audience. It lies among the general settings.
function Edit({ now, close }: { now: General; close: () => void }) {
  const { api } = useApp();
  const { draft, setDraft, save, load } = useSettingsDraft(now, {
    query: read(api, '/v1/general'),
    draftOf,
    put: (draft, version) => ok(api.PUT('/v1/general', { body: { ...draft, version } })),
  });
  const refresh = useRefresh();
  const saved = () => {
    void refresh('/v1/insights/figures'); // they have the audience's
    close();
  };
  const { audience } = draft;
  const put = (to: Partial<typeof audience>) => setDraft({ ...draft, audience: { ...audience, ...to } });
  return (
    <form onSubmit={prevented(() => save.mutate(undefined, { onSuccess: saved }))} className="unprinted">
      <Stack gap="sm" mt="md" maw={560}>
        <MultiSelect
          label="Countries"
          description="Empty: any."
          searchable
          clearable
          data={countries}
          value={audience.countries}
          onChange={(countries) => put({ countries })}
        />
        <TagsInput
          label="Cities"
          description="As the list of places names them. Empty: any. On WhatsApp no city is known."
          maxTags={60}
          value={audience.cities}
          onChange={(cities) => put({ cities })}
        />
        <MultiSelect
          label="Languages"
          description="Of the visitor’s browser. Empty: any. On WhatsApp, and for private visits, none is known."
          searchable
          clearable
          maxValues={60}
          data={languages}
          value={audience.languages}
          onChange={(languages) => put({ languages })}
        />
        <Group grow align="flex-start">
          <NumberInput
            label="From hour"
            min={0}
            max={23}
            error={fault(save.error, 'audience/from')}
            value={audience.from}
            onChange={(v) => put({ from: Number(v) || 0 })}
          />
          <NumberInput
            label="Until hour"
            description="The same hour twice: any."
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            min={0}
            max={24}
            error={fault(save.error, 'audience/to')}
            value={audience.to}
            onChange={(v) => put({ to: Number(v) || 0 })}
          />
        </Group>
        <Wrong error={save.error} shown={['audience/from', 'audience/to']} giveUp={load} />
        <Group>
          <Button type="submit" size="xs" loading={save.isPending}>
            Save
          </Button>
          <Button size="xs" variant="default" onClick={close}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
