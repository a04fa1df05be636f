import { PasswordInput } from '@mantine/core';

interface Props {
  label: string;
  description?: string;
  required?: boolean;
  value: string;
  error?: string;
  change: (to: string) => void;
}

// Secret is a field whose value is stored and not shown again.
export function Secret({ label, description, required, value, error, change }: Props) {
  return (
    <PasswordInput
      label={label}
      description={description}
      required={required}
      autoComplete="off"
      value={value}
      error={error}
      onChange={(e) => change(e.currentTarget.value)}
    />
  );
}
