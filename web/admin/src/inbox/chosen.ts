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
  const now = of === list ? ids : new Set<string>();
  const choose = (to: Iterable<string>) => set({ of: list, ids: new Set(to) });
  return {
    on,
    ids: now,
    rows: rows.filter((r) => now.has(r.conversation.id)),
    choose,
    toggle: (id: string) => choose(now.has(id) ? [...now].filter((other) => other !== id) : [...now, id]),
    turn: (to: boolean) => {
      turn(to);
      choose([]);
    },
  };
}
