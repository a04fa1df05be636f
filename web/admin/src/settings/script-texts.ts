import type { Script, Step } from './script-text';

// Said is a text of a script that visitors read, with where the script says it first, and how long it may be there. The
// server's twin is Texts in shared/bot/texts.go.
export interface Said {
  place: string;
  text: string;
  most: number;
}

type Take = (text: string | undefined, most: number) => void;

function ofStep(step: Step | undefined, take: Take): void {
  for (const text of step?.say ?? []) take(text, 4096);
  for (const b of step?.buttons ?? []) take(b.title, 80);
  take(step?.choose, 20);
  for (const card of step?.cards ?? []) {
    take(card.title, 200);
    take(card.text, 2000);
    for (const b of card.buttons ?? []) take(b.title, 80);
  }
  take(step?.form?.submit, 80);
  for (const field of step?.form?.fields ?? []) {
    take(field.label, 1000);
    for (const choice of field.choices ?? []) take(choice, 80);
  }
}

// turnsOf are all answers of a script, by place, in the order of places.
function turnsOf(script: Script): [string, Step][] {
  const small = script.smalltalk;
  const turns: [string, Step | undefined][] = [
    ['greeting', script.greeting],
    ['fallback', script.fallback],
    ['person.say', { say: script.person?.say }],
    ['received', { say: script.received }],
    ['smalltalk.hello', { say: small?.hello }],
    ['smalltalk.thanks', { say: small?.thanks }],
    ['smalltalk.other', { say: small?.other }],
    ...Object.entries(script.steps ?? {}).map(([name, step]): [string, Step] => [`steps.${name}`, step]),
    ...(script.faq ?? []).map((e): [string, Step] => [`faq.${e.id}`, e.answer]),
  ];
  return turns.filter((t): t is [string, Step] => !!t[1]).sort(([a], [b]) => (a < b ? -1 : 1));
}

// textsOf are the texts that people translate, each once. A text without a letter is the same in every language.
export function textsOf(script: Script): Said[] {
  const all = new Map<string, Said>();
  for (const [place, step] of turnsOf(script))
    ofStep(step, (text, most) => {
      if (!text || !/\p{L}/u.test(text)) return;
      const had = all.get(text);
      if (had) had.most = Math.min(had.most, most);
      else all.set(text, { place, text, most });
    });
  return [...all.values()];
}

export type Catalogue = Record<string, string>;

export const lacking = (texts: Said[], words: Catalogue = {}) => texts.filter((t) => !words[t.text]?.trim());

// Left is a translation of a text that the script does not say any more, with the text that may have come of it.
export interface Left {
  text: string;
  words: string;
  now?: string;
}

export function leftOver(texts: Said[], words: Catalogue = {}): Left[] {
  const said = new Set(texts.map((t) => t.text));
  const free = lacking(texts, words).map((t) => t.text);
  return Object.entries(words)
    .filter(([text]) => !said.has(text))
    .map(([text, words]) => ({ text, words, now: likest(text, free) }));
}

// likest is the text that has most in common with another, if it is about half of it.
function likest(text: string, among: string[]): string | undefined {
  const scored = among.map((other): [number, string] => [alike(text, other), other]).sort(([a], [b]) => b - a);
  return scored[0] && scored[0][0] >= 0.4 ? scored[0][1] : undefined;
}

// alike is the share of neighbouring letters that two texts have in common: Dice's coefficient.
export function alike(a: string, b: string): number {
  const pairs = (text: string) => {
    const letters = [...text.toLowerCase()];
    return letters.slice(1).map((letter, i) => letters[i] + letter);
  };
  const [left, right] = [pairs(a), pairs(b)];
  const rest = [...right];
  let both = 0;
  for (const pair of left) {
    const at = rest.indexOf(pair);
    if (at >= 0) {
      rest.splice(at, 1);
      both++;
    }
  }
  return left.length + right.length ? (2 * both) / (left.length + right.length) : 0;
}

// translated is a script with one text in a language, or without it.
export function translated(script: Script, language: string, text: string, to?: string): Script {
  const { [text]: _, ...rest } = script.translations?.[language] ?? {};
  const words = to ? { ...script.translations?.[language], [text]: to } : rest;
  return { ...script, translations: { ...script.translations, [language]: words } };
}

// attached has the translation of a text that is gone stand for another.
export function attached(script: Script, language: string, left: Left, to: string): Script {
  return translated(translated(script, language, left.text), language, to, left.words);
}
