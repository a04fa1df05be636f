import { NumberInput, Stack, Text } from '@mantine/core';
import type { components } from '../../../../api/gen/schemas.gen';
import { fault } from './parts';

export type Cases = Required<components['schemas']['CaseRules']>;

const fields = [
  ['web', 'A case on the website ends after', 'hours of silence', 720],
  ['whatsapp', 'A case on WhatsApp ends after', 'hours of silence', 22],
  ['reopen', 'A message reopens a closed case for', 'days', 30],
] as const;

// CaseFields say when a case ends by itself, and how long a customer's message reopens it.
export function CaseFields({
  value,
  change,
  disabled,
  error,
}: {
  value: Cases;
  change: (cases: Cases) => void;
  disabled: boolean;
  error: Error | null;
}) {
  return (
    <Stack gap="sm" component="fieldset" className="plainset">
      <Text component="legend" size="sm" fw={600}>
        Cases
      </Text>
      <Text size="xs" c="dimmed">
        A case never ends by itself while a customer waits. On WhatsApp it ends early enough that you can still write.
      </Text>
      {fields.map(([name, label, unit, max]) => (
        <NumberInput
          key={name}
          label={label}
          suffix={` ${unit}`}
          min={1}
          max={max}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="blur"
          disabled={disabled}
          error={fault(error, `cases/${name}`)}
          value={value[name]}
          onChange={(v) => change({ ...value, [name]: Number(v) || 1 })}
        />
      ))}
    </Stack>
  );
}
