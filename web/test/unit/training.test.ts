import { expect, test } from 'vitest';
import type { Api } from '../../admin/src/app/api';
import { counted } from '../../admin/src/parts/format';
import { overtaken } from '../../admin/src/settings/script-draft';
import { differences } from '../../admin/src/training/difference';
import { askedIn, asWording, drafted, note, owned, ticked } from '../../admin/src/training/from-question';
import { type Import, isSite } from '../../admin/src/training/importing';
import { isEntry, lent, marksOf, pause, type Question, resumed, textOf, tidy } from '../../admin/src/training/words';
import { ulid } from '../../lib/ulid';

test('an import is of a site if its name is an address, and not if it only begins like one', () => {
  const named = (name: string) => isSite({ name } as Import);
  expect(['https://a.test/help/', 'http://localhost:1/'].map(named)).toEqual([true, true]);
  expect(['http-errors.md', 'https.docx', ''].map(named)).toEqual([false, false, false]);
  expect(isSite(undefined)).toBe(false);
});

test('two states of an entry differ in their words and in their other fields', () => {
  const words = (answer: string) => ({ en: { wordings: ['Why?'], answer: [answer] } });
  const was = { title: 'a', languages: words('Because.'), tags: ['x'] };
  expect(differences(was, { ...was, languages: words('So.'), until: '2026-12-01T00:00:00Z' })).toEqual({
    lost: ['Because.'],
    gained: ['So.'],
    fields: ['Until'],
  });
  expect(differences(was, was)).toEqual({ lost: [], gained: [], fields: [] });
});

test('one is said otherwise than several', () => {
  expect([0, 1, 2].map((n) => counted(n, 'page', 'pages').replace(/[^\w ]/g, ''))).toEqual([
    '0 pages',
    '1 page',
    '2 pages',
  ]);
});

const asked = {
  id: 'g1',
  version: 3,
  question: 'How much?',
  wordings: [
    { id: 'g1', question: 'How much?', language: 'en' },
    { id: 'g2', question: '¿Cuánto?', language: 'es' },
  ],
  answers: [{ text: 'Five euros.', language: 'en' }],
} as Question;

test('what a colleague said is a draft in the language of its own words', () => {
  const said = [
    { text: 'Cinco euros.', language: 'pt' },
    { text: 'Com luzes.', language: 'pt' },
    { text: 'Five.', language: 'en' },
    { text: '5' },
  ];
  const had = { en: { wordings: ['Price?'], answer: ['Six euros.'] } };
  expect(drafted({ ...asked, answers: said } as Question, { title: '', languages: had }).languages).toEqual({
    en: { wordings: ['Price?', 'How much?'], answer: ['Six euros.'] },
    es: { wordings: ['¿Cuánto?'], answer: [] },
    pt: { wordings: [], answer: ['Cinco euros.', 'Com luzes.'] },
  });
  const { languages } = drafted(asked, { title: '', languages: {} });
  expect(languages).toEqual({
    en: { wordings: ['How much?'], answer: ['Five euros.'] },
    es: { wordings: ['¿Cuánto?'], answer: [] },
  });
});

test('an entry is as it was once all taught wordings came back', () => {
  const entry = { title: 'a', languages: { en: { wordings: ['Why?'], answer: ['So.'] } } };
  expect(tidy({ ...entry, untaught: [] })).toEqual(entry);
  expect(tidy({ ...entry, untaught: ['How come?'] })).toEqual({ ...entry, untaught: ['How come?'] });
});

test('a taught wording that somebody edits is one of the own, and the taught one goes', () => {
  const entry = { title: 'a', languages: { en: { wordings: ['Why?'], answer: ['So.'] } } };
  const mine = owned(entry, 'en', 'How come?');
  expect(mine.languages.en).toEqual({ wordings: ['Why?', 'How come?'], answer: ['So.'] });
  expect(mine.untaught).toEqual(['How come?']);
  expect(owned(mine, 'en', 'How come?')).toEqual(mine);
});

test('a wording of which something was blacked out waits for somebody to tick it', () => {
  const masked = { id: 'g3', question: 'my wife Ana Lima and I, order ▇▇▇, when?', language: 'fr' };
  const question = { ...asked, wordings: [...asked.wordings, masked] } as Question;
  const draft = drafted(question, { title: '', languages: {} });
  expect([draft.languages.en?.wordings, draft.languages.fr?.wordings]).toEqual([['How much?'], []]);
  const wording = askedIn(question).find((w) => w.masked)!;
  const on = ticked(draft, wording, true);
  expect(on.languages.fr?.wordings).toEqual(['my wife Ana Lima and I, order , when?']);
  expect(ticked(on, wording, false)).toEqual(draft);
});

test('a question becomes a wording in its own language, which the entry gets with it', () => {
  const en = { title: 'a', languages: { en: { wordings: ['Price?'], answer: ['Five.'] } } };
  expect(ticked(en, asWording('¿Cuánto?', 'es'), true).languages).toEqual({
    ...en.languages,
    es: { wordings: ['¿Cuánto?'], answer: [] },
  });
  const br = { title: 'a', languages: { 'pt-BR': { wordings: ['Preço?'], answer: ['Cinco.'] } } };
  const asks = ['Preço?', 'Quanto?'];
  expect(ticked(br, asWording('Quanto?', 'pt'), true).languages['pt-BR']?.wordings).toEqual(asks);
  expect(ticked(br, asWording('Quanto?'), true).languages['pt-BR']?.wordings).toEqual(asks); // nobody knows it
  const quanto = { ...asked, wordings: [{ ...asked.wordings[0]!, question: 'Quanto?', language: 'pt' }], answers: [] };
  expect(drafted(quanto, br).languages['pt-BR']?.wordings).toEqual(asks);
});

