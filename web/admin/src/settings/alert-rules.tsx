import { NumberInput, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { components } from '../../../../api/gen/schemas.gen';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { fault } from './parts';

export type Alerts = components['schemas']['AlertRules'];
type Week = components['schemas']['AlertWeek'];

interface Props {
  value: Alerts;
  change: (alerts: Alerts) => void;
  disabled: boolean;
  error: Error | null;
}

const names = { sensitive: 'Sensitive', even: 'Even', calm: 'Calm' } as const;

// often says how many alerts an hour a level would have made.
const often = (n: number) => (n >= 10 ? Math.round(n) : n.toFixed(1)).toString();

// levels are the choices, each with what it would have made last week.
function levels(week: Week | undefined) {
  const all = Object.entries(names).map(([value, name]) => ({
    value,
    label: week ? `${name}: ${often(week.expected[value as keyof typeof names])} an hour last week` : name,
  }));
  return [...all, { value: 'off', label: 'Nobody is alerted' }];
}

// AlertFields say of which talks of a bot people on deck are alerted, and how often.
export function AlertFields({ value, change, disabled, error }: Props) {
  const { api } = useApp();
  const { data } = useQuery({ ...read(api, '/v1/deck', { query: { view: 'week' } }), staleTime: 300_000 });
  const week = data?.week;
  return (
    <Stack gap="sm" component="fieldset" className="plainset">
      <Text component="legend" size="sm" fw={600}>
        Alerts of talks with a bot
      </Text>
      <Select
        label="People on deck are alerted"
        description="The figures are the average of day and night, by talks that are over."
        allowDeselect={false}
        data={levels(week)}
        value={value.level ?? 'even'}
        disabled={disabled}
        error={fault(error, 'alerts/level')}
        onChange={(level) => level && change({ ...value, level: level as Alerts['level'] })}
      />
      <NumberInput
        label="At most"
        suffix=" alerts an hour for each person"
        min={1}
        max={60}
        allowDecimal={false}
        disabled={disabled}
        error={fault(error, 'alerts/hourly')}
        value={value.hourly ?? 6}
        onChange={(v) => change({ ...value, hourly: Number(v) || 1 })}
      />
      {week && week.made > 0 && (
        <Text size="sm" c="dimmed">
          In the last seven days there were {week.made} alerts. People called {week.right} of them right and{' '}
          {week.notNeeded} not needed.
        </Text>
      )}
    </Stack>
  );
}
