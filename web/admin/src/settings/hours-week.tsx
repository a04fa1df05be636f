import './hours.css';
import { ActionIcon, Button, Group, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { Hours } from '../../../lib/wire';
import { fault } from './parts';

type Span = Hours['week'][number];

const days: [Span['day'], string][] = [
  ['mon', 'Monday'],
  ['tue', 'Tuesday'],
  ['wed', 'Wednesday'],
  ['thu', 'Thursday'],
  ['fri', 'Friday'],
  ['sat', 'Saturday'],
  ['sun', 'Sunday'],
];

interface WeekProps {
  week: Span[];
  put: (week: Span[]) => void;
  error: Error | null;
  disabled: boolean;
}

// Week is the hours of each day. A day without a line is closed.
export function Week({ week, put, error, disabled }: WeekProps) {
  const change = (at: number, to: Partial<Span>) => put(week.map((s, i) => (i === at ? { ...s, ...to } : s)));
  return (
    <fieldset className="bare week">
      <legend className="vh">Hours of each day</legend>
      {days.map(([day, label]) => {
        const own = week.flatMap((s, i) => (s.day === day ? [{ ...s, i }] : []));
        const last = own.at(-1);
        return (
          <div key={day} className="week-day" role="group" aria-label={label}>
            <Text size="sm" fw={500} className="week-name">
              {label}
            </Text>
            <div className="week-lines">
              {!own.length && (
                <Text size="sm" c="dimmed">
                  Closed
                </Text>
              )}
              {own.map((s) => (
                <Line
                  key={s.i}
                  of={label}
                  from={s.from}
                  to={s.to}
                  disabled={disabled}
                  error={fault(error, `week.${s.i}`)}
                  change={(to) => change(s.i, to)}
                  drop={() => put(week.filter((_, i) => i !== s.i))}
                />
              ))}
            </div>
            {!disabled && (
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={`Add hours on ${label}`}
                onClick={() => put([...week, { day, ...next(last) }])}
              >
                Add hours
              </Button>
            )}
          </div>
        );
      })}
      {!disabled && week.some((s) => s.day === 'mon') && (
        <div>
          <Button size="compact-xs" variant="light" onClick={() => put(copied(week))}>
            Copy Monday to Tuesday until Friday
          </Button>
        </div>
      )}
    </fieldset>
  );
}

// next is likely hours for another line of a day.
const next = (last?: Span) =>
  last && last.to < '18:00' ? { from: last.to, to: '18:00' } : { from: '09:00', to: '17:00' };

const copied = (week: Span[]): Span[] => {
  const workdays = ['tue', 'wed', 'thu', 'fri'] as const;
  const monday = week.filter((s) => s.day === 'mon');
  const rest = week.filter((s) => !workdays.some((day) => day === s.day));
  return [...rest, ...workdays.flatMap((day) => monday.map((s) => ({ ...s, day })))];
};

interface LineProps {
  of: string;
  from: string;
  to: string;
  disabled: boolean;
  error?: string;
  change: (to: { from?: string; to?: string }) => void;
  drop: () => void;
}

// Line is one pair of times. Browsers write the end of a day as 00:00.
export function Line({ of, from, to, disabled, error, change, drop }: LineProps) {
  return (
    <div>
      <Group gap="xs" wrap="nowrap">
        <TextInput
          type="time"
          required
          size="xs"
          aria-label={`${of}, from`}
          disabled={disabled}
          error={!!error}
          value={from}
          onChange={(e) => change({ from: e.currentTarget.value })}
        />
        <Text size="sm">to</Text>
        <TextInput
          type="time"
          required
          size="xs"
          aria-label={`${of}, to`}
          disabled={disabled}
          error={!!error}
          value={to === '24:00' ? '00:00' : to}
          onChange={(e) => change({ to: e.currentTarget.value === '00:00' ? '24:00' : e.currentTarget.value })}
        />
        {!disabled && (
          <ActionIcon variant="subtle" color="gray" onClick={drop} aria-label={`Delete these hours of ${of}`}>
            <IconTrash size={16} />
          </ActionIcon>
        )}
      </Group>
      {error && (
        <Text size="xs" c="red" role="alert">
          {error}
        </Text>
      )}
    </div>
  );
}
