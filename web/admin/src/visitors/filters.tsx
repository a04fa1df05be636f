import { Button, Group, Select, TextInput } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import type { SessionRow } from '../../../lib/wire';
import { countryName } from '../parts/format';
import { type Filters, isFiltered, narrowing, type Shown, shown } from './filter';
import { type Whose, whose } from './goals';
import { useSources } from './sources';

interface Props {
  f: Filters;
  all: SessionRow[]; // what there is to choose from
  past: boolean;
  set: (change: Partial<Filters>) => void;
}

const look = { size: 'sm', clearable: true, w: { base: '47%', sm: 150 } } as const;
const groups = { site: 'Websites', number: 'WhatsApp numbers', bot: 'Bots' } as const;
const devices = [
  { value: 'desktop', label: 'Computer' },
  { value: 'mobile', label: 'Phone' },
  { value: 'tablet', label: 'Tablet' },
];

export function FilterBar({ f, all, past, set }: Props) {
  const sources = useSources();
  const places = (Object.keys(groups) as (keyof typeof groups)[])
    .map((kind) => ({
      group: groups[kind],
      items: sources.all.filter((s) => s.kind === kind).map((s) => ({ value: s.id, label: s.name })),
    }))
    .filter((g) => g.items.length);
  const goals = new Set([
    'Lead Captured',
    'Checkout',
    ...all.flatMap((r) => r.session.goals?.map((g) => g.name) ?? []),
  ]);
  return (
    <Group px="md" pb="sm" gap="xs" align="flex-end" role="search" aria-label="Filter visits">
      <Select
        {...look}
        aria-label="Source"
        placeholder="Any source"
        value={f.source ?? null}
        onChange={(v) => set({ source: (v ?? undefined) as Filters['source'] })}
        data={[
          { value: 'web', label: 'Website' },
          { value: 'whatsapp', label: 'WhatsApp' },
        ]}
      />
      <Select
        {...look}
        aria-label="Site, number or bot"
        placeholder="Any site or bot"
        value={f.at ?? null}
        onChange={(v) => set({ at: v ?? undefined })}
        data={places}
      />
      {!past && (
        <Select
          {...look}
          aria-label="State"
          placeholder="Any state"
          value={f.state ?? null}
          onChange={(v) => set({ state: (v ?? undefined) as Shown | undefined })}
          data={Object.entries(shown).map(([value, label]) => ({ value, label }))}
        />
      )}
      <Select
        {...look}
        aria-label="Country"
        placeholder="Any country"
        searchable
        value={f.country ?? null}
        onChange={(v) => set({ country: v ?? undefined })}
        data={countriesOf(all, f.country)}
      />
      <Select
        {...look}
        aria-label="Device"
        placeholder="Any device"
        value={f.device ?? null}
        onChange={(v) => set({ device: v ?? undefined })}
        data={devices}
      />
      <Select
        {...look}
        aria-label="Goal"
        placeholder="Any goal"
        value={f.goal ?? null}
        onChange={(v) => set({ goal: v ?? undefined })}
        data={[...goals]}
      />
      <Select
        {...look}
        aria-label="How a goal was reached"
        placeholder="By anyone"
        value={f.by ?? null}
        onChange={(v) => set({ by: (v ?? undefined) as Whose | undefined })}
        data={Object.entries(whose).map(([value, label]) => ({ value, label }))}
      />
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