test('a wording names the conversation from which it comes, until somebody changes it', () => {
  const en = { title: 'a', languages: { en: { wordings: ['Price?'], answer: ['Five.'] } } };
  const took = ticked(en, asWording('How much?', 'en', 'c_1'), true);
  expect(tidy(took).borrowed).toEqual({ 'How much?': 'c_1' });
  const changed = { ...took, languages: { en: { wordings: ['Price?', 'How much is it?'], answer: ['Five.'] } } };
  expect(tidy(changed).borrowed).toBeUndefined();
  const published = { ...took, borrowed: undefined };
  expect(textOf(published)).toBe(textOf(took)); // publishing leaves nothing unsaved
  expect(lent(took, published).borrowed).toBeUndefined();
  expect(lent(took, { title: '', languages: {} }).borrowed).toEqual({ 'How much?': 'c_1' });
  const wordings = asked.wordings.map((w) => ({ ...w, conversation: `c_${w.id}` }));
  const all = drafted({ ...asked, wordings } as Question, { title: '', languages: {} });
  expect(all.borrowed).toEqual({ 'How much?': 'c_g1', '¿Cuánto?': 'c_g2' });
});

test('an entry that was kept unsaved has its marks again, beside those of the page that takes it up', () => {
  const saved = { title: 'a', languages: { en: { wordings: ['Price?'], answer: ['Five.'] } } };
  const took = ticked(saved, asWording('How much?', 'en', 'c_1'), true);
  const kept = JSON.parse(JSON.stringify({ text: textOf(took), beside: marksOf(took) }));
  expect(lent(resumed(kept, saved), saved).borrowed).toEqual({ 'How much?': 'c_1' });
  const page = ticked(saved, asWording('Price?', 'en', 'c_2'), true);
  expect(lent(resumed(kept, page), { title: '', languages: {} }).borrowed).toEqual({
    'How much?': 'c_1',
    'Price?': 'c_2',
  });
  expect(lent(resumed({ text: kept.text }, saved), saved).borrowed).toBeUndefined(); // of before there were marks
});

test('a draft that was made from an earlier version says so', () => {
  expect(overtaken({ text: '', base: 2 }, 2)).toBe('');
  expect(overtaken({ text: '', base: 2 }, 3)).toMatch(/made from version 2. Somebody has saved version 3 since/);
});

test('no words of a customer become a title unread, and a long story is cut to a wording', () => {
  const story = { ...asked, wordings: [{ ...asked.wordings[0]!, question: 'x'.repeat(10_000) }] };
  const { title, languages } = drafted(story, { title: '', languages: {} });
  expect([title, languages.en?.wordings?.[0]?.length]).toEqual(['', 500]);
  expect(drafted(story, { title: 'Prices', languages: {} }).title).toBe('Prices');
});

// server has a question that changed since it was read: it takes the version of now only.
function server(now: Partial<Question> | undefined) {
  const told: unknown[] = [];
  const reply = (status: number, data: unknown, code?: string) => ({
    data,
    error: code ? { code, message: 'No.' } : undefined,
    response: new Response(null, { status }),
  });
  const api = {
    GET: async () => (now ? reply(200, now) : reply(404, undefined, 'no_question')),
    POST: async (_: string, { body }: { body: { version: number } }) => {
      told.push(body);
      if (!now) return reply(404, undefined, 'no_question');
      return body.version === now.version ? reply(200, now) : reply(409, undefined, 'changed_meanwhile');
    },
  };
  return { api: api as unknown as Api, told };
}

test('an entry is noted beside a question that changed meanwhile, or that nobody asks any more', async () => {
  const changed = server({ ...asked, version: 5, state: 'partly' });
  await note(changed.api, asked, '01x');
  expect(changed.told.at(-1)).toEqual({ version: 5, entry: '01x' });
  await note(server(undefined).api, asked, '01x');
});

test('an entry takes the place of no other that a colleague wrote meanwhile', async () => {
  const theirs = server({ ...asked, version: 4, entry: '01y', by: 'Ana' });
  await expect(note(theirs.api, asked, '01x')).rejects.toThrow(/is saved.*Ana wrote another entry/);
  expect(theirs.told).toHaveLength(1);
});

test('an address names an entry, or nothing', () => {
  const id = ulid(Date.now());
  expect(isEntry(id.toLowerCase())).toBe(true);
  expect(['nonsense', '', id, '8zzzzzzzzzzzzzzzzzzzzzzzzz', '0zzzzzzzzzzzzzzzzzzzzzzzzu'].filter(isEntry)).toEqual([]);
});

test('a page that is left open asks often only while questions come together', () => {
  expect([pause(70, 1), pause(0, 1), pause(undefined, 0)]).toEqual([2000, 45_000, 45_000]);
  expect(pause(70, 1000)).toBe(45_000);
});
