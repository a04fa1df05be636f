import type { Figures, Sums } from './search';

// of is a figure, 0 where nothing was counted.
export const of = (sums: Sums | undefined, name: string) => sums?.[name] ?? 0;

// wasOf gives the figures that a value of a dimension had, where the period before is known. A group that joins values
// is of other ones there, and a value without a row may be in it.
export function wasOf(earlier: Pick<Figures, 'by'> | undefined, value: string): (figure: string) => number | undefined {
  const row = earlier?.by.find((r) => r.value === value);
  const joined = earlier?.by.some((r) => r.value === '~few' || r.value === '~others');
  const known = earlier && !value.startsWith('~') && (row || !joined);
  return (figure) => (known ? of(row?.sums, figure) : undefined);
}

// named is the figures that begin with a prefix, by the rest of their names; deeper ones are left out.
export function named(sums: Sums, prefix: string): [name: string, n: number][] {
  return Object.entries(sums)
    .filter(([name]) => name.startsWith(prefix) && !name.slice(prefix.length).includes(':'))
    .map(([name, n]): [string, number] => [name.slice(prefix.length), n])
    .sort(([a, n], [b, m]) => m - n || a.localeCompare(b));
}

// goalsIn is the names of the goals that were reached. A name may have colons of its own.
export const goalsIn = (sums: Sums): string[] =>
  Object.keys(sums)
    .filter((name) => name.startsWith('reached:'))
    .map((name) => name.slice('reached:'.length))
    .sort((a, b) => of(sums, `goal:${b}`) - of(sums, `goal:${a}`) || a.localeCompare(b));

// valuesOf is the worth of a goal by currency, in the currency's units: of those that a server told or the chat
// saw (value), or that only a page claims (claim). Currencies are never added.
export function valuesOf(
  sums: Sums,
  kind: 'value' | 'claim',
  goal: string,
  cell = '',
): [currency: string, value: number][] {
  const start = `${kind}:${goal}:`;
  return Object.entries(sums)
    .filter(
      ([name]) => name.startsWith(start) && name.slice(start.length).length === 3 + cell.length && name.endsWith(cell),
    )
    .map(([name, n]): [string, number] => [name.slice(start.length, start.length + 3), n / 100])
    .filter(([, value]) => value !== 0);
}

// settled is how many of a figure's cases are known for good today: each class of them says after how many days that
// is.
export function settled(days: Figures['days'], name: string, today: string): number {
  const age = (day: string) => (Date.parse(today) - Date.parse(day)) / 86_400_000;
  return days
    .flatMap(({ day, sums }) =>
      Object.entries(sums).filter(([key]) => key.startsWith(`${name}~`) && Number(key.split('~')[1]) < age(day)),
    )
    .reduce((n, [, m]) => n + m, 0);
}

const step = 1.25;

// Spans are how many cases lie in each class of a time span, the shortest first.
export function spans(sums: Sums, name: string): [seconds: number, n: number][] {
  return Object.entries(sums)
    .filter(([key]) => key.startsWith(`${name}~`))
    .map(([key, n]): [number, number] => [step ** (Number(key.slice(name.length + 1)) + 0.5) - 1, n])
    .sort(([a], [b]) => a - b);
}

// quantile is the time span under which a share of all lies, in milliseconds: as exact as the classes are, to a tenth.
export function quantile(all: [seconds: number, n: number][], share: number): number | undefined {
  const total = all.reduce((n, [, m]) => n + m, 0);
  let passed = 0;
  for (const [seconds, n] of all) {
    passed += n;
    if (passed >= share * total) return 1000 * Math.max(1, seconds);
  }
  return undefined;
}

// classes are bounds in seconds, with names, into which spans are put for a chart.
export const classes: [until: number, name: string][] = [
  [10, 'under 10 s'],
  [30, '10 to 30 s'],
  [60, '30 s to 1 min'],
  [120, '1 to 2 min'],
  [300, '2 to 5 min'],
  [900, '5 to 15 min'],
  [3600, '15 min to 1 h'],
  [14_400, '1 to 4 h'],
  [86_400, '4 to 24 h'],
  [Number.POSITIVE_INFINITY, 'over a day'],
];

// classed is how many cases lie in each of the classes.
export function classed(all: [seconds: number, n: number][]): { name: string; n: number }[] {
  let from = 0;
  return classes.map(([until, name]) => {
    const n = all.filter(([s]) => s >= from && s < until).reduce((sum, [, m]) => sum + m, 0);
    from = until;
    return { name, n };
  });
}
