// The launcher's one word; aria-expanded says the rest. The panel has its own catalogue.
const chat: Record<string, string> = {
  ar: 'محادثة',
  de: 'Chat',
  en: 'Chat',
  es: 'Chat',
  fr: 'Chat',
  hi: 'चैट',
  pt: 'Chat',
};

export const word = (locale: string) => chat[locale]!;

// pick is the first language of ours that the page, the site or the browser asks for.
export const pick = (...wanted: (string | undefined | null)[]) =>
  wanted.map((w) => (w ?? '').slice(0, 2).toLowerCase()).find((w) => chat[w]) ?? 'en';
