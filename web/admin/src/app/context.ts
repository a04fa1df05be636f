import { createContext, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Push } from '../../../lib/wire';
import type { Api } from './api';
import { Asker } from './asker';
import type { Auth, Me } from './auth';
import type { List, Live } from './live';

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

// useHint asks for a list anew when the server says that it has changed; asker.ts tells when. Once the page is
// connected for the first time, its lists are a moment old: they are read once more, and not twice.
export function useHint(list: List | 'any', ask: () => void, pause = 300): void {
  const { live } = useApp();
  const [asker] = useState(() => new Asker());
  asker.ask = ask;
  asker.pause = pause;
  usePush((push) => {
    if (push.action !== 'changed' || !push.list || (list !== 'any' && push.list !== list)) return;
    if (live.begins) asker.begin(live.told[push.list]);
    else asker.hear();
  });
  useEffect(() => {
    asker.begin(list === 'any' ? Math.max(live.told.inbox, live.told.visitors) : live.told[list]);
    return () => asker.stop();
  }, [asker, live, list]);
}

export function useOnline(): boolean {
  const { live } = useApp();
  return useSyncExternalStore(
    (tell) => live.onState(tell),
    () => live.online,
  );
}
