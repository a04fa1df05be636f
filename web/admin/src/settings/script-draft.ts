import { useEffect, useState } from 'react';
import { useApp } from '../app/context';
import { began } from '../app/kept';

// ScriptDraft is a script that was changed and not saved yet, and the version that it was made from.
export interface ScriptDraft {
  text: string;
  base: number;
  beside?: string; // what goes with the text, and is no change of its own
}

// overtaken warns of a draft that would be saved over a later version than the one that it was made from.
export const overtaken = (draft: ScriptDraft, base: number) =>
  draft.base === base
    ? ''
    : `They were made from version ${draft.base}. Somebody has saved version ${base} since: ` +
      'compare the two before you save.';

function read(key: string): ScriptDraft | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Partial<ScriptDraft> | null;
    return typeof kept?.text === 'string' && typeof kept.base === 'number'
      ? { text: kept.text, base: kept.base, beside: kept.beside }
      : undefined;
  } catch {
    return undefined; // there is no storage, or it holds something else
  }
}

function write(key: string, draft?: ScriptDraft): void {
  try {
    if (draft) localStorage.setItem(key, JSON.stringify(draft));
    else localStorage.removeItem(key);
  } catch {} // without storage it lives as long as the page
}

// useScriptDraft keeps an unsaved script in this browser, for its person, team and bot: another
// team may have a bot of the same name. A draft that was there when the page was opened is
// offered, and taken or dropped.
export function useScriptDraft(bot: string, base: number, first: string, text: string, beside?: string) {
  const { me } = useApp();
  const key = `${began}script/${me.tenant}/${me.id}/${bot}`;
  const [found, setFound] = useState(() => {
    const kept = read(key);
    return kept && kept.text !== first ? kept : undefined;
  });
  const waits = text === first || !!found; // a found draft is not overwritten before somebody has decided about it
  useEffect(() => {
    if (!waits) write(key, { text, base, beside }); // at once: a later write could come after a sign-out
  }, [key, text, base, beside, waits]);
  const drop = () => {
    write(key);
    setFound(undefined);
  };
  return { found, drop, taken: () => setFound(undefined) };
}
