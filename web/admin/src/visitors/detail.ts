import { useQuery } from '@tanstack/react-query';
import { useApp, useHint } from '../app/context';
import { read, useRefresh } from '../app/reads';

// useVisitor reads all that is known of a visitor, and again when a list changes: there may be another page, a goal or a
// name. From one reading to the next a pause (ms) is kept.
export function useVisitor(visitor: string, pause: number) {
  const { api } = useApp();
  const refresh = useRefresh();
  useHint('any', () => void refresh('/v1/visitors/{visitor}', { path: { visitor } }), pause);
  return useQuery(read(api, '/v1/visitors/{visitor}', { path: { visitor } }));
}
