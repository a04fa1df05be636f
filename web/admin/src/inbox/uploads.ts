import { useSyncExternalStore } from 'react';
import type { components } from '../../../../api/gen/schemas.gen';
import { nameOf, put, typeOf, wrongWith } from '../../../lib/files';
import { type Api, ok } from '../app/api';
import { useApp } from '../app/context';

export type Uploaded = components['schemas']['FileRef'];

// Refused is why a file is not sent, in words for people. There are none where somebody stopped it.
export class Refused extends Error {}

// Going is an upload on its way. It outlives the composer that began it: an agent who returns sees it, and can stop it.
interface Going {
  progress: number; // percent
  stop: AbortController;
  of?: string; // the file of a canned reply that it is
}

const going = new Map<string, Going>(); // by conversation, one in each: they are in turn
const tells = new Set<() => void>();

function set(conversation: string, now?: Going): void {
  if (now) going.set(conversation, now);
  else going.delete(conversation);
  for (const tell of tells) tell();
}

const subscribe = (tell: () => void) => {
  tells.add(tell);
  return () => void tells.delete(tell);
};

// useUpload uploads a file, which get has at hand or reads first, into a conversation. It throws if that fails.
// Stop gives up the upload of now, or that of one file of a canned reply.
export function useUpload(conversation: string) {
  const { api } = useApp();
  const now = useSyncExternalStore(subscribe, () => going.get(conversation));
  const upload = async (get: (signal: AbortSignal) => File | Promise<File>, of?: string): Promise<Uploaded> => {
    const stop = new AbortController();
    const tell = (progress: number) => set(conversation, { progress, stop, of });
    tell(0);
    try {
      const file = await get(stop.signal);
      const found = refusalOf(file);
      if (found) throw new Refused(found);
      const there = await uploaded(api, conversation, file, tell, stop.signal);
      stop.signal.throwIfAborted();
      return there;
    } catch (e) {
      throw stop.signal.aborted ? new Refused('') : e;
    } finally {
      set(conversation);
    }
  };
  const stop = (of?: string) => {
    const upload = going.get(conversation);
    if (!of || upload?.of === of) upload?.stop.abort();
  };
  return { upload, progress: now?.progress, stop };
}

async function uploaded(
  api: Api,
  conversation: string,
  file: File,
  progress: (percent: number) => void,
  signal: AbortSignal,
): Promise<Uploaded> {
  const body = { name: nameOf(file), type: typeOf(file), size: file.size };
  const params = { path: { conversation } };
  const place = await ok(api.POST('/v1/conversations/{conversation}/uploads', { params, body, signal }));
  await put(file, place, progress, signal);
  return { upload: place.id, name: body.name };
}

const noType =
  'Files of this type cannot be sent. Send a picture, a recording, a video, a PDF, a text, ' +
  'a Word, Excel or PowerPoint file, or a zip file.';
const noHeic = 'Most browsers cannot show HEIC pictures. Save the picture as a JPEG, and send that.';

// refusalOf is why a file cannot be sent, as far as that is known here.
export function refusalOf(file: File): string | undefined {
  const found = wrongWith(file);
  if (!found) return undefined;
  if (found.why === 'fileSize')
    return `A file of this type has at most ${found.mb} MB. Make it smaller, or send a link to it.`;
  return found.why === 'fileHeic' ? noHeic : noType;
}
