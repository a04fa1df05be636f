import { Button, Card, Group, MultiSelect, NumberInput, Stack, TagsInput, Text } from '@mantine/core';
import { useState } from 'react';
import type { components } from '../../../../api/gen/schemas.gen';
import { prevented } from '../../../lib/events';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { useGeneral } from '../app/general';
import { read } from '../app/reads';
import { count, countryName, percent } from '../parts/format';
import { languageName } from '../parts/languages';
import { useSettingsDraft } from '../settings/draft';
import { fault, Wrong } from '../settings/parts';
import type { By, Figures } from './search';
import { of } from './sums';
import { FigureTable, Heading, sheetOf } from './table';
import { useFigures } from './use-figures';

type Audience = components['schemas']['Audience'];
type General = components['schemas']['General'];
type Reached = NonNullable<Figures['audience']>;

// Target is how many of those who asked something are the people whom the team wants to reach.
export function Target() {
  const { me } = useApp();
  const general = useGeneral();
  const [editing, edit] = useState(false);
  const audience = general.data?.audience ?? {};
  const hours = (audience.from ?? 0) !== (audience.to ?? 0);
  const set = !!(audience.countries?.length || audience.cities?.length || audience.languages?.length) || hours;
  return (
    <Card withBorder className="wide">
      {set ? (
        <Shares audience={audience} hours={hours} />
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

function Shares({ audience, hours }: { audience: Audience; hours: boolean }) {
  const by: [By, string, boolean][] = [
    ['country', 'Countries', !!audience.countries?.length],
    ['city', 'Cities', !!audience.cities?.length],
    ['language', 'Languages', !!audience.languages?.length],
    ['hour', 'Hours', hours],
  ];
  const parts = [useFigures('country'), useFigures('city'), useFigures('language'), useFigures('hour')];
  const known = by.flatMap(([name, label, bound], i) => {
    const reached = parts[i]?.data?.audience;
    return bound && reached ? [{ name, label, reached }] : [];
  });
  const head = ['By', 'Engaged inside', 'Engaged outside', 'Unknown', 'Outside', 'Leads inside', 'Qualified inside'];
  const rows = known.map(({ label, reached: r }) => [
    { value: label },
    ...[r.inside, r.outside, r.unknown].map((sums) => ({ value: of(sums, 'asked'), shown: count(of(sums, 'asked')) })),
    { value: outside(r), shown: outside(r) },
    { value: of(r.inside, 'leads'), shown: count(of(r.inside, 'leads')) },
    { value: of(r.inside, 'leads:qualified'), shown: count(of(r.inside, 'leads:qualified')) },
  ]);
  const first = known[0];
  return (
    <>
      <Heading
        title="Your audience"
        help="Engaged visits are those that asked something. Each bound is judged by itself; what is unknown is in no share."
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
  const { audience } = draft;
  const put = (to: Partial<typeof audience>) => setDraft({ ...draft, audience: { ...audience, ...to } });
  return (
    <form onSubmit={prevented(() => save.mutate(undefined, { onSuccess: close }))} className="unprinted">
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
        <Wrong error={save.error} shown={['audience/from', 'audience/to']} reload={load} />
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
