const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });

// languageName is a language for people: "Portuguese" for pt.
export const languageName = (code: string): string => {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
};

// offered are the languages that one picks from; any other code can be typed.
export const offered = ['en', 'de', 'es', 'fr', 'pt', 'ar', 'hi', 'it', 'nl', 'pl', 'tr', 'ru', 'uk', 'zh', 'ja'];

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur', 'ps', 'sd', 'ug', 'yi']);

// direction is that of a language's script.
export const direction = (code: string) => (rightToLeft.has(code.split('-')[0] ?? '') ? 'rtl' : 'ltr');

const scripts: [RegExp, string][] = [
  [/\p{Script=Arabic}/u, 'ar'],
  [/\p{Script=Devanagari}/u, 'hi'],
  [/[іїєґ]/i, 'uk'],
  [/\p{Script=Cyrillic}/u, 'ru'],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'ja'],
  [/\p{Script=Han}/u, 'zh'],
];
const common: Record<string, string> = {
  en: 'the and you is are of to in how can for we do not that i my have hello please what when where',
  de: 'der die das und ist nicht ich sie wir wie kann ein eine mein meine habe hallo bitte was wann wo',
  es: 'el la los las que de en y una por puedo cómo no mi tengo hola gracias cuándo dónde está',
  fr: 'le la les des et est vous une dans pour je ne pas mon ma bonjour merci quand où avez',
  pt: 'o os que de em não uma para você como posso meu minha tenho olá obrigado quando onde está',
  it: 'il lo gli che di non una per posso come mio mia ho ciao grazie quando dove sono',
  nl: 'de het een en is niet ik u wij hoe kan mijn heb hallo dank wanneer waar van',
  pl: 'nie jest się na i w to jak mogę mój moja mam dzień dziękuję kiedy gdzie czy',
  tr: 've bir bu ne için nasıl benim var yok merhaba teşekkürler zaman nerede mı mi',
};
const words = Object.entries(common).map(([code, list]) => [code, new Set(list.split(' '))] as const);

// tongueOf recognizes the language of somebody's words, by its letters or by its most common words.
export function tongueOf(text: string): string | undefined {
  const script = scripts.find(([letters]) => letters.test(text));
  if (script) return script[1];
  const said = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const scored = words.map(([code, list]) => [code, said.filter((w) => list.has(w)).length] as const);
  const [best, second] = scored.sort(([, a], [, b]) => b - a);
  return best && best[1] > (second?.[1] ?? 0) ? best[0] : undefined;
}
