import { Alert, Button, Group, TextInput } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import { unnamed } from '../parts/team';
import { fault, Wrong } from '../settings/parts';
import { useApp } from './context';
import { useRename, useSelf } from './self';

const later = 'botifire-unnamed';

// AskName asks members without a name for one, until they have it or put it off.
export function AskName() {
  const app = useApp();
  const { data } = useSelf(app);
  const [off, setOff] = useState(() => !!sessionStorage.getItem(later));
  const there = useLocation({ select: (l) => l.pathname === '/settings/you' });
  const [name, setName] = useState('');
  const rename = useRename();
  if (!data?.email || !unnamed(data) || off || there) return null;
  const putOff = () => {
    sessionStorage.setItem(later, '1');
    setOff(true);
  };
  return (
    <Alert color="teal" m="sm" py="xs" title="What should visitors call you?">
      <form onSubmit={prevented(() => rename.mutate(name))}>
        <Group align="flex-end" gap="xs">
          <TextInput
            size="xs"
            aria-label="What visitors call you"
            placeholder="Ada"
            maxLength={60}
            autoComplete="given-name"
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
            error={fault(rename.error, 'name')}
          />
          <Button size="xs" type="submit" loading={rename.isPending} disabled={!name.trim()}>
            Save your name
          </Button>
          <Button size="xs" variant="subtle" color="gray" onClick={putOff}>
            Later
          </Button>
        </Group>
        <Wrong error={rename.error} shown={['name']} />
      </form>
    </Alert>
  );
}
