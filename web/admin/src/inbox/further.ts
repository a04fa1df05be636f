import { useEffect, useRef } from 'react';

// quiet is how many pages of people without a conversation a search reads by itself, one after the other.
export const quiet = 5;

// looksOn tells whether a search reads on by itself, from the number of conversations on each of its pages: a page is
// of people, and most people have never talked. After some pages of them a button asks for as many more.
export function looksOn(found: number[]) {
  const silent = found.length - 1 - found.findLastIndex((n) => n > 0);
  return silent % quiet > 0;
}

interface Page {
  rows: unknown[];
  next?: string;
}

// renewed is the first page of a search as it is now, in place of the one that was read. The page after it was read
// from the old end on, so those who do not fit any more stay, and so does that end.
export function renewed<P extends Page>(was: P, now: P, idOf: (row: P['rows'][number]) => string): P {
  if (!now.next) return { ...now, next: was.next };
  const there = new Set(now.rows.map(idOf));
  return { ...now, rows: [...now.rows, ...was.rows.filter((r) => !there.has(idOf(r)))], next: was.next };
}

interface Pages {
  hasNextPage: boolean;
  isFetching: boolean;
  error: unknown;
  fetchNextPage: () => unknown;
}

// useFurther gives a function that asks for the next page, now or once the reading that goes on has ended. Of a search
// it also reads on by itself over people who have no conversation.
export function useFurther(query: Pages, found?: number[]) {
  const wanted = useRef(false);
  const free = query.hasNextPage && !query.isFetching;
  const goesOn = !!found && !query.error && looksOn(found);
  useEffect(() => {
    if (!free || !(wanted.current || goesOn)) return;
    wanted.current = false;
    void query.fetchNextPage();
  }, [free, goesOn]);
  return {
    goesOn: query.hasNextPage && goesOn,
    more: () => {
      wanted.current = query.hasNextPage && query.isFetching;
      if (free) void query.fetchNextPage();
    },
  };
}
