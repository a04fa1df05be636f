import { percent } from '../parts/format';
import type { Sums } from './search';
import { of } from './sums';

// answers are what customers say of a closed case, with their figures.
export const answers = [
  ['Good', 'csat:good'],
  ['So-so', 'csat:soso'],
  ['Bad', 'csat:bad'],
] as const;

const fewest = 10; // answers of which shares are shown

export const answered = (sums: Sums) => answers.reduce((n, [, figure]) => n + of(sums, figure), 0);

// rate is a share, which says something from ten answers on; "" for fewer.
export const rate = (sums: Sums, n: number, total: number): string =>
  answered(sums) < fewest || !total ? '' : percent(n, total);
