import { NumberInput, Stack, Text } from '@mantine/core';
import type { components } from '../../../../api/gen/schemas.gen';
import { fault } from './parts';

export type Targets = components['schemas']['Targets'];

interface Props {
  value: Targets;
  change: (targets: Targets) => void;
  disabled: boolean;
  error: Error | null;
}

const fields = [
  ['team', 'Of those who wait for nobody in particular', '0 for no target. The inbox shows the time that is left.'],
  [
    'person',
    'Of those who wait for a person who has them',
    'Both count in opening hours, from the customer’s question.',
  ],
] as const;

// TargetFields are the minutes in which a customer who waits is to get a person's first word.
export function TargetFields({ value, change, disabled, error }: Props) {
  return (
    <Stack gap="sm" component="fieldset" className="plainset">
      <Text component="legend" size="sm" fw={600}>
        First answer of a person
      </Text>
      {fields.map(([name, label, description]) => (
        <NumberInput
          key={name}
          label={label}
          description={description}
          prefix="within "
          suffix=" minutes"
          min={0}
          max={2880}
          allowDecimal={false}
          disabled={disabled}
          error={fault(error, `targets/${name}`)}
          value={value[name] ?? 0}
          onChange={(v) => change({ ...value, [name]: Number(v) || 0 })}
        />
      ))}
    </Stack>
  );
}
