import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { type Api, ok } from '../app/api';
import { useApp } from '../app/context';
import { keyOf } from '../app/reads';
import { countryName } from '../parts/format';

// Sought is a search, as it stands in the page's address.
export interface Sought {
  q?: string;
  source?: 'web' | 'whatsapp';
  bot?: string;
  author?: 'visitor' | 'bot' | 'agent';
  assignee?: string;
  label?: string;
  place?: string; // a country or a city, as it was typed
  file?: true;
  from?: string; // days
  to?: string;
}

export const filters = ['source', 'bot', 'author', 'assignee', 'label', 'place', 'file', 'from', 'to'] as const;
export const isNarrowed = (s: Sought) => filters.some((name) => s[name]);
export const isAsked = (s: Sought) => !!s.q?.trim() || isNarrowed(s);

const startOf = (day?: string, later = 0) => {
  if (!day) return undefined;
  const at = new Date(`${day}T00:00`);
  at.setDate(at.getDate() + later);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const codes = () => letters.flatMap((a) => letters.map((b) => a + b));

// placeOf is the code of a country that was named, or else the text: a city.
const placeOf = (text?: string) => {
  const named = text?.trim().toLowerCase();
  return named ? (codes().find((code) => countryName(code).toLowerCase() === named) ?? text?.trim()) : undefined;
};

const queryOf = ({ q, place, from, to, ...rest }: Sought) => ({
  ...rest,
  q: q?.trim() || undefined,
  place: placeOf(place),
  from: startOf(from),
  to: startOf(to, 1),
});

// useSearch reads the messages that a search finds, page by page; people come with the first one.
export function useSearch(s: Sought) {
  const { api } = useApp();
  const query = queryOf(s);
  return useInfiniteQuery({
    queryKey: keyOf('/v1/search', 'pages', { query }),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      ok(api.GET('/v1/search', { params: { query: { ...query, cursor: pageParam } }, signal })),
    getNextPageParam: (page) => page.next,
    enabled: isAsked(s),
    placeholderData: keepPreviousData, // the hits stay until the next words are looked for
  });
}

export const peopleKey = (q: string, from?: string) => keyOf('/v1/visitors', 'pages', { query: { q, cursor: from } });

// firstPeople reads the first page of a search of people by itself.
export const firstPeople = (api: Api, q: string) => ok(api.GET('/v1/visitors', { params: { query: { q } } }));

// usePeople finds visitors by what is known of them, page by page from a cursor on, or from the first page.
export function usePeople(q: string, from?: string, enabled = q.length > 1) {
  const { api } = useApp();
  return useInfiniteQuery({
    queryKey: peopleKey(q, from),
    initialPageParam: from,
    queryFn: ({ pageParam, signal }) =>
      ok(api.GET('/v1/visitors', { params: { query: { q, cursor: pageParam } }, signal })),
    getNextPageParam: (page) => page.next,
    enabled,
  });
}
