import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Broken, Loading } from './states';

interface Pages {
  isPending: boolean;
  isFetching: boolean;
  hasNextPage: boolean;
  error: Error | null;
  refetch: () => unknown;
  fetchNextPage: () => unknown;
}

// Paged shows a list with more pages: its rows, or in their place that it loads, that it cannot be
// read, or that it is empty.
export function Paged({
  list,
  empty,
  more = 'More',
  children,
}: {
  list: Pages;
  empty: ReactNode; // nothing, if there are rows
  more?: string;
  children: ReactNode;
}) {
  return (
    <>
      {list.isPending ? (
        <Loading />
      ) : list.error ? (
        <Broken error={list.error} retry={() => void list.refetch()} />
      ) : (
        empty || children
      )}
      {list.hasNextPage && (
        <Button mt="sm" variant="light" loading={list.isFetching} onClick={() => void list.fetchNextPage()}>
          {more}
        </Button>
      )}
    </>
  );
}
