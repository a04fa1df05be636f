import { Badge, Button, Card, Table, Text, Title } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import type { components } from '../../../../api/gen/schemas.gen';
import { shortTime } from '../parts/format';
import { Sideways } from '../parts/sideways';
import { Wrong } from './parts';

export type Version = components['schemas']['ScriptVersion'];
type Publish = UseMutationResult<unknown, Error, number>;

interface Props {
  list: Version[];
  script: number; // the published version
  publish?: Publish; // only for people who may
  reload: () => void;
}

// Versions lists the saved versions of a script. One of them is published.
export function Versions({ list, script, publish, reload }: Props) {
  return (
    <Card withBorder mt="md">
      <Title order={2} size="h5" mb="xs">
        Versions
      </Title>
      <Wrong error={publish?.error} reload={reload} />
      <Sideways label="Versions">
        <Table miw={480}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Version</Table.Th>
              <Table.Th>Saved</Table.Th>
              <Table.Th>By</Table.Th>
              <Table.Th>What changed</Table.Th>
              <Table.Th>
                <span className="vh">Publish</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {list.map((v) => (
              <Table.Tr key={v.version}>
                <Table.Td>{v.version}</Table.Td>
                <Table.Td>{shortTime(v.at)}</Table.Td>
                <Table.Td>
                  <bdi>{v.by}</bdi>
                </Table.Td>
                <Table.Td className="words">{v.note}</Table.Td>
                <Table.Td className="at-end">
                  <State version={v} script={script} publish={publish} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Sideways>
      <Text size="sm" c="dimmed" mt="xs">
        A published version answers visitors within a minute.
      </Text>
    </Card>
  );
}

function State({ version: v, script, publish }: { version: Version; script: number; publish?: Publish }) {
  if (v.published)
    return (
      <Badge color="teal" variant="light">
        In force
      </Badge>
    );
  if (!publish) return null;
  return (
    <Button
      size="xs"
      variant="light"
      loading={publish.isPending && publish.variables === v.version}
      onClick={() => publish.mutate(v.version)}
    >
      {v.version > script ? 'Publish' : 'Roll back to this'}
    </Button>
  );
}
