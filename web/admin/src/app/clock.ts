import { useSyncExternalStore } from 'react';

// One clock for all that ticks: components with a running time draw themselves anew each second, and
// nothing around it does.
let now = Date.now();
let timer = 0;
const tells = new Set<() => void>();

function subscribe(tell: () => void): () => void {
  tells.add(tell);
  timer ||= window.setInterval(() => {
    now = Date.now();
    for (const t of tells) t();
  }, 1000);
  return () => {
    tells.delete(tell);
    if (tells.size) return;
    clearInterval(timer);
    timer = 0;
  };
}

export const useNow = () => useSyncExternalStore(subscribe, () => now);
