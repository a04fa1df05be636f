import { Group, Switch, TextInput } from '@mantine/core';
import type { QuietHours } from '../app/preferences';
import { fault } from './parts';

interface Props {
  label: string;
  description: string;
  quiet?: QuietHours;
  change: (quiet?: QuietHours) => void;
  error?: Error | null;
}

// Quiet is a time of each day at which a person is not told, and the switch of it. Each change is kept at once.
export function Quiet({ label, description, quiet, change, error = null }: Props) {
  const time = (name: 'from' | 'to', said: string) => (
    <TextInput
      type="time"
      label={said}
      defaultValue={quiet?.[name]}
      error={fault(error, `quiet/${name}`)}
      onBlur={({ currentTarget: { value } }) => {
        if (quiet && value && value !== quiet[name]) change({ ...quiet, [name]: value });
      }}
    />
  );
  return (
    <>
      <Switch
        label={label}
        description={description}
        checked={!!quiet}
        onChange={(e) => change(e.currentTarget.checked ? { from: '22:00', to: '07:00' } : undefined)}
      />
      {quiet && (
        <Group gap="sm">
          {time('from', 'From')}
          {time('to', 'To')}
        </Group>
      )}
    </>
  );
}
