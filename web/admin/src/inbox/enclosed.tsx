import { CloseButton, Group, Text } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { ulid } from '../../../lib/ulid';
import type { Conversation, Message } from '../../../lib/wire';
import { type Api, ApiError, ok } from '../app/api';
import { useApp } from '../app/context';
import type { Enclosure } from './draft';
import { size } from './media';
import { kindOf, type Sending, type Uploaded } from './send';
import type { Writing } from './writing';

const again = 600_000; // ms for which an upload is not repeated

// useSay sends the words of a draft and after them the files of canned replies, each as a message of its own. All files
// are uploaded before the first word leaves: where one cannot be sent, nothing is.
export function useSay(c: Conversation, draft: Writing, { send, putFile }: Sending) {
  const { api, live } = useApp();
  const [going, go] = useState(false);
  const put = useRef(new Map<string, { at: number; file: Uploaded }>()); // a message that is sent again is the same
  const uploaded = async (file: Enclosure): Promise<Uploaded | undefined> => {
    const had = put.current.get(file.upload);
    if (had && Date.now() - had.at < again) return had.file;
    const there = await putFile((signal) => read(api, file, signal));
    if (there) put.current.set(file.upload, { at: Date.now(), file: there });
    return there;
  };
  const words = async (answering: Message | undefined, said: () => void) => {
    if (!draft.text.trim()) return true;
    const done = await send(draft.message(answering));
    if (done) said();
    return done;
  };
  const all = async (answering: Message | undefined, said: () => void) => {
    const ready: Uploaded[] = [];
    for (const file of draft.files) {
      const there = await uploaded(file);
      if (!there) return;
      ready.push(there);
    }
    if (!(await words(answering, said))) return;
    for (const [i, { upload, type }] of draft.files.entries()) {
      if (!(await send({ id: ulid(live.now()), kind: kindOf(c, type), file: ready[i]! }))) return;
      put.current.delete(upload);
      draft.remove(upload);
    }
  };
  const say = async (answering: Message | undefined, said: () => void) => {
    go(true);
    await all(answering, said).finally(() => go(false));
  };
  return { say, going };
}

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

// Enclosed are the files that go after the words, which can still be removed.
export function Enclosed({ draft, going }: { draft: Writing; going: boolean }) {
  if (!draft.files.length) return null;
  return (
    <Group component="ul" className="enclosed" aria-label="Files to send" gap="xs" mt="xs">
      {draft.files.map((f) => (
        <Group component="li" key={f.upload} gap={4} wrap="nowrap">
          <IconPaperclip size={16} aria-hidden />
          <Text size="sm" className="cut">
            <bdi>{f.name}</bdi> <small>{size(f.size)}</small>
          </Text>
          <CloseButton
            size="sm"
            aria-label={`Remove ${f.name}`}
            disabled={going}
            onClick={() => draft.remove(f.upload)}
          />
        </Group>
      ))}
    </Group>
  );
}
