import { type Api, ApiError, ok } from '../app/api';
import { type Content, type Question, tidy } from './words';

const mostWordings = 60;

const usual = 'en'; // of words whose language is not known

const longest = 500; // characters of a wording

export const masking = '▇▇▇';

// A wording of a question as it would stand in an entry.
export interface Asked {
  code: string; // its language
  text: string;
  masked: boolean; // something of its asker was blacked out: there may be more
}

// askedIn are the wordings of a question. A blacked out part does not belong to it, and of a long story the beginning is
// enough.
export const askedIn = (q: Question): Asked[] =>
  q.wordings.map((w) => ({
    code: w.language ?? usual,
    text: [...w.question.replaceAll(masking, '')].slice(0, longest).join('').trim(),
    masked: w.question.includes(masking),
  }));

// ticked is an entry with a wording, or without it.
export function ticked(c: Content, { code, text }: Asked, on: boolean): Content {
  const words = c.languages[code] ?? { wordings: [], answer: [] };
  const others = (words.wordings ?? []).filter((had) => had !== text);
  const wordings = on && others.length < mostWordings ? [...others, text] : others;
  return { ...c, languages: { ...c.languages, [code]: { ...words, wordings } } };
}

// drafted is an entry with the wordings of a question; where a language has no answer, with the next words of colleagues
// in it, which may be another than that of any wording. Its title stays empty: a person writes that, and no customer's
// words get into it. A wording of which something was blacked out waits for somebody to read it: a name may stand beside
// the number.
export function drafted(q: Question, from: Content): Content {
  const { languages } = tidy(from);
  for (const { code, text, masked } of askedIn(q)) {
    const words = languages[code] ?? { wordings: [], answer: [] };
    const had = words.wordings ?? [];
    const wordings = masked || had.includes(text) || had.length >= mostWordings ? had : [...had, text];
    languages[code] = { ...words, wordings };
  }
  for (const { language: code = usual, text } of q.answers ?? []) {
    const words = languages[code] ?? { wordings: [], answer: [] };
    if (!from.languages[code]?.answer?.length) languages[code] = { ...words, answer: [...(words.answer ?? []), text] };
  }
  return { ...from, languages };
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
