import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Client } from '../client';
import type { Outbox } from './outbox';
import type { Say } from './texts';
import type { Uploads } from './uploads';

// View is what every part of the panel works with.
export interface View {
  client: Client;
  outbox: Outbox;
  uploads: Uploads;
  say: Say;
}

export const ViewContext = createContext<View>(null as unknown as View);
export const useView = () => useContext(ViewContext);
