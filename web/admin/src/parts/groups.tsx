import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { components } from '../../../../api/gen/schemas.gen';
import type { ConversationRow } from '../../../lib/wire';
import { useApp } from '../app/context';
import { read } from '../app/reads';

export type TeamGroup = components['schemas']['Group'];

// useGroups lists the groups of the team, in the order in which they are asked.
export function useGroups(): TeamGroup[] {
  const { api } = useApp();
  return useQuery({ ...read(api, '/v1/members/groups'), staleTime: 60_000 }).data?.groups ?? [];
}

// GroupMark names the group to which an open conversation falls that is the team's.
export function GroupMark({ row: { conversation: c, group } }: { row: ConversationRow }) {
  const name = useGroups().find((g) => g.id === group)?.name;
  if (!name || c.owner !== 'team' || c.status !== 'open') return null;
  return (
    <Badge size="sm" variant="outline" color="teal" tt="none" className="label" title={`For the group ${name}`}>
      {name}
    </Badge>
  );
}
