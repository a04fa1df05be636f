import { ActionIcon, Button, Checkbox, Group, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { Hours } from '../../../lib/wire';
import { Line } from './hours-week';
import { fault } from './parts';

type Holiday = Hours['holidays'][number];

interface HolidaysProps {
  list: Holiday[];
  put: (list: Holiday[]) => void;
  error: Error | null;
  disabled: boolean;
}

// Holidays are the dates with other hours than their day of the week.
export function Holidays({ list, put, error, disabled }: HolidaysProps) {
  const change = (at: number, to: Partial<Holiday>) => put(list.map((l, i) => (i === at ? { ...l, ...to } : l)));
  return (
    <fieldset className="bare week">
      <legend className="week-legend">Holidays and other dates</legend>
      {!list.length && (
        <Text size="sm" c="dimmed">
          None yet. On such a date the hours above do not count.
        </Text>
      )}
      {list.map((l, i) => (
        <Row
          key={i}
          holiday={l}
          n={i}
          error={error}
          disabled={disabled}
          change={(to) => change(i, to)}
          drop={() => put(list.filter((_, at) => at !== i))}
        />
      ))}
      {!disabled && (
        <div>
          <Button size="compact-xs" variant="subtle" onClick={() => put([...list, { date: '' }])}>
            Add a date
          </Button>
        </div>
      )}
    </fieldset>
  );
}

interface RowProps {
  holiday: Holiday;
  n: number;
  error: Error | null;
  disabled: boolean;
  change: (to: Partial<Holiday>) => void;
  drop: () => void;
}

function Row({ holiday: l, n, error, disabled, change, drop }: RowProps) {
  const open = l.from !== undefined || l.to !== undefined;
  const called = l.name || l.date || `date ${n + 1}`;
  const wrong = fault(error, `holidays.${n}.from`) ?? fault(error, `holidays.${n}.to`);
  return (
    <Group gap="xs" align="flex-start" role="group" aria-label={called}>
      <TextInput
        type="date"
        required
        size="xs"
        aria-label="Date"
        disabled={disabled}
        error={fault(error, `holidays.${n}.date`)}
        value={l.date}
        onChange={(e) => change({ date: e.currentTarget.value })}
      />
      <TextInput
        size="xs"
        aria-label="Its name"
        placeholder="Name, if you like"
        maxLength={60}
        disabled={disabled}
        value={l.name ?? ''}
        onChange={(e) => change({ name: e.currentTarget.value || undefined })}
      />
      <Checkbox
        size="xs"
        mt={6}
        label="Closed"
        checked={!open}
        disabled={disabled}
        onChange={(e) =>
          change(e.currentTarget.checked ? { from: undefined, to: undefined } : { from: '10:00', to: '14:00' })
        }
      />
      {open ? (
        <Line
          of={called}
          from={l.from ?? ''}
          to={l.to ?? ''}
          disabled={disabled}
          error={wrong}
          change={change}
          drop={drop}
        />
      ) : (
        !disabled && (
          <ActionIcon variant="subtle" color="gray" onClick={drop} aria-label={`Delete ${called}`}>
            <IconTrash size={16} />
          </ActionIcon>
        )
      )}
    </Group>
  );
}
