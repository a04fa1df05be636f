import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Client } from '../client';

const nearEnd = 24; // px: a reader this near to the end follows it

// useFollow keeps a log at its end while its reader is there: when words come, when a
// picture gets its height, when a keyboard takes half of the room. Readers of earlier words
// are left where they are, until they open the chat anew or say something themselves.
export function useFollow(
  client: Client,
  box: RefObject<HTMLDivElement | null>,
): { away: boolean; toEnd: () => void; scrolled: () => void; hold: () => void } {
  const follow = useRef(true);
  const last = useRef({ top: 0, height: 0 });
  const held = useRef(0); // the height before earlier words come
  const [away, setAway] = useState(false);
  // look notices that the reader has left the end, or come back to it. A hidden log tells neither.
  const look = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current!;
    const shrank = scrollHeight < last.current.height; // then the content moved, not its reader
    if (clientHeight && scrollHeight - scrollTop - clientHeight < nearEnd) follow.current = true;
    else if (scrollTop < last.current.top && clientHeight && !shrank) follow.current = false;
    last.current = { top: scrollTop, height: scrollHeight };
    setAway(!follow.current);
  };
  const stick = () => {
    const el = box.current;
    if (!el || !follow.current) return;
    el.scrollTop = el.scrollHeight;
    last.current = { top: el.scrollTop, height: el.scrollHeight };
  };
  // keep looks first: the browser tells of a scroll with its next frame, and words may come before.
  const keep = () => {
    if (box.current) look();
    stick();
  };
  const toEnd = () => {
    follow.current = true;
    setAway(false);
    stick();
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
    scrolled: look,
    hold: () => {
      held.current = box.current!.scrollHeight;
    },
  };
}
