import { useState } from 'react';
import type { ConversationRow } from '../../../lib/wire';

// Choosing is the choice of rows of a list, while somebody chooses.
export interface Choosing {
  on: boolean;
  ids: Set<string>;
  toggle: (id: string) => void;
}

// useChosen keeps the conversations that were chosen in a list. Another list begins with none.
export function useChosen(list: string, rows: ConversationRow[]) {
  const [{ of, ids }, set] = useState({ of: list, ids: new Set<string>() });
  const [on, turn] = useState(false);
  const choose = (to: Iterable<string>) => set({ of: list, ids: new Set(to) });
  if (of !== list) choose([]);
  return {
    on,
    ids,
    rows: rows.filter((r) => ids.has(r.conversation.id)),
    choose,
    drop: (these: string[]) =>
      set((was) => ({ ...was, ids: new Set([...was.ids].filter((id) => !these.includes(id))) })),
    toggle: (id: string) => choose(ids.has(id) ? [...ids].filter((other) => other !== id) : [...ids, id]),
    turn: (to: boolean) => {
      turn(to);
      choose([]);
    },
  };
}
