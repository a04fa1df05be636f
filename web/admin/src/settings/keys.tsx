import { Button, Card, Group, Table, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { type Answer, read, useRefresh } from '../app/reads';
import { shortTime } from '../parts/format';
import { Sideways } from '../parts/sideways';
import { Broken, Loading } from '../parts/states';
import { Keep } from './keep';
import { fault, Once, Wrong } from './parts';

// Keys let the tenant's own servers call the API.
export function Keys() {
  const { list, name, setName, secret, setSecret, add, rotate, drop } = useKeys();
  if (list.isPending) return <Loading />;
  if (list.error) return <Broken error={list.error} retry={() => void list.refetch()} />;
  return (
    <div className="cards2">
      <Card withBorder className="wide">
        <Title order={2} size="h5" mb="xs">
          API keys
        </Title>
        <Text size="sm" mb="sm">
          Your servers use them to report goals and to erase visitors. A key is shown only once; after a rotation the
          previous key works for another day.
        </Text>
        {list.data.rows.length > 0 && <KeyTable rows={list.data.rows} rotate={rotate.mutate} drop={drop.mutate} />}
        <form onSubmit={prevented(() => add.mutate())}>
          <Keep unsaved={!!name && !add.isPending} />
          <Group align="flex-end" mt="sm">
            <TextInput
              label="Name of a new key"
              placeholder="The shop’s server"
              maxLength={60}
              error={fault(add.error, 'name')}
              value={name}
              onChange={(e) => setName(e.currentTarget.value)}
            />
            <Button type="submit" loading={add.isPending} disabled={!name.trim()}>
              Create a key
            </Button>
          </Group>
        </form>
        <Wrong error={add.error ?? rotate.error ?? drop.error} shown={['name']} />
      </Card>
      <Once secret={secret} what="Your API key" close={() => setSecret(undefined)} />
    </div>
  );
}

// useKeys reads the keys, and makes, rotates and deletes them.
function useKeys() {
  const { api } = useApp();
  const refresh = useRefresh();
  const list = useQuery(read(api, '/v1/keys'));
  const [name, setName] = useState('');
  const [secret, setSecret] = useState<string>();
  const done = () => refresh('/v1/keys');
  const show = (made: { secret: string }) => {
    setSecret(made.secret);
    setName('');
    void done();
  };
  const add = useMutation({ mutationFn: () => ok(api.POST('/v1/keys', { body: { name } })), onSuccess: show });
  const rotate = useMutation({
    mutationFn: (key: string) => ok(api.POST('/v1/keys/{key}/rotate', { params: { path: { key } } })),
    onSuccess: show,
  });
  const drop = useMutation({
    mutationFn: (key: string) => ok(api.DELETE('/v1/keys/{key}', { params: { path: { key } } })),
    onSuccess: done,
  });
  return { list, name, setName, secret, setSecret, add, rotate, drop };
}

interface TableProps {
  rows: Answer<'/v1/keys'>['rows'];
  rotate: (key: string) => void;
  drop: (key: string) => void;
}

function KeyTable({ rows, rotate, drop }: TableProps) {
  return (
    <Sideways label="Keys">
      <Table miw={560}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Made</Table.Th>
            <Table.Th>Rotated</Table.Th>
            <Table.Th>Last used</Table.Th>
            <Table.Th>
              <span className="vh">Change</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((k) => (
            <Table.Tr key={k.id}>
              <Table.Td>
                <bdi>{k.name}</bdi>
              </Table.Td>
              <Table.Td>{shortTime(k.made)}</Table.Td>
              <Table.Td>{k.rotated ? shortTime(k.rotated) : 'Never'}</Table.Td>
              <Table.Td>{k.used ? shortTime(k.used) : 'Never'}</Table.Td>
              <Table.Td>
                <Group gap={4} wrap="nowrap" justify="flex-end">
                  <Button size="xs" variant="subtle" onClick={() => rotate(k.id)}>
                    Rotate
                  </Button>
                  <Button size="xs" variant="subtle" color="red" onClick={() => drop(k.id)}>
                    Delete
                  </Button>
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Sideways>
  );
}
