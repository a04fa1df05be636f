import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { components } from '../../../../api/gen/schemas.gen';
import { nameOf, put, typeOf, wrongWith } from '../../../lib/files';
import { ulid } from '../../../lib/ulid';
import type { Conversation, Message } from '../../../lib/wire';
import { ApiError, ok } from '../app/api';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';

export type New = components['schemas']['NewMessage'];
export type Body = Omit<New, 'id'>;

const noType =
  'Files of this type cannot be sent. Send a picture, a recording, a video, a PDF, a text, a Word, Excel or PowerPoint file, or a zip file.';
const noHeic = 'Most browsers cannot show HEIC pictures. Save the picture as a JPEG, and send that.';

// useSend sends what an agent writes. What was not sent keeps its id until it is: sending
// it again can do no harm.
export function useSend(c: Conversation, sent: (m: Message) => void) {
  const { api, live } = useApp();
  const queries = useQueryClient();
  const refresh = useRefresh();
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  const [progress, setProgress] = useState<number>();
  const unsent = useRef<New>(undefined);
  const stop = useRef<AbortController>(undefined); // of the upload
  useEffect(
    () =>
      queries
        .getMutationCache()
        .subscribe(({ type, mutation }) => type === 'updated' && mutation.state.status === 'success' && setError('')),
    [queries],
  ); // a later act worked
  const conversation = c.id;
  const path = { conversation };

  const send = async (message: New): Promise<boolean> => {
    const last = unsent.current;
    const body =
      last && JSON.stringify({ ...last, id: '' }) === JSON.stringify({ ...message, id: '' }) ? last : message;
    unsent.current = body;
    const said = { ...body, epoch: c.epoch }; // it takes over only from whoever is shown to have the conversation
    setBusy(true);
    setError('');
    try {
      sent(await ok(api.POST('/v1/conversations/{conversation}/messages', { params: { path }, body: said })));
      unsent.current = undefined;
      void refresh('/v1/conversations/{conversation}', { path: { conversation } });
      return true;
    } catch (e) {
      const { code, message: why } = e as ApiError;
      if (code === 'id_conflict' || code === 'id_from_future') unsent.current = undefined;
      setError(why);
      if (code === 'owner_changed' || code === 'owned_by_other')
        void refresh('/v1/conversations/{conversation}', { path: { conversation } });
      return false;
    } finally {
      setBusy(false);
    }
  };

  // sendFile uploads a file and sends what has it: by itself, or in something else.
  const sendFile = async (file: File, within: Omit<New, 'id' | 'file'> = { kind: 'file' }): Promise<boolean> => {
    setError('');
    const found = wrongWith(file);
    if (found?.why === 'fileSize')
      return wrong(`A file of this type has at most ${found.mb} MB. Make it smaller, or send a link to it.`);
    if (found) return wrong(found.why === 'fileHeic' ? noHeic : noType);
    stop.current = new AbortController();
    const { signal } = stop.current;
    setProgress(0);
    try {
      const name = nameOf(file);
      const place = await ok(
        api.POST('/v1/conversations/{conversation}/uploads', {
          params: { path },
          body: { name, type: typeOf(file), size: file.size },
        }),
      );
      await put(file, place, setProgress, signal);
      if (signal.aborted) return false;
      setProgress(undefined);
      return await send({ ...within, id: ulid(live.now()), file: { upload: place.id, name } });
    } catch (e) {
      return signal.aborted ? false : wrong(e instanceof ApiError ? e.message : 'The file was not sent. Try again.');
    } finally {
      setProgress(undefined);
    }
  };
  const stopFile = () => stop.current?.abort();
  const wrong = (why: string) => {
    setError(why);
    return false;
  };
  return { send, sendFile, stopFile, progress, error, clear: () => setError(''), busy };
}
