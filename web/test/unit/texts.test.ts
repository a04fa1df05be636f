import { expect, test } from 'vitest';
import { en } from '../../widget/src/panel/locales/en';
import { all } from '../../widget/src/panel/locales/privacy';
import { filled, learn, sayIn } from '../../widget/src/panel/texts';
import { pick } from '../../widget/src/words';

test('every language says all of it, with the same blanks to fill', async () => {
  const blanks = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
  const check = <Key extends string>(
    locale: string,
    words: Record<Key, string>,
    say: (key: Key, fill: Record<string, string>) => string,
  ) => {
    for (const [key, text] of Object.entries<string>(words) as [Key, string][]) {
      const raw = say(key, Object.fromEntries(blanks(text).map((b) => [b.slice(1, -1), b])));
      expect(raw.trim(), `${locale} ${key}`).not.toBe('');
      expect(blanks(raw), `${locale} ${key}`).toEqual(blanks(text));
    }
  };
  for (const locale of ['ar', 'de', 'es', 'fr', 'hi', 'pt']) {
    await learn(locale);
    check(locale, en, sayIn(locale));
    expect(sayIn(locale)('write'), locale).not.toBe(en.write);
    check(locale, all.en!, filled(all[locale]!));
  }
});

test('a language is the first of ours that anybody asks for', () => {
  expect(pick('de-AT', 'fr')).toBe('de');
  expect(pick('nl', undefined, 'pt-BR')).toBe('pt');
  expect(pick('', null, 'xx')).toBe('en');
});
