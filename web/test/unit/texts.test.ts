import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { limits } from '../../lib/files';
import { en } from '../../widget/src/panel/locales/en';
import { sayIn } from '../../widget/src/panel/texts';
import { pick } from '../../widget/src/words';

test('every language says all of it, with the same blanks to fill', () => {
  const blanks = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const locale of ['ar', 'de', 'es', 'fr', 'hi', 'pt']) {
    const say = sayIn(locale);
    for (const key of Object.keys(en) as (keyof typeof en)[]) {
      const raw = say(key, Object.fromEntries(blanks(en[key]).map((b) => [b.slice(1, -1), b])));
      expect(raw.trim(), `${locale} ${key}`).not.toBe('');
      expect(blanks(raw), `${locale} ${key}`).toEqual(blanks(en[key]));
    }
  }
});

test('a language is the first of ours that anybody asks for', () => {
  expect(pick('de-AT', 'fr')).toBe('de');
  expect(pick('nl', undefined, 'pt-BR')).toBe('pt');
  expect(pick('', null, 'xx')).toBe('en');
});

test('the limits of files are the server’s', () => {
  const source = readFileSync(new URL('../../../shared/media/types.go', import.meta.url), 'utf8');
  const table = source.slice(source.indexOf('var limits'), source.indexOf('}\n', source.indexOf('var limits')));
  const theirs = Object.fromEntries([...table.matchAll(/"([\w/]+)": (\d+) << 20/g)].map(([, kind, mb]) => [kind, Number(mb) << 20]));
  expect(limits).toEqual(theirs);
});
