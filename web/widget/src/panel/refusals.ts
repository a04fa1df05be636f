import type { Catalogue } from './locales/en';
import type { Say } from './texts';

// Refusals that no retry changes, by code.
const refused: Record<string, keyof Catalogue> = {
  type_not_allowed: 'fileType',
  not_what_it_says: 'fileUnlike',
  picture_too_large: 'fileDots',
  no_upload: 'fileLost',
};

// because is why the server refused something, in the visitor's language. Its own words are English and say
// more: English readers get those. Errors that only programs meet have no words.
export const because = (say: Say, { code, message }: { code?: string; message?: string }): string =>
  say.locale === 'en' && code && message ? message : code && refused[code] ? say(refused[code]) : '';

// refusedForGood tells whether another try of the same would end the same.
export const refusedForGood = (code?: string): boolean => !!code && code in refused;
