// Untrusted text is text. links cuts it into pieces, some of which lead somewhere: only
// whole http and https addresses do.
export interface Piece {
  text: string;
  href?: string;
}

// An address goes on until a blank, a quotation mark, or a mark or picture of any script but
// ASCII's own; words may hold joiners and middle dots (Persian, Hindi, Catalan, Hebrew, Japanese).
const blank = /[\s\p{Cc}<>"`|\\\u2014\u2015]/u;
// biome-ignore lint/suspicious/noMisleadingCharacterClass: each joiner is meant by itself
const mark = /(?![\x21-\x7e\xb7\u05f3\u05f4\u200c\u200d\u30fb])[\p{Cf}\p{Po}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{S}]/u;
const stop = new RegExp(`${blank.source}|${mark.source}`, 'u');
const begin = /https?:\/\/(?=[\p{L}\p{N}[])/giu;
// These end the sentence, not the address.
// biome-ignore lint/suspicious/noMisleadingCharacterClass: each joiner is meant by itself
const tail = /(?<![.,;:!?'*~^\xb7\u200c\u200d\u2013\u30fb])[.,;:!?'*~^\xb7\u200c\u200d\u2013\u30fb]+$/;

// Scripts that are written without blanks: words of theirs straight after Latin ones, or a
// grammatical ending after a slash, are the sentence around an address.
const unspaced = ['Han', 'Hira', 'Kana', 'Hang', 'Thai', 'Laoo', 'Khmr', 'Mymr'].map((s) => `\\p{scx=${s}}`).join('');
const joined = new RegExp(`(?<=[a-z\\d])[${unspaced}]|(?<=/)\\p{sc=Hira}`, 'iu');

export function links(text: string): Piece[] {
  const pieces: Piece[] = [];
  let [from, seen] = [0, 0];
  for (const { index } of text.matchAll(begin)) {
    if (index < seen) continue; // part of the address before
    const found = addressAt(text, index);
    seen = index + found.length;
    if (!isWeb(found) || new URL(found).username) continue; // a name before @ looks like another site
    if (index > from) pieces.push({ text: text.slice(from, index) });
    pieces.push({ text: found, href: found });
    from = seen;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

// addressAt is the address that begins there. A mark before it ends it, too.
function addressAt(text: string, at: number): string {
  let found = text.slice(at);
  for (const end of [stop, joined]) found = upTo(found, found.search(end));
  const mark = text[at - 1] ?? ' ';
  if ("'*_~".includes(mark)) found = upTo(found, found.search(`[${mark}](?![^${mark}]*[${mark}])(?![a-zA-Z\\d])`));
  return balanced(found.replace(tail, '')).replace(tail, '');
}

const upTo = (text: string, end: number) => (end < 0 ? text : text.slice(0, end));

// balanced ends an address before a bracket that it did not open.
function balanced(address: string): string {
  const open: string[] = [];
  for (let i = 0; i < address.length; i++) {
    const kind = '([{'.indexOf(address[i]!);
    if (kind >= 0) open.push(')]}'[kind]!);
    else if (')]}'.includes(address[i]!) && open.pop() !== address[i]) return address.slice(0, i);
  }
  return address;
}

// isWeb tells whether an address may be followed from our pages.
export function isWeb(address: string | undefined): address is string {
  try {
    return !!address && ['https:', 'http:'].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}

// unturned is a text without characters that turn the direction of the text beside it.
export const unturned = (text: string) => text.replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g, '');

// plain is a text for one line, without characters that turn the direction.
export const plain = (text: string) => unturned(text).replace(/\s+/g, ' ').trim();
