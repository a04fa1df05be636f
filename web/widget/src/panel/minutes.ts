import { useEffect, useState } from 'preact/hooks';

export const minute = 60_000;

// useMinutes draws anew as time passes.
export function useMinutes(): void {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), minute / 2);
    return () => clearInterval(timer);
  }, []);
}
