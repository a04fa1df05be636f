import { NumberInput, Stack, Switch, Text } from '@mantine/core';
import type { components } from '../../../../api/gen/schemas.gen';
import { fault } from './parts';

export type Assigns = components['schemas']['AssignRules'];

interface Props {
  value: Assigns;
  change: (assigns: Assigns) => void;
  disabled: boolean;
  error: Error | null;
}

// AssignFields say whether waiting conversations are given to people by themselves, and when they move on.
export function AssignFields({ value, change, disabled, error }: Props) {
  return (
    <Stack gap="sm" component="fieldset" className="plainset">
      <Text component="legend" size="sm" fw={600}>
        Assignment
      </Text>
      <Switch
        label="Give waiting conversations to the people who are available, in fair shares"
        checked={!!value.auto}
        disabled={disabled}
        onChange={(e) => change({ ...value, auto: e.currentTarget.checked })}
      />
      <NumberInput
        label="At most"
        suffix=" open conversations for each person"
        min={1}
        max={100}
        allowDecimal={false}
        disabled={disabled}
        error={fault(error, 'assign/limit')}
        value={value.limit}
        onChange={(v) => change({ ...value, limit: Number(v) || 1 })}
      />
      <NumberInput
        label="Moves on if it is not answered within"
        description="0 for never. It moves on twice at most, and never while its person types. Then leads are told."
        suffix=" minutes"
        min={0}
        max={120}
        allowDecimal={false}
        disabled={disabled}
        error={fault(error, 'assign/answer')}
        value={value.answer ?? 0}
        onChange={(v) => change({ ...value, answer: Number(v) || 0 })}
      />
    </Stack>
  );
}
