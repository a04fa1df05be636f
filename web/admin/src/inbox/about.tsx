import { Badge, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { plain, unturned } from '../../../lib/links';
import type { Conversation, Session, Visitor, VisitorDetail } from '../../../lib/wire';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { fullTime, shortTime } from '../parts/format';
import { AnchorLink } from '../parts/links';
import { Called, someoneOf } from '../parts/names';
import { Broken } from '../parts/states';
import { Device, Duration, Goals, PageOf, PlaceOf, Source } from '../visitors/cells';
import { useVisitor } from '../visitors/detail';

interface AboutProps {
  visitor: string;
  conversation: Conversation;
  onBlocked: (blocked: boolean) => void;
}

// About is the visitor of the conversation, in short.
export function About({ visitor, conversation, onBlocked }: AboutProps) {
  const detail = useVisitor(visitor, 5000);
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
  return <Facts detail={detail.data} conversation={conversation} />;
}

function Facts({ detail, conversation: c }: { detail: VisitorDetail; conversation: Conversation }) {
  const { visitor: v, sessions, notes } = detail;
  return (
    <Stack gap="md" p="md">
      <div>
        <Title order={3} size="h5">
          <Called who={someoneOf(v)} />
        </Title>
        <AnchorLink to="/visitors/$visitor" params={{ visitor: v.id }} size="sm">
          Open the profile
        </AnchorLink>
      </div>
      {detail.conversations
        .filter((other) => other.id !== c.id)
        .map((other) => (
          <AnchorLink
            key={other.id}
            to="/inbox/$queue/$conversation"
            params={{ queue: other.owner === 'bot' ? 'bot' : 'human', conversation: other.id }}
            size="sm"
          >
            {other.source === 'web' ? 'Their chat on the website' : 'Their chat on WhatsApp'}
          </AnchorLink>
        ))}
      <Known profile={v.profile} />
      {sessions[0] && <Visit now={sessions[0]} visits={sessions.length} firstSeen={v.firstSeen} />}
      {v.marketing?.stopped && (
        <Badge color="orange" variant="light">
          Does not want marketing messages
        </Badge>
      )}
      {c.source === 'whatsapp' && <Billing conversation={c.id} />}
      {c.waitingFrom && (
        <Text size="sm">
          Waiting since <time title={fullTime(c.waitingFrom)}>{shortTime(c.waitingFrom)}</time>
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

function Fact({ name, words, children }: { name: ReactNode; words?: boolean; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={words ? 'words' : undefined}>{children}</dd>
    </div>
  );
}

function Known({ profile }: { profile: Visitor['profile'] }) {
  const facts = Object.entries(profile ?? {}).filter(([, f]) => f.value);
  if (!facts.length) return null;
  return (
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
  );
}

// Visit is where the visitor is, or was last.
function Visit({ now, visits, firstSeen }: { now: Session; visits: number; firstSeen: string }) {
  return (
    <dl className="facts">
      <Fact name="Place">
        <PlaceOf place={now.place} />
      </Fact>
      <Fact name={now.endedAt ? 'Last visit' : 'Here for'}>
        {now.endedAt ? shortTime(now.started) : <Duration session={now} />}
      </Fact>
      <Fact name="Page" words>
        <PageOf session={now} />
      </Fact>
      <Fact name="Device">
        <Device session={now} />
      </Fact>
      <Fact name="Source">
        <Source source={now.source} label />
      </Fact>
      <Fact name="Visits">
        {visits}
        {visits === 50 && '+'}, first {shortTime(firstSeen)}
      </Fact>
      {!!now.goals?.length && (
        <Fact name="Goals">
          <Goals session={now} />
        </Fact>
      )}
    </dl>
  );
}

const labels: Record<string, string> = {
  name: 'Name',
  email: 'E-mail',
  phone: 'Phone',
  username: 'WhatsApp user name',
  whatsapp: 'WhatsApp number',
};

// Billing lists the messages of this conversation that Meta bills.
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
