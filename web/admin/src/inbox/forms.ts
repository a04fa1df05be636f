import { createContext, useContext } from 'react';
import type { Form, Message } from '../../../lib/wire';

// Forms are the forms that were sent in the transcript, by the message that had them.
export const Forms = createContext<Map<string, Form>>(new Map());

export const useForm = (message?: string) => useContext(Forms).get(message ?? '');

export const formsOf = (rows: Message[]) =>
  new Map(rows.flatMap((m) => (m.bubbles ?? []).flatMap((b) => (b.form ? [[m.id, b.form] as const] : []))));
