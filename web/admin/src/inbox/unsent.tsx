import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useContext, useEffect, useRef, useState } from 'react';
import { ApiError } from '../app/api';
import { VisitorName } from '../parts/names';
import { inTurn } from './queries';
import { Refused } from './uploads';

// whyOf is a failure in words for people; there are none where somebody stopped it.
export const whyOf = (e: unknown) =>
  e instanceof ApiError || e instanceof Refused ? e.message : 'The file was not sent. Try again.';

// useFailure tells why something was not sent: in the composer, until a later act on this conversation worked. If the
// composer is gone, or if an act waits that may work and take the agent elsewhere, it is told beside the page until
// somebody has read it.
export function useFailure(conversation: string) {
  const [error, setError] = useState('');
  const name = useContext(VisitorName);
  const queries = useQueryClient();
  const scope = inTurn(conversation).id;
  const here = useRef(false);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  useEffect(() => {
    const cache = queries.getMutationCache();
    return cache.subscribe(({ type, mutation: m }) => {
      if (type === 'updated' && m.state.status === 'success' && m.options.scope?.id === scope) setError('');
    });
  }, [queries, scope]);
  const waits = () => queries.isMutating({ predicate: (m) => m.options.scope?.id === scope }) > 0;
  const tell = (why: string) => {
    if (!why || (here.current && !waits())) setError(why);
    else aside(name, why);
  };
  return { error, tell };
}

function aside(name: string, why: string): void {
  notifications.show({
    color: 'red',
    autoClose: false,
    title: 'Not sent',
    message: (
      <Text size="sm" c="var(--mantine-color-text)">
        <bdi>{name}</bdi>: {why}
      </Text>
    ),
  });
}
