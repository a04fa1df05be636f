import { ar } from './locales/ar';
import { de } from './locales/de';
import { type Catalogue, en } from './locales/en';
import { es } from './locales/es';
import { fr } from './locales/fr';
import { hi } from './locales/hi';
import { pt } from './locales/pt';

const all: Record<string, Catalogue> = { ar, de, en, es, fr, hi, pt };

// Say gives the words of one language.
export interface Say {
  (key: keyof Catalogue, fill?: Record<string, string | number>): string;
  locale: string;
  dir: 'ltr' | 'rtl';
  day(at: Date): string;
  time(at: Date): string;
  when(at: Date): string;
  soon(at: Date): string; // of the next days
}

// filled says the words of a catalogue, with its blanks filled in.
export const filled =
  <Key extends string>(words: Record<Key, string>) =>
  (key: Key, fill: Record<string, string | number> = {}) =>
    words[key].replace(/\{(\w+)\}/g, (_, name: string) => String(fill[name] ?? ''));

export function sayIn(locale: string): Say {
  const words = all[locale] ?? en;
  const format = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(locale, options);
    return (at: Date) => made.format(at);
  };
  const date = format({ day: 'numeric', month: 'long' });
  const clock = { hour: 'numeric', minute: '2-digit' } as const;
  const weekday = format({ weekday: 'long', ...clock });
  const distant = format({ weekday: 'long', day: 'numeric', month: 'long', ...clock });
  const say = filled(words);
  const day = (at: Date) => {
    const days = Math.round((midnight(new Date()) - midnight(at)) / 86_400_000);
    return days === 0 ? words.today : days === 1 ? words.yesterday : date(at);
  };
  return Object.assign(say, {
    locale,
    day,
    dir: locale === 'ar' ? ('rtl' as const) : ('ltr' as const),
    time: format({ timeStyle: 'short' }),
    when: format({ dateStyle: 'medium', timeStyle: 'short' }),
    soon: (at: Date) => (at.getTime() - Date.now() < 6 * 86_400_000 ? weekday : distant)(at),
  });
}

const midnight = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
