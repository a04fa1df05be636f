import { useEffect, useRef, useState } from 'react';
import { usePush } from '../app/context';

const fades = 8000; // ms after the last sign of writing

// Typists are those who write in a conversation now.
export interface Typists {
  visitor: boolean;
  colleague: string; // their name, or ''
}

export function useTypists(id: string): Typists {
  const [visitor, visits] = useFading<boolean>(false);
  const [colleague, writes] = useFading<string>('');
  usePush((push) => {
    if (push.conversation !== id) return;
    if (push.action === 'typing' && push.by) writes(push.typing ? push.by : '');
    else if (push.action === 'typing') visits(!!push.typing);
    else if (push.action !== 'message') return;
    else if (push.message?.author.kind === 'agent') writes('');
    else visits(false);
  });
  return { visitor, colleague };
}

// useFading is a state that falls back to its first value after a while.
function useFading<T extends string | boolean>(none: T): [T, (value: T) => void] {
  const [value, set] = useState(none);
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  return [
    value,
    (to) => {
      clearTimeout(timer.current);
      set(() => to);
      if (to) timer.current = window.setTimeout(() => set(() => none), fades);
    },
  ];
}

// writing says it in words.
export const writing = ({ visitor, colleague }: Typists) =>
  [visitor && 'The visitor is writing…', colleague && `${colleague} is writing…`].filter(Boolean).join(' ');
