import { Select } from '@mantine/core';
import type { Answer } from '../app/reads';

export type Hold = NonNullable<Answer<'/v1/bots/{bot}'>['hold']>;

interface Props {
  value: Hold;
  disabled: boolean;
  change: (hold: Hold) => void;
}

// HoldField says whether unsure answers of a bot wait for a person on deck.
export function HoldField({ value, disabled, change }: Props) {
  return (
    <Select
      label="Answers of which it is not sure"
      description="They wait 20 seconds for a person, but only while somebody is on deck."
      allowDeselect={false}
      disabled={disabled}
      data={[
        { value: '', label: 'Go out at once' },
        { value: 'send', label: 'Wait, and go out if nobody decides' },
        { value: 'hand_over', label: 'Wait, and the team gets the talk if nobody decides' },
      ]}
      value={value}
      onChange={(v) => v !== null && change(v as Hold)}
    />
  );
}
