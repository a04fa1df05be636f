import { Badge, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { plain, unturned } from '../../../lib/links';
import type { Conversation } from '../../../lib/wire';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { fullTime, shortTime } from '../parts/format';
import { AnchorLink } from '../parts/links';
import { Called, someoneOf } from '../parts/names';
import { Broken } from '../parts/states';
import { Device, Duration, Goals, PageOf, PlaceOf, Source } from '../visitors/cells';

// About is who the conversation is with, in short.
export function About({
  visitor,
  conversation,
  onBlocked,
}: {
  visitor: string;
  conversation: Conversation;
  onBlocked: (blocked: boolean) => void;
}) {
  const { api } = useApp();
  const detail = useQuery(read(api, '/v1/visitors/{visitor}', { path: { visitor } }));
  const blocked = !!detail.data?.visitor.blocked;
  useEffect(() => onBlocked(blocked), [blocked, onBlocked]);
  if (detail.error) return <Broken error={detail.error} retry={() => void detail.refetch()} />;
  if (!detail.data)
    return (
      <Stack p="md">
        <Skeleton h={24} />
        <Skeleton h={120} />
        <Skeleton h={80} />
      </Stack>
    );
  const { visitor: v, sessions, notes } = detail.data;
  const now = sessions[0];
  const facts = Object.entries(v.profile ?? {}).filter(([, f]) => f.value);
  return (
    <Stack gap="md" p="md">
      <div>
        <Title order={3} size="h5">
          <Called who={someoneOf(v)} />
        </Title>
        <AnchorLink to="/visitors/$visitor" params={{ visitor }} size="sm">
          Open the profile
        </AnchorLink>
      </div>
      {facts.length > 0 && (
        <dl className="facts">
          {facts.map(([field, f]) => (
            <div key={field}>
              <dt>
                <bdi>{labels[field] ?? plain(field)}</bdi>
              </dt>
              <dd className="words" dir="auto">
                {plain(f.value)}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {now && (
        <dl className="facts">
          <div>
            <dt>Place</dt>
            <dd>
              <PlaceOf place={now.place} />
            </dd>
          </div>
          <div>
            <dt>{now.endedAt ? 'Last visit' : 'Here for'}</dt>
            <dd>{now.endedAt ? shortTime(now.started) : <Duration session={now} />}</dd>
          </div>
          <div>
            <dt>Page</dt>
            <dd className="words">
              <PageOf session={now} />
            </dd>
          </div>
          <div>
            <dt>Device</dt>
            <dd>
              <Device session={now} />
            </dd>
          </div>
          <div>
            <dt>Source</dt>
            <dd>
              <Source source={now.source} label />
            </dd>
          </div>
          <div>
            <dt>Visits</dt>
            <dd>
              {sessions.length}
              {sessions.length === 50 && '+'}, first {shortTime(v.firstSeen)}
            </dd>
          </div>
          {!!now.goals?.length && (
            <div>
              <dt>Goals</dt>
              <dd>
                <Goals session={now} />
              </dd>
            </div>
          )}
        </dl>
      )}
      {v.marketing?.stopped && (
        <Badge color="orange" variant="light">
          Does not want marketing messages
        </Badge>
      )}
      {conversation.source === 'whatsapp' && <Billing conversation={conversation.id} />}
      {conversation.waitingFrom && (
        <Text size="sm">
          Waiting since <time title={fullTime(conversation.waitingFrom)}>{shortTime(conversation.waitingFrom)}</time>
        </Text>
      )}
      {notes.slice(0, 3).map((n) => (
        <div key={n.id} className="note">
          <Text size="sm" className="words" dir="auto">
            {unturned(n.text)}
          </Text>
          <Text size="xs" c="dimmed">
            {n.name}
          </Text>
        </div>
      ))}
    </Stack>
  );
}

const labels: Record<string, string> = {
  name: 'Name',
  email: 'E-mail',
  phone: 'Phone',
  username: 'WhatsApp user name',
  whatsapp: 'WhatsApp number',
};

// Billing is what Meta charges for in this conversation.
function Billing({ conversation }: { conversation: string }) {
  const { api } = useApp();
  const { data } = useQuery(read(api, '/v1/conversations/{conversation}/billing', { path: { conversation } }));
  if (!data?.rows.length) return null;
  return (
    <dl className="facts">
      {data.rows.map((r) => (
        <div key={r.category + r.price}>
          <dt>{r.billable ? 'Billed by Meta' : 'Free of charge'}</dt>
          <dd>
            {r.count} {plain(r.category).replace(/_/g, ' ')} {r.count === 1 ? 'message' : 'messages'}
          </dd>
        </div>
      ))}
    </dl>
  );
}
