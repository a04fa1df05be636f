import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { components } from '../../../../api/gen/schemas.gen';
import { timeOf, ulid } from '../../../lib/ulid';
import type { Conversation, Message } from '../../../lib/wire';
import { type Api, type ApiError, ok } from '../app/api';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';
import { inTurn } from './queries';
import { useFailure, whyOf } from './unsent';
import { useUpload } from './uploads';

const patience = 30_000; // ms until a message without an answer has failed: sent again, it has the same id
const soon = 120_000; // ms after which a message that did not arrive is a new one

export type New = components['schemas']['NewMessage'];
export type Body = Omit<New, 'id'>;

// Kept is the place of a message until it is known what became of it. Sent again, it has the same id.
export interface Kept {
  had?: New;
  keep: (message?: New) => void;
}

export type Sending = ReturnType<typeof useSend>;

// useSend sends an agent's messages, with or without a file. All that a message needs, its upload too, is done in turn
// with the other messages and the acts on the conversation. It goes on while another conversation is on the screen.
export function useSend(c: Conversation, sent: (m: Message) => void) {
  const deliver = useDeliver(c, sent);
  const { upload, progress, stop } = useUpload(c.id);
  const { error, tell } = useFailure(c.id);
  const say = useTurn(c.id, 'say', tell);
  const attach = useTurn(c.id, 'attach', tell);
  const unsent = useRef<New>(undefined);
  const keep = (message?: New) => {
    unsent.current = message;
  };
  const put = (body: Body) => deliver(body, { had: unsent.current, keep });
  const sendFile = (file: File, within: Omit<Body, 'file'> = { kind: 'file' }) =>
    attach.take(async () => put({ ...within, file: await upload(() => file) }));
  return {
    say,
    attaching: attach.going,
    deliver,
    send: (body: Body) => say.take(() => put(body)),
    sendFile,
    upload,
    progress,
    stopFile: stop,
    error,
    clear: () => tell(''),
  };
}

// Work is done in turn. It holds the draft if it took words of it that wait for files: they go as they read.
interface Work {
  work: () => Promise<void>;
  holds: boolean;
}

// useTurn does some work in the scope of the conversation: an answer does not overtake the takeover before it, and
// closing does not overtake the files of the answer before that. Going is true for all composers of the conversation,
// also for one that came after the work began.
function useTurn(conversation: string, what: 'say' | 'attach', tell: (why: string) => void) {
  const queries = useQueryClient();
  const mutationKey = [what, conversation];
  const turn = useMutation({
    mutationKey,
    scope: inTurn(conversation),
    networkMode: 'always', // without a connection it fails, and says so
    mutationFn: ({ work }: Work) => work(),
  });
  const take = async (work: Work['work'], holds = false): Promise<boolean> => {
    tell('');
    try {
      await turn.mutateAsync({ work, holds });
      return true;
    } catch (e) {
      tell(whyOf(e));
      return false;
    }
  };
  const going = useIsMutating({ mutationKey }) > 0;
  const held = useIsMutating({ mutationKey, predicate: (m) => !!(m.state.variables as Work | undefined)?.holds }) > 0;
  const goes = () => queries.isMutating({ mutationKey }) > 0; // before the next render, too
  return { take, going, held, goes };
}

// useDeliver sends one message now, and throws if that fails.
function useDeliver(c: Conversation, sent: (m: Message) => void) {
  const { api, live } = useApp();
  const refresh = useRefresh();
  const path = { conversation: c.id };
  const again = () => void refresh('/v1/conversations/{conversation}', { path });
  // Under its id of then, a message that never arrived would stand above what was said since.
  const stands = async ({ id }: New) => live.now() - timeOf(id) < soon || (await arrived(api, c.id, id));
  return async (body: Body, { had, keep }: Kept): Promise<void> => {
    const message = had && same(had, body) && (await stands(had)) ? had : { ...body, id: ulid(live.now()) };
    const seen = { ...message, epoch: c.epoch }; // it takes over only from the holder who is shown
    keep(message);
    try {
      const init = { params: { path }, body: seen, signal: AbortSignal.timeout(patience) };
      sent(await ok(api.POST('/v1/conversations/{conversation}/messages', init)));
      keep();
      again();
    } catch (e) {
      const { code } = e as ApiError;
      if (absent.includes(code)) keep();
      if (code === 'owner_changed' || code === 'owned_by_other') again();
      throw e;
    }
  };
}

// arrived tells whether a message is in the log of a conversation.
async function arrived(api: Api, conversation: string, at: string): Promise<boolean> {
  const params = { path: { conversation }, query: { at, limit: 1 } };
  try {
    await ok(api.GET('/v1/conversations/{conversation}/messages', { params }));
    return true;
  } catch (e) {
    if ((e as ApiError).code !== 'no_message') throw e;
    return false;
  }
}

// absent are the errors that say that the server does not have this message: it has looked for the id, or takes none
// like it. With any other error it may have the message.
const absent = ['owner_changed', 'owned_by_other', 'window_closed', 'conflict', 'id_conflict', 'id_from_future'];

const same = (a: New, b: Body) => JSON.stringify({ ...a, id: '' }) === JSON.stringify({ ...b, id: '' });

// kindOf is the kind of message that a file of a type is; on WhatsApp a WebP is a sticker, and Ogg a recording.
export function kindOf(c: Conversation, type: string): 'file' | 'sticker' | 'voice' {
  if (c.source !== 'whatsapp') return 'file';
  return type === 'image/webp' ? 'sticker' : type === 'audio/ogg' ? 'voice' : 'file';
}
