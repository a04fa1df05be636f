import { useHotkeys } from '@mantine/hooks';
import { type RefObject, useRef } from 'react';
import { prevented } from '../../../lib/events';
import { ulid } from '../../../lib/ulid';
import type { CannedReply, Conversation, Message } from '../../../lib/wire';
import { useApp } from '../app/context';
import { useMembers } from '../parts/team';
import { useDraft } from './draft';
import { named, type Picked } from './naming';

const tellEvery = 4000; // ms between two "is writing"

export type Writing = ReturnType<typeof useWriting>;

// useWriting is the draft, its audience and its acts. Closed says why nothing can be sent to the
// visitor; notes always can.
export function useWriting(c: Conversation, closed: string, field: RefObject<HTMLTextAreaElement | null>) {
  const { live } = useApp();
  const [{ text, kind, picked = [], files = [] }, setDraft, left, setFiles] = useDraft(c.id);
  const members = useMembers();
  const told = useRef(0);
  const note = kind === 'note';
  const shut = note ? '' : closed;
  const write = (value: string, ...more: Picked[]) => {
    setDraft({ text: value, picked: [...picked, ...more].filter((p) => value.includes(`@${p.name}`)) });
    if (note || shut || !value || Date.now() - told.current <= tellEvery) return;
    told.current = Date.now();
    live.typing(true);
  };
  // A key alone does not make words for the team words for the visitor.
  const focus = (to: 'text' | 'note') => {
    setDraft({ kind: text ? kind : to });
    setTimeout(() => field.current?.focus());
  };
  useHotkeys([
    ['r', prevented(() => focus('text'))],
    ['n', prevented(() => focus('note'))],
  ]);
  const insert = (words: string) => {
    const at = field.current?.selectionStart ?? text.length;
    write(text.slice(0, at) + words + text.slice(at));
    field.current?.focus();
  };
  // The files of a canned reply go with words for the visitor only: a note has none.
  const enclose = (reply: CannedReply) => {
    if (note) return;
    const more = (reply.files ?? []).map((f) => ({ ...f, own: !!reply.owner }));
    setFiles((had) => [...had.filter((f) => !more.some((m) => m.upload === f.upload)), ...more]);
  };
  const remove = (upload: string) => setFiles((had) => had.filter((f) => f.upload !== upload));
  const message = (answering?: Message) => {
    told.current = 0;
    const to = note ? named(text, members, picked) : [];
    return {
      id: ulid(live.now()),
      kind,
      text: text.trim(),
      ...(!note && answering && { replyTo: answering.id }),
      ...(to.length && { mentions: to }),
    };
  };
  return {
    text,
    kind,
    note,
    shut,
    write,
    left,
    insert,
    message,
    files: note ? [] : files,
    enclose,
    remove,
    choose: (to: typeof kind) => setDraft({ kind: to }),
  };
}
