import { ActionIcon, Menu, Text } from '@mantine/core';
import { IconMessages } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useApp } from '../app/context';
import { read } from '../app/reads';

// Canned offers the texts that the team sends often.
export function Canned({ insert, disabled }: { insert: (text: string) => void; disabled: boolean }) {
  const { api } = useApp();
  const { data } = useQuery({ ...read(api, '/v1/canned-replies'), staleTime: 300_000 });
  return (
    <Menu width={320} position="top-start" disabled={disabled}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Canned replies" disabled={disabled}>
          <IconMessages size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {data?.rows.map((r) => (
          <Menu.Item key={r.id} onClick={() => insert(r.text)}>
            <Text size="sm" fw={600}>
              {r.title}
            </Text>
            <Text size="xs" c="dimmed" lineClamp={2}>
              {r.text}
            </Text>
          </Menu.Item>
        ))}
        {!data?.rows.length && <Menu.Label>There are none yet. A lead can add them under Settings, You.</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}
