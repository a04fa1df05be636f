import { Avatar } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { components } from '../../../../api/gen/schemas.gen';
import { plain } from '../../../lib/links';
import type { Conversation } from '../../../lib/wire';
import { useApp } from '../app/context';
import { read } from '../app/reads';

export type Member = components['schemas']['Member'];
export type Look = { name: string; picture?: string };

// nameOf is a member's name, or else the front of their address.
export const nameOf = (m: { name?: string; email?: string }) =>
  plain(m.name ?? '') || (m.email ?? '').split('@')[0] || 'A colleague';

// unnamed tells whether visitors would read the front of an address.
export const unnamed = (m: Member) => !m.name || m.name === m.email.split('@')[0];

// useTeam gives colleagues' current names and pictures; for former ones, the name of that time.
export function useTeam() {
  const { api } = useApp();
  const team = useQuery({ ...read(api, '/v1/members'), staleTime: 60_000 });
  return (id?: string, was?: string): Look => {
    const member = id ? team.data?.rows.find((m) => m.id === id) : undefined;
    return { name: plain(member?.name || was || '') || 'A colleague', picture: member?.picture };
  };
}

// useMembers lists the members of the team.
export function useMembers(): Member[] {
  const { api } = useApp();
  return useQuery({ ...read(api, '/v1/members'), staleTime: 60_000 }).data?.rows ?? [];
}

// useHolder tells which colleague has a conversation.
export function useHolder() {
  const look = useTeam();
  return (c: Conversation) => look(c.assignee, c.assigneeName).name;
}

// Face is a member's picture, or their initials.
export function Face({ look: { name, picture }, size }: { look: Look; size: number }) {
  return (
    <Avatar
      src={picture}
      name={name}
      variant="filled"
      color="teal.9"
      size={size}
      alt=""
      imageProps={{ loading: 'lazy' }}
    />
  );
}
