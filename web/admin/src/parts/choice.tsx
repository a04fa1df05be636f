import { SegmentedControl, Text } from '@mantine/core';
import { useId } from 'react';

interface Props<Value extends string> {
  label: string;
  value: Value;
  choices: { value: Value; label: string }[];
  disabled?: boolean;
  choose: (value: Value) => void;
}

// Choice is one of a few values, side by side, with a label before them.
export function Choice<Value extends string>({ label, value, choices, disabled, choose }: Props<Value>) {
  const id = useId();
  return (
    <>
      <Text size="sm" id={id}>
        {label}
      </Text>
      <SegmentedControl
        size="xs"
        aria-labelledby={id}
        value={value}
        disabled={disabled}
        onChange={choose}
        data={choices}
      />
    </>
  );
}
