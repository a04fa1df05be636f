import { useSyncExternalStore } from 'react';
import type { CannedFile } from '../../../lib/wire';
import { useApp } from '../app/context';
import { began } from '../app/kept';
import type { Picked } from './naming';
import type { New } from './send';
import type { Uploaded } from './uploads';

// Draft is an unsent message of a conversation, and its audience: words for the team stay words
// for the team, whatever happens to the conversation meanwhile.
export interface Draft {
  text: string;
  kind: 'text' | 'note';
  picked?: Picked[]; // colleagues whom it names
  files?: Enclosure[]; // of canned replies, which go after the words
  unsent?: New; // its words, if the server may have them although no answer came
}

// Enclosure is a file of a canned reply, of the team's or of one's own.
export interface Enclosure extends CannedFile {
  own: boolean;
  there?: Uploaded & { at: number }; // its copy in the conversation, and when it was uploaded
  message?: string; // the id under which it was sent, if the server may have it
}

const empty: Draft = { text: '', kind: 'text' };
const known = new Map<string, Draft>();
const tells = new Set<() => void>();

function read(key: string): Draft {
  const had = known.get(key);
  if (had) return had;
  let draft = empty;
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Partial<Draft> | null;
    const picked = Array.isArray(kept?.picked) ? kept.picked : [];
    const files = Array.isArray(kept?.files) ? kept.files : [];
    const kind = kept?.kind === 'note' ? 'note' : 'text';
    if (kept) draft = { text: String(kept.text ?? ''), kind, picked, files, unsent: kept.unsent };
  } catch {} // there is no storage, or it holds something else
  known.set(key, draft);
  return draft;
}

function write(key: string, draft: Draft): void {
  known.set(key, draft);
  try {
    if (draft.text || draft.kind === 'note' || draft.files?.length) sessionStorage.setItem(key, JSON.stringify(draft));
    else sessionStorage.removeItem(key);
  } catch {} // without storage it lives as long as the page
  for (const tell of tells) tell();
}

const subscribe = (tell: () => void) => {
  tells.add(tell);
  return () => void tells.delete(tell);
};

// useDraft is a conversation's draft: one for a person in a tab, and a reload keeps it. Now is the draft as it is at
// that moment, also after the composer is gone.
export function useDraft(conversation: string) {
  const { me } = useApp();
  const key = `${began}${me.tenant}/${me.id}/${conversation}`;
  const draft = useSyncExternalStore(subscribe, () => read(key));
  const now = () => read(key);
  const change = (to: Partial<Draft>) => write(key, { ...now(), ...to });
  // Sent words leave the draft; words that were added meanwhile stay in it.
  const left = (text: string) =>
    change({ text: now().text.startsWith(text) ? now().text.slice(text.length) : now().text });
  const files = (to: (had: Enclosure[]) => Enclosure[]) => change({ files: to(now().files ?? []) });
  return { draft, now, change, left, files };
}
