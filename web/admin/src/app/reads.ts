import { type Query, queryOptions, useQueryClient } from '@tanstack/react-query';
import type { ClientPathsWithMethod, MethodResponse } from 'openapi-fetch';
import { useCallback } from 'react';
import type { paths } from '../../../../api/gen/openapi.gen';
import { type Api, ok, type Reply } from './api';

// A read is a GET operation of the API. Its answer is cached under its path and parameters.
export type Read = ClientPathsWithMethod<Api, 'get'>;
export type Answer<R extends Read> = MethodResponse<Api, 'get', R>;
type Params<R extends Read> = paths[R]['get']['parameters'];
type Made = 'all' | 'newest' | 'pages' | 'waiting'; // of several calls

// Get is a call of the API as it is for one read: of a path that is not known yet TypeScript cannot tell.
type Get<R extends Read> = (path: R, init: { params?: Params<R>; signal: AbortSignal }) => Promise<Reply<Answer<R>>>;

// keyOf is the key of a read, or, with fewer arguments, of all reads that it begins.
export const keyOf = <R extends Read>(path: R, of?: Params<R> | Made, within?: Params<R>) =>
  [path, of, within].filter((part) => part !== undefined);

// read is the query of an operation: its key and its call are made of the same path and parameters.
export const read = <R extends Read>(
  api: Api,
  path: R,
  ...[params]: Record<never, never> extends Params<R> ? [params?: Params<R>] : [params: Params<R>]
) =>
  queryOptions({
    queryKey: keyOf(path, params),
    queryFn: ({ signal }) => ok((api.GET as Get<R>)(path, { params, signal })),
  });

// useRefresh gives a function that invalidates reads: those on the screen are read anew at once. A look further back
// ends first: to read its list anew meanwhile would end it without its page.
export function useRefresh() {
  const queries = useQueryClient();
  return useCallback(
    async <R extends Read>(path: R, of?: Params<R> | Made) => {
      const queryKey = keyOf(path, of);
      const looks = queries.getQueryCache().findAll({ queryKey, predicate: looksFurther });
      await Promise.allSettled(looks.map((look) => look.promise));
      await queries.invalidateQueries({ queryKey });
    },
    [queries],
  );
}

const looksFurther = ({ state }: Query) => state.fetchStatus === 'fetching' && !!state.fetchMeta?.fetchMore;
