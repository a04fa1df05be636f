import { type Api, ApiError, ok } from '../app/api';
import { type Content, type Question, tidy } from './words';

export const mostWordings = 60; // of an entry in one language

const usual = 'en'; // of words whose language is not known

const longest = 500; // characters of a wording

export const masking = '▇▇▇';

// A wording of a question as it would stand in an entry.
export interface Asked {
  code?: string; // its language, if it is known
  text: string;
  masked: boolean; // something of its asker was blacked out: there may be more
  conversation?: string; // in which it was asked: its erasure takes the wording along
}

// asWording is a question as it stands in an entry. A blacked out part does not belong to it, and of a long story the
// beginning is enough.
export const asWording = (question: string, code?: string, conversation?: string): Asked => ({
  code,
  conversation,
  text: [...question.replaceAll(masking, '')].slice(0, longest).join('').trim(),
  masked: question.includes(masking),
});

// askedIn are the wordings of a question.
export const askedIn = (q: Question): Asked[] =>
  q.wordings.map((w) => asWording(w.question, w.language ?? usual, w.conversation));

// codeIn is where a wording stands in an entry: in its language as the entry has it, with a country or without, or else
// in one that the entry gets with it. If nobody knows its language, that is the entry's first.
export function codeIn({ languages }: Content, code?: string): string {
  const codes = Object.keys(languages);
  if (!code) return codes[0] ?? usual;
  return codes.find((had) => had === code) ?? codes.find((had) => had.split('-')[0] === code) ?? code;
}

// ticked is an entry with a wording, or without it.
export function ticked(c: Content, { code: language, text, conversation }: Asked, on: boolean): Content {
  const code = codeIn(c, language);
  const words = c.languages[code] ?? { wordings: [], answer: [] };
  const others = (words.wordings ?? []).filter((had) => had !== text);
  const wordings = on && others.length < mostWordings ? [...others, text] : others;
  const languages = { ...c.languages, [code]: { ...words, wordings } };
  return conversation && on
    ? { ...c, languages, borrowed: { ...c.borrowed, [text]: conversation } }
    : { ...c, languages };
}

// owned is an entry in which a wording that a model taught is one of the team's own, which they change as they like.
// The taught one goes: it comes back by hand alone.
export function owned(c: Content, code: string, text: string): Content {
  const away = c.untaught ?? [];
  return { ...ticked(c, { code, text, masked: false }, true), untaught: away.includes(text) ? away : [...away, text] };
}

// drafted is an entry with the wordings of a question; where a language has no answer, with the next words of
// colleagues in it, which may be another than that of any wording. Its title stays empty: a person writes that, and no
// customer's words get into it. A wording of which something was blacked out waits for somebody to read it: a name may
// stand beside the number.
export function drafted(q: Question, from: Content): Content {
  const { languages } = tidy(from);
  const borrowed = { ...from.borrowed };
  for (const { code: language, text, masked, conversation } of askedIn(q)) {
    const code = codeIn({ ...from, languages }, language);
    const words = languages[code] ?? { wordings: [], answer: [] };
    const had = words.wordings ?? [];
    const takes = !masked && !had.includes(text) && had.length < mostWordings;
    languages[code] = { ...words, wordings: takes ? [...had, text] : had };
    if (takes && conversation) borrowed[text] = conversation;
  }
  for (const { language = usual, text } of q.answers ?? []) {
    const code = codeIn({ ...from, languages }, language);
    const words = languages[code] ?? { wordings: [], answer: [] };
    if (!from.languages[code]?.answer?.length) languages[code] = { ...words, answer: [...(words.answer ?? []), text] };
  }
  return { ...from, languages, ...(Object.keys(borrowed).length && { borrowed }) };
}

const tries = 3;

// note notes beside a question which entry answers it. The question may have changed while the entry was written: it is
// read anew then, and only another entry that somebody wrote for it meanwhile stands in the way.
export async function note(api: Api, q: Question, entry: string): Promise<void> {
  const params = { path: { question: q.id } };
  let { version } = q;
  for (let n = 1; ; n++) {
    try {
      await ok(api.POST('/v1/knowledge/questions/{question}', { params, body: { version, entry } }));
      return;
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      if (failure.status === 404) return; // nobody asks it any more
      if (failure.code !== 'changed_meanwhile' || n === tries) throw notNoted(failure);
    }
    const now = await ok(api.GET('/v1/knowledge/questions/{question}', { params })).catch((failure) => {
      throw notNoted(failure);
    });
    if (now.entry && now.entry !== entry && now.entry !== q.entry)
      throw notNoted(new Error(`${now.by ?? 'Somebody'} wrote another entry for it meanwhile.`), now.entry);
    version = now.version;
  }
}

// notNoted says that the entry is safe although the question does not lead to it.
function notNoted(why: Error, other?: string) {
  const next = other ? 'Look at that one under Unanswered.' : 'Save once more.';
  return new ApiError(
    0,
    'not_noted',
    `The entry is saved, but its question does not lead to it yet. ${why.message} ${next}`,
  );
}
