import { type Catalogue, en } from './locales/en';

// A language is a file of its own, which is fetched with the panel. English is in the panel.
const files: Record<string, () => Promise<Catalogue>> = {
  ar: () => import('./locales/ar').then((file) => file.ar),
  de: () => import('./locales/de').then((file) => file.de),
  es: () => import('./locales/es').then((file) => file.es),
  fr: () => import('./locales/fr').then((file) => file.fr),
  hi: () => import('./locales/hi').then((file) => file.hi),
  pt: () => import('./locales/pt').then((file) => file.pt),
};
const known: Record<string, Catalogue> = { en };

// speaks tells whether the words of a language are here.
export const speaks = (locale: string) => !!known[locale];

const asked: Record<string, Promise<boolean> | undefined> = {};

// learn fetches the words of a language, and says whether there are new ones. Without them the panel speaks English; a
// file that could not be fetched is asked for again after a while.
export function learn(locale: string): Promise<boolean> {
  if (known[locale] || !files[locale]) return Promise.resolve(false);
  asked[locale] ??= files[locale]().then(
    (words) => {
      known[locale] = words;
      return true;
    },
    () => {
      setTimeout(() => delete asked[locale], 10_000);
      return false;
    },
  );
  return asked[locale];
}

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

export function sayIn(wanted: string): Say {
  const locale = known[wanted] ? wanted : 'en';
  const words = known[locale]!;
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
    dir: words !== en && locale === 'ar' ? ('rtl' as const) : ('ltr' as const),
    time: format({ timeStyle: 'short' }),
    when: format({ dateStyle: 'medium', timeStyle: 'short' }),
    soon: (at: Date) => (at.getTime() - Date.now() < 6 * 86_400_000 ? weekday : distant)(at),
  });
}

const midnight = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
