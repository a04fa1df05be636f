import { Badge, Button, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { Confirm } from '../parts/confirm';
import { count, shortTime } from '../parts/format';
import { Sideways } from '../parts/sideways';
import { Broken, Empty, Loading } from '../parts/states';
import { Wrong } from '../settings/parts';
import { usePublish } from './queries';
import type { Publication } from './words';

// Editions lists the published editions, and brings an earlier edition back.
export function Editions() {
  const { api } = useApp();
  const [back, setBack] = useState<number>();
  const list = useQuery({
    ...read(api, '/v1/knowledge/publications'),
    refetchInterval: (query) => (query.state.data?.rows[0]?.state === 'waiting' ? 1000 : false),
  });
  const publish = usePublish(() => setBack(undefined));
  if (list.isPending) return <Loading />;
  if (list.error) return <Broken error={list.error} retry={() => void list.refetch()} />;
  if (!list.data.rows.length) return <Empty title="Nothing is published yet" />;
  return (
    <>
      <Sideways label="Publications">
        <Table miw={560}>
          <Table.Thead>
            <Table.Tr>
              {['Edition', 'When', 'By', 'Entries', 'Changed'].map((name) => (
                <Table.Th key={name}>{name}</Table.Th>
              ))}
              <Table.Th>
                <span className="vh">Bring back</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {list.data.rows.map((p) => (
              <Edition key={p.number} publication={p} back={() => setBack(p.number)} />
            ))}
          </Table.Tbody>
        </Table>
      </Sideways>
      <Confirm
        opened={back !== undefined}
        title={`Bring edition ${back} back?`}
        stay="Leave it"
        go="Bring it back"
        color="teal"
        busy={publish.isPending}
        close={() => setBack(undefined)}
        act={() => publish.mutate({ back })}
      >
        <Text size="sm">
          Bots answer as they did then once its index is made, mostly within seconds. Nobody is asked about answers that
          change. What is saved and not published stays saved.
        </Text>
        <Wrong error={publish.error} />
      </Confirm>
    </>
  );
}

function Edition({ publication: p, back }: { publication: Publication; back: () => void }) {
  const made = p.state === 'live' || p.state === 'replaced';
  return (
    <Table.Tr data-edition={p.number}>
      <Table.Td>
        {p.number}
        {p.back && (
          <Text size="xs" c="dimmed">
            edition {p.back} again
          </Text>
        )}
      </Table.Td>
      <Table.Td>{shortTime(p.at)}</Table.Td>
      <Table.Td>
        <bdi>{p.by}</bdi>
      </Table.Td>
      <Table.Td>{made ? count(p.entries) : ''}</Table.Td>
      <Table.Td className="words">
        {p.failure ?? (made ? count(p.changed) : '')}
        {p.questions && <Answers publication={p} />}
      </Table.Td>
      <Table.Td className="at-end">
        <Outcome state={p.state} back={back} />
      </Table.Td>
    </Table.Tr>
  );
}

const outcomes = {
  live: ['In force', 'teal'],
  waiting: ['Being made', 'blue'],
  held: ['Waits for a decision', 'orange'],
  left: ['Never in force', 'gray'],
  failed: ['Failed', 'red'],
} as const;

// Answers says how many answers of visitors' questions a publication changed, and who wanted that.
function Answers({ publication: p }: { publication: Publication }) {
  return (
    <Text size="xs" c="dimmed">
      {p.questions === 1 ? 'one answer' : `${count(p.questions ?? 0)} answers`} to earlier questions
      {p.decided && (
        <>
          {p.state === 'left' ? ', left as they are by ' : ', changed by '}
          <bdi>{p.decided}</bdi>
        </>
      )}
    </Text>
  );
}

function Outcome({ state, back }: { state: Publication['state']; back: () => void }) {
  if (state === 'replaced')
    return (
      <Button size="xs" variant="light" onClick={back}>
        Bring it back
      </Button>
    );
  const [label, color] = outcomes[state];
  return (
    <Badge variant="light" color={color}>
      {label}
    </Badge>
  );
}
