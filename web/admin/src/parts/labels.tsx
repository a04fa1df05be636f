import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { components } from '../../../../api/gen/schemas.gen';
import type { Conversation } from '../../../lib/wire';
import { useApp } from '../app/context';
import { read } from '../app/reads';

export type Label = components['schemas']['Label'];

// useLabels lists the team's labels.
export function useLabels(): Label[] {
  const { api } = useApp();
  return useQuery({ ...read(api, '/v1/labels'), staleTime: 60_000 }).data?.labels ?? [];
}

// idsOf is the ids of a conversation's labels: two characters each.
export const idsOf = (c: Conversation): string[] => c.labels?.match(/../g) ?? [];

// Labels are the labels of a conversation, at most so many, then the number of the others.
export function Labels({ of: c, most = 5 }: { of: Conversation; most?: number }) {
  const all = useLabels();
  const had = idsOf(c);
  const labels = all.filter((l) => had.includes(l.id ?? ''));
  const shown = labels.slice(0, labels.length > most ? most - 1 : most);
  const left = labels.slice(shown.length);
  return (
    <>
      {shown.map((l) => (
        <Badge key={l.id} size="sm" variant="dot" color={l.color ?? 'gray'} tt="none" className="label">
          {l.name}
        </Badge>
      ))}
      {left.length > 0 && (
        <Badge size="sm" variant="outline" color="gray" title={left.map((l) => l.name).join(', ')} className="owner">
          +{left.length}
        </Badge>
      )}
    </>
  );
}
