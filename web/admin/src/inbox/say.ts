import type { Conversation, Message } from '../../../lib/wire';
import { type Api, ApiError, ok } from '../app/api';
import { useApp } from '../app/context';
import type { Enclosure } from './draft';
import { type Body, kindOf, type New, type Sending } from './send';
import type { Writing } from './writing';

const again = 600_000; // ms for which an upload is not repeated

// useSay sends the words of a draft and after them the files of canned replies, each as a message of its own. All files
// are uploaded before the first word leaves: where one cannot be sent, nothing is. One that is removed meanwhile is
// left out. The rest stays in the draft, with all that is known of it.
export function useSay(c: Conversation, draft: Writing, { say, attaching, deliver, upload }: Sending) {
  const { api } = useApp();
  const uploads = async (file: Enclosure) => {
    if (file.there && Date.now() - file.there.at < again) return;
    try {
      const there = await upload((signal) => read(api, file, signal), file.upload);
      draft.keep(file.upload, { there: { ...there, at: Date.now() } });
    } catch (e) {
      if (draft.enclosure(file.upload)) throw e; // else it was removed meanwhile, and nobody misses it
    }
  };
  const sends = async ({ upload, type, there, message: id }: Enclosure) => {
    if (!there) return;
    const body = { kind: kindOf(c, type), file: { upload: there.upload, name: there.name } };
    try {
      await deliver(body, {
        had: id ? { ...body, id } : undefined,
        keep: (m) => draft.keep(upload, { message: m?.id }),
      });
    } catch (e) {
      if ((e as ApiError).code !== 'id_conflict') throw e; // it was sent, with an upload before this one
    }
    draft.remove(upload);
  };
  return (answering: Message | undefined, said: () => void) => {
    const { text, files } = draft;
    const words = text.trim() ? draft.message(answering) : undefined;
    const each = async (act: (file: Enclosure) => Promise<void>) => {
      for (const { upload } of files) {
        const file = draft.enclosure(upload);
        if (file) await act(file);
      }
    };
    const work = async () => {
      await each(uploads);
      if (words) {
        const kept = draft.unsent();
        await deliver(whole(words, kept.had), kept);
        draft.left(text);
        said();
      }
      await each(sends);
    };
    return say.take(work, files.length > 0 || attaching);
  };
}

// whole is the message that the server may have, where these are its words. Its quote and the names in it may not
// outlive the page on which it was sent: they are not missed.
const whole = (now: Body, had?: New): Body =>
  had?.kind === now.kind && had.text === now.text && (!now.replyTo || now.replyTo === had.replyTo) ? had : now;

// read is a file of a canned reply, to be sent as any other.
async function read(api: Api, { upload, own, name, type }: Enclosure, signal: AbortSignal): Promise<File> {
  const params = { path: { upload }, query: { own } };
  const { url } = await ok(api.GET('/v1/canned-replies/files/{upload}', { params, signal })).catch((e) => {
    if (e instanceof ApiError && e.status === 410)
      throw new ApiError(410, e.code, `${name} was taken off the canned reply meanwhile. Remove it here, too.`);
    throw e;
  });
  const found = await fetch(url, { signal });
  if (!found.ok) throw new Error(`read: ${found.status}`);
  return new File([await found.blob()], name, { type });
}
