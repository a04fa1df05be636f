import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Client } from '../client';
import type { Outbox } from './outbox';
import type { Say } from './texts';
import type { Uploads } from './uploads';

// View is the context of all parts of the panel.
export interface View {
  client: Client;
  outbox: Outbox;
  uploads: Uploads;
  say: Say;
}

export const ViewContext = createContext<View>(null as unknown as View);
export const useView = () => useContext(ViewContext);
