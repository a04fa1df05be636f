// Untrusted text is text. links cuts it into pieces, some of which lead somewhere: only
// whole http and https addresses do.
export interface Piece {
  text: string;
  href?: string;
}

const address = /https?:\/\/[^\s<>"'`\u202a-\u202e\u2066-\u2069]+/gi;

export function links(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    let found = match[0].replace(/[.,;:!?\]}»”]+$/, '');
    while (found.endsWith(')') && found.split(')').length > found.split('(').length) found = found.slice(0, -1).replace(/[.,;:!?]+$/, '');
    if (!isWeb(found)) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ text: found, href: found });
    from = match.index + found.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

// isWeb tells whether an address may be followed from our pages.
export function isWeb(address: string | undefined): address is string {
  try {
    return !!address && ['https:', 'http:'].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}

// unturned is a text without what turns the direction of what stands beside it.
export const unturned = (text: string) => text.replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g, '');

// plain is a text for one line: nothing that turns the direction of what follows.
export const plain = (text: string) => unturned(text).replace(/\s+/g, ' ').trim();
