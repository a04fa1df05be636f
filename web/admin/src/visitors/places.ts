import { useSources } from './sources';

const groups = { site: 'Websites', number: 'WhatsApp numbers', bot: 'Bots' } as const;

// usePlaces gives the sites, numbers and bots, by kind, to choose from.
export function usePlaces() {
  const { all } = useSources();
  return (Object.keys(groups) as (keyof typeof groups)[])
    .map((kind) => ({
      group: groups[kind],
      items: all.filter((s) => s.kind === kind).map((s) => ({ value: s.id, label: s.name })),
    }))
    .filter((g) => g.items.length);
}
