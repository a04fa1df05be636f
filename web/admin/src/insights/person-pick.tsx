import { type ComboboxItem, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { called, detailOf, someoneOf } from '../parts/names';

// PersonPick chooses a person among all visitors, by a search.
export function PersonPick({ value, onChange }: { value: string | null; onChange: (visitor: string | null) => void }) {
  const { api } = useApp();
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState('');
  const [q] = useDebouncedValue(words.trim(), 250);
  const found = useQuery({ ...read(api, '/v1/visitors', { query: { q } }), enabled: q.length > 1 && q !== chosen });
  const people: ComboboxItem[] = (found.data?.rows ?? []).map(({ visitor }) => {
    const who = someoneOf(visitor);
    return { value: visitor.id, label: [called(who), detailOf(who)].filter(Boolean).join(' ') };
  });
  if (found.data?.next) people.push({ value: '', label: 'There are more. Write more of the name.', disabled: true });
  if (value && !people.some((p) => p.value === value)) people.unshift({ value, label: chosen || value });
  return (
    <Select
      label="Person"
      placeholder="Anybody"
      searchable
      clearable
      w={190}
      value={value}
      data={people}
      searchValue={words}
      onSearchChange={setWords}
      filter={({ options }) => options}
      nothingFoundMessage={
        q.length < 2
          ? 'Type a name, e-mail or phone'
          : found.error
            ? found.error.message
            : found.isPending
              ? 'Looking…'
              : 'Nobody was found.'
      }
      onChange={(id, option) => {
        setChosen(option?.label ?? '');
        onChange(id);
      }}
    />
  );
}
