import type { Member } from '../parts/team';
import { nameOf } from '../parts/team';

// An address has Latin letters or digits before its @.
const address = '(?<![\\p{Script=Latin}\\p{N}_.+@-])';

// Scripts without spaces between words: a name may stand right before them.
const spaceless = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}]';

const opens = new RegExp(`${address}@([^\\s@]{0,30})$`, 'u');

// naming is the beginning of a name that is typed after an @, with its place in the text.
export function naming(text: string, caret: number): { from: number; query: string } | undefined {
  const typed = opens.exec(text.slice(0, caret));
  return typed ? { from: caret - typed[1]!.length - 1, query: typed[1]! } : undefined;
}

// Picked is a colleague who was chosen from the list, with the name that this wrote.
export interface Picked {
  id: string;
  name: string;
}

// named are the members whom a text names, each by their whole name: of two where one name begins the other, the
// longer. Of several with the same name those count that were picked; a typed name tells nobody then.
export function named(text: string, members: Member[], picked: Picked[] = []): string[] {
  const ids = new Map<string, string[]>();
  for (const m of members) ids.set(nameOf(m), ids.has(nameOf(m)) ? [] : [m.id]);
  const chosen = picked.filter((p) => members.some((m) => m.id === p.id));
  for (const { name } of chosen)
    ids.set(
      name,
      chosen.filter((p) => p.name === name).map((p) => p.id),
    );
  let left = text;
  const found = new Set<string>();
  for (const name of [...ids.keys()].sort((a, b) => b.length - a.length)) {
    const without = left.replace(mention(name), ' ');
    if (without !== left) for (const id of ids.get(name)!) found.add(id);
    left = without;
  }
  return [...found];
}

// mention matches a name behind an @, where neither goes on as another word or an address.
function mention(name: string): RegExp {
  const literal = name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(`${address}@${literal}(?!(?!${spaceless})[\\p{L}\\p{M}\\p{N}_]|-\\p{L})`, 'gu');
}
