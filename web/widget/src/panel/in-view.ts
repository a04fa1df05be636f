import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Client } from '../client';
import { doc } from '../doc';

const steps = Array.from({ length: 21 }, (_, i) => i / 20);

// useInView tells the client which words of ours the visitor has before their eyes: half of
// a row, or half of the log if the row is longer, in a panel that is open in a tab that is
// looked at. Rows are those with a data-id.
export function useInView(client: Client, box: RefObject<HTMLDivElement | null>): void {
  const shown = useRef(new Set<string>());
  const watched = useRef(new WeakSet<Element>());
  const observer = useRef<IntersectionObserver>(null);
  useEffect(() => {
    const tell = () => {
      if (!client.isOpen || doc.visibilityState !== 'visible') return;
      const newest = client.news.findLast((m) => shown.current.has(m.id));
      if (newest) client.inView(newest.id);
    };
    observer.current = new IntersectionObserver(
      (entries) => {
        for (const e of entries) {
          const id = (e.target as HTMLElement).dataset.id!;
          const half =
            e.intersectionRatio >= 0.5 || e.intersectionRect.height >= (e.rootBounds?.height ?? Infinity) / 2;
          shown.current[e.isIntersecting && half ? 'add' : 'delete'](id);
        }
        tell();
      },
      { root: box.current!, threshold: steps },
    );
    doc.addEventListener('visibilitychange', tell);
    return () => {
      observer.current?.disconnect();
      doc.removeEventListener('visibilitychange', tell);
    };
  }, [client]);
  useEffect(() => {
    for (const row of box.current!.querySelectorAll('[data-id]')) {
      if (!watched.current.has(row)) observer.current?.observe(row);
      watched.current.add(row);
    }
  });
}
