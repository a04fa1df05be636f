import { plain } from '../../../lib/links';
import type { Page } from '../../../lib/wire';

const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });
const number = new Intl.NumberFormat('en');

// isolate keeps a number, a time or a name in one piece where the words around it run from
// right to left. It works where no element can: in a title, a label, a sentence.
export const isolate = (text: string) => `\u2068${text}\u2069`;

export const countryName = (code?: string) => {
  try {
    return code ? names.of(code)! : '';
  } catch {
    return code ?? '';
  }
};

// span is how long something took, in its two largest units.
export function span(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  const [d, h, m] = [Math.floor(s / 86_400), Math.floor(s / 3600) % 24, Math.floor(s / 60) % 60];
  return isolate(
    d ? `${d} d ${h} h` : h ? `${h} h ${m} min` : m > 9 ? `${m} min` : m ? `${m} min ${s % 60} s` : `${s} s`,
  );
}

// Times are shown in the team's time zone, as the browser's language writes them.
const formats = (timeZone?: string) => ({
  time: new Intl.DateTimeFormat(undefined, { timeStyle: 'short', timeZone }),
  date: new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone }),
  dated: new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone }),
  full: new Intl.DateTimeFormat(undefined, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: timeZone ? 'short' : undefined,
    timeZone,
  }),
  day: new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', timeZone }),
});
let shown = formats();

// showIn sets the time zone of all that is shown from now on; without one it is the browser's.
export function showIn(zone?: string): void {
  try {
    shown = formats(zone || undefined);
  } catch {
    shown = formats(); // a zone that this browser does not know yet
  }
}

const sameDay = (a: Date, b: Date) => shown.dated.format(a) === shown.dated.format(b);

export const clockTime = (at: string) => isolate(shown.time.format(new Date(at)));
export const fullTime = (at: string) => isolate(shown.full.format(new Date(at)));
export const dayName = (at: string) => isolate(shown.day.format(new Date(at)));
export const shortTime = (at: string) =>
  sameDay(new Date(at), new Date()) ? clockTime(at) : isolate(shown.date.format(new Date(at)));

// dayAndTime says when something was, with its day unless that is today.
export const dayAndTime = (at: string) =>
  sameDay(new Date(at), new Date())
    ? clockTime(at)
    : isolate(`${shown.date.format(new Date(at))}, ${shown.time.format(new Date(at))}`);
export const count = (n: number) => isolate(number.format(n));
// counted is a number with the words that go with one and with several.
export const counted = (n: number, one: string, several: string) => `${count(n)} ${n === 1 ? one : several}`;
export const percent = (part: number, all: number) => isolate(`${Math.round((100 * part) / all)} %`);

export const money = (n: number, currency: string) => {
  try {
    return isolate(new Intl.NumberFormat(undefined, { style: 'currency', currency }).format(n));
  } catch {
    return isolate(`${n} ${currency}`);
  }
};

// dollars is a sum in millionths of a US dollar: small ones with four digits after the point.
export const dollars = (micros: number) =>
  isolate(
    new Intl.NumberFormat(undefined, {
      style: 'currency',
      currency: 'USD',
      maximumFractionDigits: micros < 1e6 ? 4 : 2,
    }).format(micros / 1e6),
  );

// pageName is the name of a page. Of the pages of one document, which may have one title,
// each is told by its route; a page without a title, by its path.
export function pageName({ url, title }: Page): string {
  const words = plain(title ?? '');
  try {
    const { host, pathname, search, hash } = new URL(url);
    const route = search + hash;
    return words ? [words, route].filter(Boolean).join(' · ') : (pathname === '/' ? host + '/' : pathname) + route;
  } catch {
    return words || url;
  }
}
