import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { components } from '../../../../api/gen/schemas.gen';
import { nameOf, put, typeOf, wrongWith } from '../../../lib/files';
import { ulid } from '../../../lib/ulid';
import type { Conversation, Message } from '../../../lib/wire';
import { ApiError, ok } from '../app/api';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';
import { inTurn } from './queries';

export type New = components['schemas']['NewMessage'];
export type Body = Omit<New, 'id'>;

const noType =
  'Files of this type cannot be sent. Send a picture, a recording, a video, a PDF, a text, ' +
  'a Word, Excel or PowerPoint file, or a zip file.';
const noHeic = 'Most browsers cannot show HEIC pictures. Save the picture as a JPEG, and send that.';

export type Sending = ReturnType<typeof useSend>;

// useSend sends an agent's messages, with or without a file.
export function useSend(c: Conversation, sent: (m: Message) => void) {
  const [error, setError] = useState('');
  const queries = useQueryClient();
  useEffect(
    () =>
      queries
        .getMutationCache()
        .subscribe(({ type, mutation }) => type === 'updated' && mutation.state.status === 'success' && setError('')),
    [queries],
  ); // a later act worked
  const words = useWords(c, sent, setError);
  const files = useFiles(c.id, words.send, setError);
  return { ...words, ...files, error, clear: () => setError('') };
}

// useWords sends messages, after the acts that are on their way: an answer must not overtake the
// takeover before it. An unsent message keeps its id: the retry is idempotent.
function useWords(c: Conversation, sent: (m: Message) => void, setError: (why: string) => void) {
  const { api } = useApp();
  const refresh = useRefresh();
  const unsent = useRef<New>(undefined);
  const path = { conversation: c.id };
  const post = useMutation({
    scope: inTurn(c.id),
    networkMode: 'always', // without a connection it fails, and says so
    mutationFn: (body: New) => ok(api.POST('/v1/conversations/{conversation}/messages', { params: { path }, body })),
  });
  const same = (a: New, b: New) => JSON.stringify({ ...a, id: '' }) === JSON.stringify({ ...b, id: '' });
  const send = async (message: New): Promise<boolean> => {
    const body = unsent.current && same(unsent.current, message) ? unsent.current : message;
    unsent.current = body;
    setError('');
    try {
      sent(await post.mutateAsync({ ...body, epoch: c.epoch })); // it takes over only from the holder who is shown
      unsent.current = undefined;
      void refresh('/v1/conversations/{conversation}', { path });
      return true;
    } catch (e) {
      const { code, message: why } = e as ApiError;
      if (code === 'id_conflict' || code === 'id_from_future') unsent.current = undefined;
      setError(why);
      if (code === 'owner_changed' || code === 'owned_by_other')
        void refresh('/v1/conversations/{conversation}', { path });
      return false;
    }
  };
  return { send, busy: post.isPending };
}

type Send = (message: New) => Promise<boolean>;
export type Uploaded = NonNullable<New['file']>;

// useFiles uploads a file and sends the message that has it: one of its own, or another.
function useFiles(conversation: string, send: Send, setError: (why: string) => void) {
  const { api, live } = useApp();
  const [progress, setProgress] = useState<number>();
  const stop = useRef<AbortController>(undefined); // of the upload
  const upload = async (file: File, signal: AbortSignal) => {
    const body = { name: nameOf(file), type: typeOf(file), size: file.size };
    const params = { path: { conversation } };
    const place = await ok(api.POST('/v1/conversations/{conversation}/uploads', { params, body }));
    await put(file, place, setProgress, signal);
    return { upload: place.id, name: body.name };
  };
  // putFile uploads a file that get has at hand or reads first; without it the reason was told, or it was stopped.
  const putFile = async (get: (signal: AbortSignal) => File | Promise<File>): Promise<Uploaded | undefined> => {
    setError('');
    stop.current = new AbortController();
    const { signal } = stop.current;
    setProgress(0);
    try {
      const file = await get(signal);
      const found = refusalOf(file);
      if (found) return void setError(found);
      const there = await upload(file, signal);
      return signal.aborted ? undefined : there;
    } catch (e) {
      if (!signal.aborted) setError(e instanceof ApiError ? e.message : 'The file was not sent. Try again.');
    } finally {
      setProgress(undefined);
    }
  };
  const sendFile = async (file: File, within: Omit<New, 'id' | 'file'> = { kind: 'file' }): Promise<boolean> => {
    const there = await putFile(() => file);
    return !!there && send({ ...within, id: ulid(live.now()), file: there });
  };
  return { putFile, sendFile, stopFile: () => stop.current?.abort(), progress };
}

// kindOf is the kind of message that a file of a type is; on WhatsApp a WebP is a sticker, and Ogg a recording.
export function kindOf(c: Conversation, type: string): 'file' | 'sticker' | 'voice' {
  if (c.source !== 'whatsapp') return 'file';
  return type === 'image/webp' ? 'sticker' : type === 'audio/ogg' ? 'voice' : 'file';
}

// refusalOf is why a file cannot be sent, as far as that is known here.
export function refusalOf(file: File): string | undefined {
  const found = wrongWith(file);
  if (!found) return undefined;
  if (found.why === 'fileSize')
    return `A file of this type has at most ${found.mb} MB. Make it smaller, or send a link to it.`;
  return found.why === 'fileHeic' ? noHeic : noType;
}
