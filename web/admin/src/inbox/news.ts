import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { Message } from '../../../lib/wire';
import { useApp } from '../app/context';
import { marking } from './words';

const near = 80; // px from the end that count as there

// useNews counts messages that came while the agent reads further up. Their own are always shown.
export function useNews(
  box: RefObject<HTMLDivElement | null>,
  rows: Message[],
  toEnd: () => void,
): { count: number; look: () => void } {
  const { me } = useApp();
  const [seen, setSeen] = useState('');
  const last = rows.at(-1);
  const before = useRef('');
  const look = useCallback(() => {
    const e = box.current;
    if (last && e && e.scrollHeight - e.scrollTop - e.clientHeight < near) setSeen(last.id);
  }, [box, last]);
  useEffect(() => {
    if (!last || last.id === before.current) return;
    const mine = before.current && last.author.kind === 'agent' && last.author.id === me.id;
    before.current = last.id;
    if (mine) toEnd();
    const later = requestAnimationFrame(() => requestAnimationFrame(look)); // once it is laid out
    return () => cancelAnimationFrame(later);
  }, [last, me.id, toEnd, look]);
  return { count: seen ? rows.filter((m) => m.id > seen && !m.bubbles?.[0]?.event && !marking(m)).length : 0, look };
}
