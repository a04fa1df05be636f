import { ActionIcon, Group } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';

// moved is a list with one entry moved up or down.
function moved<T>(list: T[], from: number, by: number): T[] {
  const to = [...list];
  to.splice(from + by, 0, ...to.splice(from, 1));
  return to;
}

// RowTools move an entry of a list, or delete it.
export function RowTools<T>({
  what,
  list,
  at,
  put,
}: {
  what: string;
  list: T[];
  at: number;
  put: (list: T[]) => void;
}) {
  const tool = (label: string, icon: React.ReactNode, to: () => T[], disabled = false) => (
    <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={disabled} onClick={() => put(to())}>
      {icon}
    </ActionIcon>
  );
  return (
    <Group gap={2} wrap="nowrap">
      {tool(`Move ${what} up`, <IconArrowUp size={18} />, () => moved(list, at, -1), at === 0)}
      {tool(`Move ${what} down`, <IconArrowDown size={18} />, () => moved(list, at, 1), at === list.length - 1)}
      {tool(`Delete ${what}`, <IconTrash size={18} />, () => list.filter((_, n) => n !== at))}
    </Group>
  );
}
