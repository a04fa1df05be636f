import { useHotkeys } from '@mantine/hooks';
import { type RefObject, useRef } from 'react';
import { prevented } from '../../../lib/events';
import type { CannedReply, Conversation, Message } from '../../../lib/wire';
import { useApp } from '../app/context';
import { useMembers } from '../parts/team';
import { type Enclosure, useDraft } from './draft';
import { named, type Picked } from './naming';
import type { Body, Kept } from './send';

const tellEvery = 4000; // ms between two "is writing"

export type Writing = ReturnType<typeof useWriting>;

interface State {
  closed: string; // why nothing can be sent to the visitor; notes always can
  held: boolean; // its words wait for files
}

// useWriting is the draft, its audience and its acts. It is held while its words wait for files: they go as they read.
export function useWriting(c: Conversation, { closed, held }: State, field: RefObject<HTMLTextAreaElement | null>) {
  const { live } = useApp();
  const { draft, now, change: setDraft, left, files: setFiles } = useDraft(c.id);
  const { text, kind, picked = [], files = [] } = draft;
  const members = useMembers();
  const told = useRef(0);
  const note = kind === 'note';
  const shut = note ? '' : closed;
  const write = (value: string, ...more: Picked[]) => {
    if (held) return;
    setDraft({
      text: value,
      picked: [...picked, ...more].filter((p) => value.includes(`@${p.name}`)),
      ...(!value && { unsent: undefined }), // the same words are new ones then
    });
    if (note || shut || !value || Date.now() - told.current <= tellEvery) return;
    told.current = Date.now();
    live.typing(true);
  };
  // A key alone does not make words for the team words for the visitor.
  const focus = (to: 'text' | 'note') => {
    setDraft({ kind: text || held ? kind : to });
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
    if (note || held) return;
    const more = (reply.files ?? []).map((f) => ({ ...f, own: !!reply.owner }));
    setFiles((had) => [...had, ...more.filter((m) => !had.some((f) => f.upload === m.upload))]);
  };
  const remove = (upload: string) => setFiles((had) => had.filter((f) => f.upload !== upload));
  const enclosure = (upload: string) => now().files?.find((f) => f.upload === upload);
  const keep = (upload: string, of: Pick<Enclosure, 'there' | 'message'>) =>
    setFiles((had) => had.map((f) => (f.upload === upload ? { ...f, ...of } : f)));
  const unsent = (): Kept => ({ had: now().unsent, keep: (unsent) => setDraft({ unsent }) });
  const message = (answering?: Message): Body => {
    told.current = 0;
    const to = note ? named(text, members, picked) : [];
    return {
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
    held,
    write,
    left,
    insert,
    message,
    unsent,
    files: note ? [] : files,
    enclose,
    enclosure,
    keep,
    remove,
    choose: (to: typeof kind) => setDraft({ kind: held ? kind : to }),
  };
}
