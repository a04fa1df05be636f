import type { Sums } from './search';
import { quantile, spans } from './sums';

// clocks are the ways in which a wait is measured; the address has the second by its name.
export const clocks = { all: 'Around the clock', open: 'Within opening hours' } as const;
export type Clock = keyof typeof clocks;

export type Wait = 'response' | 'resolve';

// figureOf is the figure of a wait on a clock.
export const figureOf = (wait: Wait, clock: Clock) => (clock === 'open' ? `${wait}:open` : wait);

// total is how many cases have a time span.
export const total = (sums: Sums, name: string): number => spans(sums, name).reduce((n, [, m]) => n + m, 0);

// share is the time under which a share of all spans lies, in milliseconds.
export const share = (sums: Sums, name: string, of: number): number | undefined => quantile(spans(sums, name), of);

// unknown is how many of the waits are known around the clock only.
export const unknown = (sums: Sums, wait: Wait): number => total(sums, wait) - total(sums, `${wait}:open`);

// queueNames are where a customer waits for a person, in the order in which they are shown.
export const queueNames: Record<string, string> = {
  unassigned: 'Unassigned',
  assigned: 'Given to a colleague',
  bot: 'With the bot',
};
