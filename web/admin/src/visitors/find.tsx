import { Combobox, Loader, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { Called, someoneOf } from '../parts/names';
import { Source } from './cells';

// Find searches all visitors, whatever list is shown.
export function Find() {
  const { api } = useApp();
  const navigate = useNavigate();
  const box = useCombobox();
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim(), 250);
  const found = useQuery({ ...read(api, '/v1/visitors', { query: { q } }), enabled: q.length > 1 });
  const rows = found.data?.rows ?? [];
  return (
    <Combobox
      store={box}
      onOptionSubmit={(visitor) => void navigate({ to: '/visitors/$visitor', params: { visitor } })}
    >
      <Combobox.Target>
        <TextInput
          size="sm"
          type="search"
          aria-label="Find a visitor"
          placeholder="Find by name, e-mail, phone…"
          className="find"
          maxLength={100}
          value={words}
          leftSection={found.isFetching ? <Loader size={14} /> : <IconSearch size={16} />}
          onChange={(e) => {
            setWords(e.currentTarget.value);
            box.openDropdown();
            box.resetSelectedOption();
          }}
          onFocus={() => box.openDropdown()}
          onBlur={() => box.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={q.length < 2 || (found.isPending && !found.error)}>
        <Combobox.Options mah={320} style={{ overflowY: 'auto' }}>
          <Combobox.Header>
            {found.error
              ? found.error.message
              : rows.length
                ? 'Among all visitors, here or not'
                : 'No visitor was found, here or not.'}
          </Combobox.Header>
          {rows.map(({ visitor }) => (
            <Combobox.Option key={visitor.id} value={visitor.id}>
              <span className="found">
                <Source source={visitor.source} />
                <span className="cut">
                  <Called who={someoneOf(visitor)} />
                </span>
              </span>
            </Combobox.Option>
          ))}
          {found.data?.next && <Combobox.Footer>There are more. Write more of the name.</Combobox.Footer>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
