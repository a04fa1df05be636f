import { useRef } from 'react';
import type { ConversationRow } from '../../../lib/wire';

// useHeld keeps the open conversation in its place in a list which it has left, so that a
// takeover does not lose the agent's place. It goes once another is open.
export function useHeld(
  list: string,
  rows: ConversationRow[],
  chosen: string | undefined,
  now: ConversationRow | undefined,
): ConversationRow[] {
  const held = useRef<{ list: string; id: string; at: number; row: ConversationRow }>(undefined);
  const at = rows.findIndex((r) => r.conversation.id === chosen);
  if (at >= 0) held.current = { list, id: chosen!, at, row: rows[at]! };
  const was = held.current;
  if (at >= 0 || !was || was.list !== list || was.id !== chosen) return rows;
  return [...rows.slice(0, was.at), now ?? was.row, ...rows.slice(was.at)];
}
