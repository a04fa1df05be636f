import { Card, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { useCounts } from '../inbox/queries';
import { count, fullTime, shortTime } from '../parts/format';
import { help } from './help';

// Waiting is the number of customers who wait at this moment, as the inbox has it, with the time of the longest wait.
export function Waiting() {
  const { api } = useApp();
  const n = useCounts()?.waiting;
  const longest = { query: { queue: 'waiting', limit: 1 } } as const;
  const first = useQuery({ ...read(api, '/v1/conversations', longest), enabled: !!n, refetchInterval: 60_000 }).data;
  const since = first?.rows[0]?.conversation.waitingFrom;
  if (n === undefined) return null;
  return (
    <Card withBorder className="wide">
      <Text size="sm" title={help.waiting}>
        Waiting now, whatever the period:{' '}
        <Link to="/inbox/$queue" params={{ queue: 'waiting' }} className="figure">
          {n ? `${count(n)} for you or for anybody` : 'nobody'}
        </Link>
        {n > 0 && since && (
          <>
            , the longest since <time title={fullTime(since)}>{shortTime(since)}</time>
          </>
        )}
      </Text>
    </Card>
  );
}
