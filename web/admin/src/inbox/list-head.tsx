import { ActionIcon, CloseButton, Group, Select, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconListCheck, IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { RefObject } from 'react';
import { builds } from '../../../lib/input-method';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { fitting } from './filter';
import { FilterButton, useFilters } from './filters';
import { type Queue, queues, useAllCounts, useCounts } from './queries';

// ChooseButton begins and ends the choice of several conversations.
export function ChooseButton({ on, turn }: { on: boolean; turn: (on: boolean) => void }) {
  const { me } = useApp();
  if (!may(me.role, 'agent')) return null;
  return (
    <ActionIcon
      size="lg"
      variant={on ? 'light' : 'default'}
      aria-label="Choose several"
      aria-pressed={on}
      onClick={() => turn(!on)}
    >
      <IconListCheck size={18} />
    </ActionIcon>
  );
}

// Which chooses the queue, and the filters in it.
export function Which({ queue, countries }: { queue: Queue; countries: string[] }) {
  const navigate = useNavigate();
  const [filters] = useFilters(queue);
  const [opened, { open, close }] = useDisclosure();
  const go = (to: string) =>
    void navigate({ to: '/inbox/$queue', params: { queue: to }, search: fitting(filters, to) });
  const counts = { ...useAllCounts(opened), ...useCounts() } as Partial<Counts>;
  return (
    <Group gap="xs" wrap="nowrap">
      <Select
        aria-label="Queue"
        value={queue}
        allowDeselect={false}
        onDropdownOpen={open}
        onDropdownClose={close}
        onChange={(v) => v && go(v)}
        data={Object.entries(queues).map(([value, label]) => ({ value, label: numbered(label, counts, value) }))}
      />
      <FilterButton queue={queue} countries={countries} />
    </Group>
  );
}

const mostCounted = 100; // of queues in which nobody waits for the team

// numbered is a queue's name with the number of its conversations, where that is counted.
function numbered(label: string, counts: Partial<Counts>, queue: string): string {
  const count = counts[queue as keyof Counts];
  if (count === undefined) return label;
  const capped = count >= mostCounted && (queue === 'human' || queue === 'bot' || queue === 'snoozed');
  return `${label} (${capped ? `${mostCounted - 1}+` : count})`;
}

type Counts = NonNullable<ReturnType<typeof useCounts>>;

interface SearchProps {
  q: string;
  setQ: (q: string) => void;
  field: RefObject<HTMLInputElement | null>;
}

export function Search({ q, setQ, field }: SearchProps) {
  return (
    <TextInput
      ref={field}
      className="grow"
      type="search"
      aria-label="Search for a person"
      placeholder="Name, e-mail, phone or number"
      value={q}
      onChange={(e) => setQ(e.currentTarget.value)}
      leftSection={<IconSearch size={16} />}
      rightSection={q && <CloseButton aria-label="Clear the search" size="sm" onClick={() => setQ('')} />}
      onKeyDown={(e) => {
        if (e.key !== 'Escape' || builds(e.nativeEvent)) return;
        setQ('');
        e.currentTarget.blur();
      }}
    />
  );
}
