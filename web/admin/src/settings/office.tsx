import { Switch, Textarea } from '@mantine/core';
import { fault } from './parts';

export interface Counted {
  office: string;
  noPersons: boolean;
}

// CountedFields say which visits and whose figures stand in Insights.
export function CountedFields({
  value,
  change,
  disabled,
  error,
}: {
  value: Counted;
  change: (to: Counted) => void;
  disabled: boolean;
  error: Error | null;
}) {
  return (
    <>
      <Textarea
        label="Addresses of your offices"
        description="Visits from there are your own tests: they and their cases are not counted in Insights. One address or network in each line, like 203.0.113.7, 203.0.113.0/24 or 2001:db8:12::/48."
        autosize
        minRows={2}
        maxRows={8}
        dir="ltr"
        error={fault(error, 'office')}
        value={value.office}
        disabled={disabled}
        onChange={(e) => change({ ...value, office: e.currentTarget.value })}
      />
      <Switch
        label="No figures by person"
        description="Nobody of your team reads waits and cases by colleague, in no list and in no download."
        checked={value.noPersons}
        disabled={disabled}
        onChange={(e) => change({ ...value, noPersons: e.currentTarget.checked })}
      />
    </>
  );
}

export const officeLines = (text: string) =>
  text
    .split(/[\n,;]/)
    .map((line) => line.trim())
    .filter(Boolean);
