import type { components } from '../../../../api/gen/schemas.gen';
import { isUlid } from '../../../lib/ulid';

export type Entry = components['schemas']['KnowledgeEntry'];
export type Content = components['schemas']['EntryContent'];
export type Words = components['schemas']['EntryWords'];
export type State = components['schemas']['EntryState'];
export type Publication = components['schemas']['Publication'];
export type Overview = components['schemas']['Knowledge'];
export type ChangedAnswer = components['schemas']['ChangedAnswer'];
export type KnownAnswer = components['schemas']['KnownAnswer'];
export type Question = components['schemas']['Question'];

// states are the states of entries, in words and with a colour.
export const states: Record<State, { label: string; color: string }> = {
  draft: { label: 'Saved, not published', color: 'orange' },
  changed: { label: 'Changed, not published', color: 'orange' },
  removed: { label: 'Leaves at the next publication', color: 'red' },
  published: { label: 'Published', color: 'teal' },
};

export const sources = { written: 'Written here', script: 'From a script', file: 'From a file', page: 'From a page' };

// questionStates are the states of questions without an answer.
export const questionStates: Record<Question['state'], string> = {
  open: 'Open',
  answering: 'Its entry is not published',
  routed: 'Answered',
  partly: 'Answered in part',
  proved: 'Proved',
  quiet: 'Nobody asks it any more',
  never: 'Never to be answered',
  not_question: 'Not a question',
};

const quickLooks = 20; // each gives some wordings their meaning: enough for as many as are brought together

// pause is until the next look at the questions, in milliseconds: a short one while more of them come together.
export const pause = (waiting: number | undefined, looks: number) => (waiting && looks <= quickLooks ? 2000 : 45_000);

// causes say why a bot had no answer.
export const causes: Record<Question['wordings'][number]['cause'], string> = {
  no_match: 'No answer known',
  low_confidence: 'Not sure enough',
  answered_wrongly: 'Answered wrongly',
  not_helpful: 'Did not help',
  bot_failed: 'The bot failed',
};

// isEntry tells whether an address names an entry: a ULID in lower case.
export const isEntry = (id: string) => isUlid(id.toUpperCase()) && id === id.toLowerCase();

// answered tells whether an entry has an answer in a language.
export const answered = (c: Content, language: string) =>
  !!c.people || !!c.step || !!c.languages[language]?.answer?.length;

// textOf is an entry as people see it: whose words a wording was is no change of theirs, and publishing ends it.
export function textOf(c: Content): string {
  const { borrowed, ...seen } = tidy(c);
  return JSON.stringify(seen);
}

// marksOf are the marks of whose words the wordings were: they go beside the text of an entry that is kept unsaved.
export const marksOf = (c: Content) => JSON.stringify(tidy(c).borrowed ?? {});

// resumed is an entry that was kept unsaved, with its own marks and those of the page that takes it up.
export function resumed(kept: { text: string; beside?: string }, page: Content): Content {
  const marks = JSON.parse(kept.beside ?? '{}') as Content['borrowed'];
  return { ...(JSON.parse(kept.text) as Content), borrowed: { ...marks, ...page.borrowed } };
}

// lent is an entry with the marks of whose words a wording was, but of those that the saved one has as the team's own.
export function lent(c: Content, saved: Content): Content {
  const { borrowed = {}, ...rest } = tidy(c);
  const own = new Set(Object.values(saved.languages).flatMap((w) => w.wordings ?? []));
  const marks = Object.entries(borrowed).filter(([text]) => saved.borrowed?.[text] || !own.has(text));
  return { ...rest, ...(marks.length && { borrowed: Object.fromEntries(marks) }) };
}

// tidy drops empty parts, so that a draft is compared as it would be saved.
export function tidy(c: Content): Content {
  const languages: Content['languages'] = {};
  for (const [code, words] of Object.entries(c.languages)) {
    const wordings = (words.wordings ?? []).filter((w) => w.trim());
    const answer = (words.answer ?? []).filter((m) => m.trim());
    if (wordings.length || answer.length) languages[code] = { wordings, answer, ...(words.older && { older: true }) };
  }
  const { bots, sites, tags, people, from, until, untaught, borrowed: all = {}, ...rest } = c;
  const there = new Set(Object.values(languages).flatMap((w) => w.wordings ?? []));
  const borrowed = Object.fromEntries(Object.entries(all).filter(([text]) => there.has(text)));
  return {
    ...rest,
    languages,
    ...(bots?.length && { bots }),
    ...(sites?.length && { sites }),
    ...(tags?.length && { tags }),
    ...(people && { people }),
    ...(from && { from }),
    ...(until && { until }),
    ...(untaught?.length && { untaught }),
    ...(Object.keys(borrowed).length && { borrowed }),
  };
}
