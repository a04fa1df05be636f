import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react';
import type { Push } from '../../../lib/wire';
import type { Api } from './api';
import type { Auth, Me } from './auth';
import type { Live } from './live';

export interface App {
  me: Me;
  auth: Auth;
  api: Api;
  live: Live;
  files: string; // origin of people's files
}

export const AppContext = createContext<App>(null as unknown as App);
export const useApp = () => useContext(AppContext);

// usePush calls a function with each push, always the latest version of it.
export function usePush(tell: (push: Push) => void): void {
  const { live } = useApp();
  const latest = useRef(tell);
  latest.current = tell;
  useEffect(() => live.onPush((push) => latest.current(push)), [live]);
}

// useHint asks anew when the server says that a list has changed: soon, not more often
// than each pause (ms), and once more a moment later, because the server tells at most
// once a second, and not of changes in the rest of that second.
export function useHint(list: 'inbox' | 'visitors' | 'any', ask: () => void, pause = 300): void {
  const timer = useRef(0);
  const asked = useRef(0);
  const latest = useRef(ask);
  latest.current = ask;
  const plan = (ms: number, last: boolean) => {
    timer.current = window.setTimeout(() => {
      timer.current = 0;
      asked.current = Date.now();
      latest.current();
      if (!last) plan(Math.max(1500, pause), true);
    }, ms);
  };
  usePush((push) => {
    if (push.action !== 'changed' || !push.list || (list !== 'any' && push.list !== list)) return;
    clearTimeout(timer.current);
    plan(Math.max(80, asked.current + pause - Date.now()), false);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}

export function useOnline(): boolean {
  const { live } = useApp();
  return useSyncExternalStore(
    (tell) => live.onState(tell),
    () => live.online,
  );
}
