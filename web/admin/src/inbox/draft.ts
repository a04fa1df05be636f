import { useSyncExternalStore } from 'react';
import type { CannedFile } from '../../../lib/wire';
import { useApp } from '../app/context';
import { began } from '../app/kept';
import type { Picked } from './naming';

// Draft is an unsent message of a conversation, and its audience: words for the team stay words
// for the team, whatever happens to the conversation meanwhile.
export interface Draft {
  text: string;
  kind: 'text' | 'note';
  picked?: Picked[]; // colleagues whom it names
  files?: Enclosure[]; // of canned replies, which go after the words
}

// Enclosure is a file of a canned reply, of the team's or of one's own.
export interface Enclosure extends CannedFile {
  own: boolean;
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
    if (kept) draft = { text: String(kept.text ?? ''), kind: kept.kind === 'note' ? 'note' : 'text', picked, files };
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

// useDraft is a conversation's draft: one for a person in a tab, and a reload keeps it.
export function useDraft(
  conversation: string,
): [
  Draft,
  (change: Partial<Draft>) => void,
  (sent: string) => void,
  (change: (had: Enclosure[]) => Enclosure[]) => void,
] {
  const { me } = useApp();
  const key = `${began}${me.tenant}/${me.id}/${conversation}`;
  const draft = useSyncExternalStore(subscribe, () => read(key));
  const change = (to: Partial<Draft>) => write(key, { ...read(key), ...to });
  // Sent words leave the draft; words that were added meanwhile stay in it.
  const sent = (text: string) =>
    change({ text: read(key).text.startsWith(text) ? read(key).text.slice(text.length) : read(key).text });
  const files = (to: (had: Enclosure[]) => Enclosure[]) => change({ files: to(read(key).files ?? []) });
  return [draft, change, sent, files];
}
