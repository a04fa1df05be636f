import { useCallback, useEffect, useRef, useState } from 'react';
import { byId } from '../../../lib/ulid';
import type { Message } from '../../../lib/wire';
import { ApiError, ok } from '../app/api';
import { useApp, usePush } from '../app/context';

export interface Log {
  rows: Message[];
  loading: boolean;
  error?: Error;
  earlier: boolean; // there is more before the first row
  later: boolean; // there is more after the last one
}

const page = 100;

const none: Log = { rows: [], loading: true, earlier: false, later: false };

// useLog is a conversation's transcript: its end at once, or the part around a message; earlier and later messages on
// demand; and new ones as they are pushed. A hint without words is a reason to read.
export function useLog(conversation: string, at?: string) {
  const read = useRead(conversation);
  const [log, setLog] = useState(none);
  const older = useRef<string>(undefined);
  const newer = useRef<string>(undefined); // while there are later messages
  const lastKnown = useRef<string>(undefined);
  const busy = useRef(false);
  lastKnown.current = log.rows.at(-1)?.id;
  const add = useCallback(
    (rows: Message[], more: Partial<Log> = {}) => setLog((was) => ({ ...was, ...more, rows: merge(was.rows, rows) })),
    [],
  );
  const begin = useCallback(async () => {
    setLog(none);
    try {
      const got = await read({ at });
      older.current = got.older;
      newer.current = at && got.newer;
      setLog({ rows: merge([], got.rows), loading: false, earlier: !!got.older, later: !!at });
    } catch (e) {
      const error = e instanceof ApiError ? e : new Error('The transcript cannot be read.');
      setLog({ ...none, loading: false, error });
    }
  }, [read, at]);
  useEffect(() => void begin(), [begin]);
  const loadEarlier = useCallback(async () => {
    if (busy.current || !older.current) return;
    busy.current = true;
    try {
      const got = await read({ cursor: older.current });
      older.current = got.older;
      add(got.rows, { earlier: !!got.older });
    } catch {} // the next scroll tries again
    busy.current = false;
  }, [read, add]);
  const loadLater = useCallback(async () => {
    if (busy.current || !newer.current) return;
    busy.current = true;
    try {
      const got = await read({ cursor: newer.current, direction: 'newer' });
      newer.current = got.rows.length < page ? undefined : got.newer;
      add(got.rows, { later: !!newer.current });
    } catch {} // the next scroll tries again
    busy.current = false;
  }, [read, add]);
  // refresh reads new messages, and the latest rows anew: deliveries move.
  const refresh = useCallback(async () => {
    if (newer.current) return; // the end is not shown
    try {
      const got = await read({});
      const [last, oldest] = [lastKnown.current, got.rows.at(-1)];
      if (last && oldest && oldest.id > last && got.older) return await begin(); // more was missed than a page
      add(got.rows);
    } catch {} // the next hint tries again
  }, [read, add, begin]);
  const hear = useCallback((rows: Message[]) => !newer.current && add(rows), [add]);
  useNews(conversation, hear, refresh);
  return { log, loadEarlier, loadLater, add, retry: begin };
}

function useRead(conversation: string) {
  const { api } = useApp();
  return useCallback(
    (query: { cursor?: string; direction?: 'newer'; at?: string }) => {
      const params = { path: { conversation }, query: { ...query, limit: page } };
      return ok(api.GET('/v1/conversations/{conversation}/messages', { params }));
    },
    [api, conversation],
  );
}

// useNews adds pushed messages, and reads the rest a moment later.
function useNews(conversation: string, add: (rows: Message[]) => unknown, refresh: () => Promise<void>): void {
  const waiting = useRef(0);
  usePush((push) => {
    if (push.conversation !== conversation) return;
    if (push.action === 'message' && push.message) add([push.message]);
    if (!['message', 'status', 'changed', 'owner'].includes(push.action)) return;
    clearTimeout(waiting.current);
    waiting.current = window.setTimeout(() => void refresh(), push.action === 'message' ? 1500 : 150);
  });
}

// merge puts rows in order, each once, the newer state of each. Rows that did not
// change stay the objects they were.
export function merge(was: Message[], is: Message[]): Message[] {
  const all = new Map(was.map((m) => [m.id, m]));
  let changed = false;
  for (const m of is) {
    const old = all.get(m.id);
    if (old && JSON.stringify(old) === JSON.stringify(m)) continue;
    all.set(m.id, m);
    changed = true;
  }
  return changed ? [...all.values()].sort(byId) : was;
}
