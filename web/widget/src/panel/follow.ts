import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Client } from '../client';

const nearEnd = 24; // px: a reader this near to the end follows it

// useFollow keeps a log at its end while its reader is there: when words come, when a
// picture gets its height, when a keyboard takes half of the room. Whoever reads earlier
// words is left where they are, until they open the chat anew or say something themselves.
export function useFollow(
  client: Client,
  box: RefObject<HTMLDivElement | null>,
): { away: boolean; toEnd: () => void; scrolled: () => void; hold: () => void } {
  const follow = useRef(true);
  const last = useRef({ top: 0, height: 0 });
  const held = useRef(0); // the height before earlier words come
  const [away, setAway] = useState(false);
  const keep = () => {
    const el = box.current;
    if (!el || !follow.current) return;
    el.scrollTop = el.scrollHeight;
    last.current = { top: el.scrollTop, height: el.scrollHeight };
  };
  const toEnd = () => {
    follow.current = true;
    setAway(false);
    keep();
  };
  const scrolled = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current!;
    const shrank = scrollHeight < last.current.height; // then the content moved, not its reader
    if (scrollHeight - scrollTop - clientHeight < nearEnd) follow.current = true;
    else if (scrollTop < last.current.top && !shrank) follow.current = false;
    last.current = { top: scrollTop, height: scrollHeight };
    setAway(!follow.current);
  };
  useLayoutEffect(() => {
    const el = box.current!;
    if (held.current) el.scrollTop += el.scrollHeight - held.current;
    held.current = 0;
    keep();
  });
  useEffect(() => {
    const sizes = new ResizeObserver(keep);
    sizes.observe(box.current!);
    sizes.observe(box.current!.firstElementChild!);
    const stop = [client.on('open', toEnd), client.on('said', toEnd), () => sizes.disconnect()];
    return () => {
      for (const s of stop) s();
    };
  }, [client]);
  return {
    away,
    toEnd,
    scrolled,
    hold: () => {
      held.current = box.current!.scrollHeight;
    },
  };
}
