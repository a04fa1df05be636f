import { ActionIcon, CloseButton, TextInput } from '@mantine/core';
import { IconListCheck, IconSearch } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { builds } from '../../../lib/input-method';
import { may } from '../app/auth';
import { useApp } from '../app/context';

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
