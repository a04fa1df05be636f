import type axe from 'axe-core';

// Properties that the pages of these tests have on their window: of the product, or put there by a test.
declare global {
  interface Window {
    Botifire(...call: unknown[]): void;
    botifireDrawn?: { rows: number };
    botifireDealt?: { rows: number };
    axe: typeof axe;
    longest: number; // ms of the page's longest task
    refused(directive: string): void; // the page's policy refused something
    pressed?: number; // when a key was pressed last
    pwned?: number; // set by an attack that worked
    newWay(): Promise<{ endpoint: string }>; // gives a subscription of the stand-in
    endWay(endpoint: string): Promise<void>;
    shown: { title: string; body?: string }[]; // notifications
    subscription(): Promise<object>; // at the local cloud's push service
  }
}
