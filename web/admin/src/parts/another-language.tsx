import { Button, Group, Select } from '@mantine/core';
import { useState } from 'react';
import { languageName, offered } from './languages';

// Another adds one of the languages that are not there yet.
export function Another({ taken, add }: { taken: string[]; add: (code: string) => void }) {
  const [picked, pick] = useState<string | null>(null);
  return (
    <Group gap="xs" align="flex-end">
      <Select
        label="Another language"
        placeholder="Choose one"
        searchable
        w={220}
        value={picked}
        data={offered.filter((l) => !taken.includes(l)).map((value) => ({ value, label: languageName(value) }))}
        onChange={pick}
      />
      <Button
        variant="light"
        disabled={!picked}
        onClick={() => {
          add(picked!);
          pick(null);
        }}
      >
        Add it
      </Button>
    </Group>
  );
}
