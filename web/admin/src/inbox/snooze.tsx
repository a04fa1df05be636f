import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { prevented } from '../../../lib/events';

const at = (days: number, hour: number) => {
  const d = new Date();
  d.setDate(d.getDate() + days);
  d.setHours(hour, 0, 0, 0);
  return d;
};

export const snoozes = (): [string, Date][] => [
  ['In an hour', new Date(Date.now() + 3_600_000)],
  ['Tomorrow, 9:00', at(1, 9)],
  ['In a week, 9:00', at(7, 9)],
];

const most = 90; // days that something can be snoozed for

// local is a time as the browser's own field for day and time wants it.
const local = (d: Date) => new Date(d.getTime() - d.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

// SnoozeUntil asks for a day and time of one's own.
export function SnoozeUntil({
  opened,
  onClose,
  chosen,
}: {
  opened: boolean;
  onClose: () => void;
  chosen: (until: string) => void;
}) {
  const [value, setValue] = useState(() => local(at(2, 9)));
  const until = new Date(value);
  const good = until.getTime() > Date.now() && until.getTime() < at(most, 24).getTime();
  return (
    <Modal opened={opened} onClose={onClose} title="Snooze until" centered>
      <form
        onSubmit={prevented(() => {
          if (good) {
            chosen(until.toISOString());
          }
        })}
      >
        <TextInput
          type="datetime-local"
          label="Day and time"
          description="It comes back then, or as soon as the visitor writes."
          value={value}
          min={local(new Date())}
          max={local(at(most, 0))}
          error={!good && `Choose a time within the next ${most} days.`}
          onChange={(e) => setValue(e.currentTarget.value)}
          data-autofocus
        />
        <Group justify="flex-end" mt="md">
          <Button type="submit" disabled={!good}>
            Snooze
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
