import { ar } from './ar';
import { de } from './de';
import { type Catalogue, en } from './en';
import { es } from './es';
import { fr } from './fr';
import { hi } from './hi';
import { pt } from './pt';

export const all: Record<string, Catalogue> = { ar, de, en, es, fr, hi, pt };
