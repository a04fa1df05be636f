import { Badge, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApp, useHint } from '../app/context';
import { read, useRefresh } from '../app/reads';
import { ButtonLink } from '../parts/links';
import { Called, called } from '../parts/names';

// Silent are the visitors who have opened the chat and said nothing yet, among the latest fifty who are there. They
// are read while the list is open.
export function Silent() {
  const [open, setOpen] = useState(false);
  return (
    <details className="silent" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>Opened the chat, and said nothing yet</summary>
      {open && <Rows />}
    </details>
  );
}

const latest = { query: { state: 'live' as const, limit: 50 } };

function Rows() {
  const { api } = useApp();
  const refresh = useRefresh();
  useHint('visitors', () => void refresh('/v1/sessions', latest), 2000);
  const { data } = useQuery({ ...read(api, '/v1/sessions', latest), refetchInterval: 15_000 });
  const rows = data?.rows.filter((r) => r.conversation && !r.session.talk && r.session.source === 'web');
  if (!rows) return null;
  if (!rows.length)
    return (
      <Text size="sm" c="dimmed">
        Nobody has.
      </Text>
    );
  return (
    <ul>
      {rows.map((r) => (
        <li key={r.session.id}>
          <Called who={{ ...r, place: r.session.place }} />
          {r.presence.state !== 'active' && (
            <Badge size="xs" variant="light" color="gray">
              {r.presence.state}
            </Badge>
          )}
          <ButtonLink
            to="/inbox/$queue/$conversation"
            params={{ queue: 'bot', conversation: r.conversation! }}
            size="compact-xs"
            variant="default"
            aria-label={`Watch ${called({ ...r, place: r.session.place })}`}
          >
            Watch
          </ButtonLink>
        </li>
      ))}
    </ul>
  );
}
