import type { Member } from '../parts/team';
import { nameOf } from '../parts/team';

const most = 10; // people whom a note names

// naming is the beginning of a name that is typed after an @, with its place in the text.
export function naming(text: string, caret: number): { from: number; query: string } | undefined {
  const typed = /(?:^|\s)@([^\s@]{0,30})$/u.exec(text.slice(0, caret));
  return typed ? { from: caret - typed[1]!.length - 1, query: typed[1]! } : undefined;
}

// named are the members whom a text names, each by their whole name: of two where one name begins the other, the
// longer.
export function named(text: string, members: Member[]): string[] {
  let left = text;
  const found: string[] = [];
  for (const m of [...members].sort((a, b) => nameOf(b).length - nameOf(a).length)) {
    const without = left.replaceAll(`@${nameOf(m)}`, ' ');
    if (without !== left) found.push(m.id);
    left = without;
  }
  return found.slice(0, most);
}
