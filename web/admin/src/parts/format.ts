const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });
const number = new Intl.NumberFormat('en');

export const countryName = (code?: string) => {
  try {
    return code ? names.of(code)! : '';
  } catch {
    return code ?? '';
  }
};

export function span(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  const [h, m] = [Math.floor(s / 3600), Math.floor(s / 60) % 60];
  return h > 47 ? `${Math.floor(h / 24)} d ${h % 24} h` : h ? `${h} h ${m} min` : m > 9 ? `${m} min` : m ? `${m} min ${s % 60} s` : `${s} s`;
}

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

export const clockTime = (at: string) => time.format(new Date(at));
export const fullTime = (at: string) => full.format(new Date(at));
export const dayName = (at: string) => day.format(new Date(at));
export const shortTime = (at: string) => (new Date(at).toDateString() === new Date().toDateString() ? clockTime(at) : date.format(new Date(at)));
export const count = (n: number) => number.format(n);

// pagePath is a page's address without what all pages of a site share.
export function pagePath(url?: string): string {
  try {
    const u = new URL(url ?? '');
    return u.pathname === '/' ? u.host + '/' : u.pathname;
  } catch {
    return url ?? '';
  }
}
