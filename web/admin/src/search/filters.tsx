import { Button, Checkbox, Collapse, Group, Select, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFilter, IconFilterOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { useLabels } from '../parts/labels';
import { nameOf } from '../parts/team';
import { useSources } from '../visitors/sources';
import { filters, isNarrowed, type Sought } from './queries';

interface Props {
  s: Sought;
  set: (change: Partial<Sought>) => void;
}

const sources = [
  { value: 'web', label: 'Website' },
  { value: 'whatsapp', label: 'WhatsApp' },
];
const authors = [
  { value: 'visitor', label: 'Visitors' },
  { value: 'bot', label: 'The bot' },
  { value: 'agent', label: 'Colleagues' },
];
const none = Object.fromEntries(filters.map((name) => [name, undefined]));

// Filters narrow a search. They are folded in while none is set.
export function Filters({ s, set }: Props) {
  const narrowed = isNarrowed(s);
  const [opened, { toggle }] = useDisclosure(narrowed);
  return (
    <div className="narrow" role="search" aria-label="Narrow the search">
      <Group gap="xs" mt="xs">
        <Button
          size="compact-sm"
          variant="subtle"
          aria-expanded={opened}
          leftSection={<IconFilter size={16} />}
          onClick={toggle}
        >
          Filters
        </Button>
        {narrowed && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconFilterOff size={16} />}
            onClick={() => set(none)}
          >
            Clear
          </Button>
        )}
      </Group>
      <Collapse expanded={opened}>
        <Group gap="xs" pt="xs" align="flex-end">
          <Choices s={s} set={set} />
          <Where value={s.place} set={(place) => set({ place })} />
          <Day label="From" value={s.from} set={(from) => set({ from })} />
          <Day label="To" value={s.to} set={(to) => set({ to })} />
          <Checkbox
            label="Has a file"
            pb={8}
            checked={!!s.file}
            onChange={(e) => set({ file: e.currentTarget.checked || undefined })}
          />
        </Group>
      </Collapse>
    </div>
  );
}

// Choices are the filters of which there are a few values.
function Choices({ s, set }: Props) {
  const { all } = useSources();
  const { api } = useApp();
  const labels = useLabels();
  const team = useQuery({ ...read(api, '/v1/members'), staleTime: 60_000 });
  const bots = all.filter((one) => one.kind === 'bot').map(({ id, name }) => ({ value: id, label: name }));
  const people = (team.data?.rows ?? []).flatMap((m) => (m.id ? [{ value: m.id, label: nameOf(m) }] : []));
  return (
    <>
      <Choose name="Source" value={s.source} data={sources} set={(v) => set({ source: v as Sought['source'] })} />
      <Choose name="Bot" value={s.bot} data={bots} set={(bot) => set({ bot })} />
      <Choose name="Said by" value={s.author} data={authors} set={(v) => set({ author: v as Sought['author'] })} />
      <Choose name="With" value={s.assignee} data={people} set={(assignee) => set({ assignee })} />
      {labels.length > 0 && (
        <Choose
          name="Label"
          value={s.label}
          data={labels.map((l) => ({ value: l.id ?? '', label: l.name }))}
          set={(label) => set({ label })}
        />
      )}
    </>
  );
}

interface Choice {
  name: string;
  value?: string;
  data: { value: string; label: string }[];
  set: (value?: string) => void;
}

function Choose({ name, value, data, set }: Choice) {
  return (
    <Select
      size="sm"
      clearable
      label={name}
      placeholder="Any"
      w={{ base: '47%', sm: 150 }}
      value={value ?? null}
      onChange={(v) => set(v ?? undefined)}
      data={data}
    />
  );
}

// Where is a country or a city. It is looked for once it is typed.
function Where({ value = '', set }: { value?: string; set: (place?: string) => void }) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const done = () => set(typed.trim() || undefined);
  return (
    <TextInput
      size="sm"
      label="Country or city"
      maxLength={100}
      w={{ base: '47%', sm: 150 }}
      value={typed}
      onChange={(e) => setTyped(e.currentTarget.value)}
      onBlur={done}
      onKeyDown={(e) => e.key === 'Enter' && done()}
    />
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
