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
}

export const AppContext = createContext<App>(null as unknown as App);
export const useApp = () => useContext(AppContext);

// usePush calls a function with each push, always the latest version of it.
export function usePush(tell: (push: Push) => void): void {
  const { live } = useApp();
  const latest = useRef(tell);
  latest.current = tell;
  useEffect(() => live.on((push) => latest.current(push)), [live]);
}

export function useOnline(): boolean {
  const { live } = useApp();
  return useSyncExternalStore((tell) => live.onState(tell), () => live.online);
}
