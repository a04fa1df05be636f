import { useEffect, useRef } from 'preact/hooks';
import type { Form, Message } from '../../../lib/wire';
import type { Client } from '../client';
import { doc } from '../doc';

// usePlace tells the team where a form was begun and where it was left, never the
// typed text: at the first touch, and once more when the chat or the page is put away before the
// form was sent. In minimal mode nothing is told. It gives the listeners for touches.
export function usePlace(client: Client, message: Message, form: Form, answered: boolean): (event: FocusEvent) => void {
  const at = useRef('');
  const left = useRef(false);
  const tell = () => {
    if (client.mode === 'full' && at.current)
      client.ask({ action: 'field', message: message.id, form: form.id, field: at.current }).catch(() => {});
  };
  useEffect(() => {
    if (answered) return;
    const leave = () => {
      if (left.current || !at.current) return;
      left.current = true;
      tell();
    };
    const hidden = () => doc.visibilityState === 'hidden' && leave();
    const stop = client.on('close', leave);
    doc.addEventListener('visibilitychange', hidden);
    addEventListener('pagehide', leave);
    return () => {
      stop();
      doc.removeEventListener('visibilitychange', hidden);
      removeEventListener('pagehide', leave);
    };
  }, [client, answered]);
  return ({ target }) => {
    const { name } = target as HTMLInputElement;
    if (!name) return; // the button
    const first = !at.current;
    at.current = name;
    if (first) tell();
  };
}
