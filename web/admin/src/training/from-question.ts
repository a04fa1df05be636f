import { type Api, ApiError, ok } from '../app/api';
import { type Content, type Question, tidy } from './words';

const mostWordings = 60;

const usual = 'en'; // of words whose language is not known

const longest = 500; // characters of a wording

// drafted is an entry with all wordings of a question; where a language has no answer, with the next words of
// colleagues after a wording in it. Its title stays empty: a person writes that, and no customer's words get into it.
export function drafted(q: Question, from: Content): Content {
  const { languages } = tidy(from);
  for (const w of q.wordings) {
    const code = w.language ?? usual;
    const had = languages[code]?.wordings ?? [];
    // a blacked out part does not belong to a question, and of a long story the beginning is enough
    const text = [...w.question.replaceAll('▇▇▇', '')].slice(0, longest).join('').trim();
    const wordings = had.includes(text) || had.length >= mostWordings ? had : [...had, text];
    const answer = languages[code]?.answer ?? [];
    const said = (q.answers ?? []).filter((a) => (a.language ?? usual) === code).map((a) => a.text);
    languages[code] = { wordings, answer: answer.length ? answer : said };
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
