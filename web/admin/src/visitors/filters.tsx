import { Button, Group, Select, type SelectProps, TextInput } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import type { SessionRow } from '../../../lib/wire';
import { countryName } from '../parts/format';
import { type Filters, isFiltered, narrowing, type Shown, shown } from './filter';
import { type Whose, whose } from './goals';
import { usePlaces } from './places';

interface Props {
  f: Filters;
  all: SessionRow[]; // the visits from which the choices come
  past: boolean;
  set: (change: Partial<Filters>) => void;
}

const look = { size: 'sm', clearable: true, w: { base: '47%', sm: 150 } } as const;
const devices = [
  { value: 'desktop', label: 'Computer' },
  { value: 'mobile', label: 'Phone' },
  { value: 'tablet', label: 'Tablet' },
];

interface Choice {
  label: string;
  any: string;
  value?: string;
  data: SelectProps['data'];
  choose: (to?: string) => void;
}

function Choose({ label, any, value, data, choose }: Choice) {
  return (
    <Select
      {...look}
      aria-label={label}
      placeholder={any}
      searchable={label === 'Country'}
      value={value ?? null}
      onChange={(v) => choose(v ?? undefined)}
      data={data}
    />
  );
}

const optionsOf = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));
const sources = optionsOf({ web: 'Website', whatsapp: 'WhatsApp' });

// FilterBar narrows a list of visits.
export function FilterBar(props: Props) {
  const { f, past, set } = props;
  return (
    <Group px="md" pb="sm" gap="xs" align="flex-end" role="search" aria-label="Filter visits">
      <WhereFrom {...props} />
      <WhatFor {...props} />
      {past && <Day label="From" value={f.from} set={(from) => set({ from })} />}
      {past && <Day label="To" value={f.to} set={(to) => set({ to })} />}
      {f.network && (
        <Button size="sm" variant="light" onClick={() => set({ network: undefined })}>
          Network <bdi className="mono">&nbsp;{f.network}</bdi>&nbsp;✕
        </Button>
      )}
      {isFiltered(f) && (
        <Button
          size="sm"
          variant="subtle"
          leftSection={<IconFilterOff size={16} />}
          onClick={() => set(Object.fromEntries(narrowing.map((name) => [name, undefined])))}
        >
          Clear
        </Button>
      )}
    </Group>
  );
}

// WhereFrom filters by source, place and device.
function WhereFrom({ f, all, past, set }: Props) {
  return (
    <>
      <Choose
        label="Source"
        any="Any source"
        value={f.source}
        choose={(v) => set({ source: v as Filters['source'] })}
        data={sources}
      />
      <Choose
        label="Site, number or bot"
        any="Any site or bot"
        value={f.at}
        choose={(at) => set({ at })}
        data={usePlaces()}
      />
      {!past && (
        <Choose
          label="State"
          any="Any state"
          value={f.state}
          choose={(v) => set({ state: v as Shown | undefined })}
          data={optionsOf(shown)}
        />
      )}
      <Choose
        label="Country"
        any="Any country"
        value={f.country}
        choose={(country) => set({ country })}
        data={countriesOf(all, f.country)}
      />
      <Choose label="Device" any="Any device" value={f.device} choose={(device) => set({ device })} data={devices} />
    </>
  );
}

// WhatFor narrows by the goals that were reached.
function WhatFor({ f, all, set }: Props) {
  const named = all.flatMap((r) => r.session.goals?.map((g) => g.name) ?? []);
  return (
    <>
      <Choose
        label="Goal"
        any="Any goal"
        value={f.goal}
        choose={(goal) => set({ goal })}
        data={[...new Set(['Lead Captured', 'Checkout', ...named])]}
      />
      <Choose
        label="How a goal was reached"
        any="By anyone"
        value={f.by}
        choose={(v) => set({ by: v as Whose | undefined })}
        data={optionsOf(whose)}
      />
    </>
  );
}

function Day({ label, value, set }: { label: string; value?: string; set: (day?: string) => void }) {
  return (
    <TextInput
      size="sm"
      type="date"
      label={label}
      className="day-field"
      value={value ?? ''}
      onChange={(e) => set(e.currentTarget.value || undefined)}
    />
  );
}

function countriesOf(all: SessionRow[], chosen?: string) {
  const seen = new Set(all.map((r) => r.session.place.country).filter((c) => !!c) as string[]);
  if (chosen) seen.add(chosen);
  return [...seen]
    .sort((a, b) => countryName(a).localeCompare(countryName(b)))
    .map((c) => ({ value: c, label: countryName(c) }));
}
