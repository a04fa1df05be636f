import { Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { shortTime } from '../parts/format';
import { Broken, Loading } from '../parts/states';
import type { Content, Entry } from './words';

interface Props {
  entry: Entry;
  take: (content: Content) => void;
}

// Versions lists the saved versions of an entry. An earlier version is taken into the editor, and saved as a new one.
export function Versions({ entry: e, take }: Props) {
  const { api } = useApp();
  const list = useQuery(read(api, '/v1/knowledge/entries/{entry}/versions', { path: { entry: e.id } }));
  return (
    <Card withBorder mt="md">
      <Title order={2} size="h5" mb="xs">
        Versions
      </Title>
      {list.isPending && <Loading />}
      {list.error && <Broken error={list.error} retry={() => void list.refetch()} />}
      <Stack gap={6} component="ul">
        {list.data?.rows.map((v) => (
          <Group key={v.version} component="li" justify="space-between" data-version={v.version}>
            <Text size="sm">
              {v.version}: <bdi>{v.by}</bdi>, {shortTime(v.at)}
            </Text>
            <Group gap="xs">
              {v.state === 'published' && (
                <Badge size="sm" variant="light" color="teal">
                  In force
                </Badge>
              )}
              {v.version !== e.version && (
                <Button size="compact-xs" variant="light" onClick={() => take(v.content)}>
                  Take this into the editor
                </Button>
              )}
            </Group>
          </Group>
        ))}
      </Stack>
    </Card>
  );
}
