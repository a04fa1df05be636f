import { Badge, Text } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { components } from '../../../../api/gen/schemas.gen';
import type { Conversation } from '../../../lib/wire';
import type { Queue } from '../inbox/queries';
import { dayAndTime } from '../parts/format';
import { Called, someoneOf } from '../parts/names';
import { Source } from '../visitors/cells';

type Schemas = components['schemas'];

const queueOf = (c: Conversation): Queue =>
  c.status === 'closed' ? 'closed' : c.status === 'snoozed' ? 'snoozed' : c.owner === 'bot' ? 'bot' : 'human';

// Hit is a message that was found. It opens the transcript at that message.
export function Hit({ hit }: { hit: Schemas['SearchHit'] }) {
  const { conversation: c } = hit;
  return (
    <li>
      <Link
        className="hit"
        to="/inbox/$queue/$conversation"
        params={{ queue: queueOf(c), conversation: c.id }}
        search={{ message: hit.message }}
      >
        <span className="hit-head">
          <Source source={c.source} />
          <span className="cut grow">
            <Called who={hit} />
          </span>
          {hit.blocked && (
            <Badge size="xs" color="gray" variant="light">
              Blocked
            </Badge>
          )}
          {hit.file && <IconPaperclip size={16} role="img" aria-label="Has a file" />}
          <Text span size="xs" c="dimmed" className="hit-time">
            {dayAndTime(hit.at)}
          </Text>
        </span>
        <span className="hit-words" dir="auto">
          <Text span size="xs" c="dimmed">
            <bdi>{speaker(hit)}</bdi>:{' '}
          </Text>
          {hit.snippet.map((piece, i) =>
            piece.marked ? <mark key={i}>{piece.text}</mark> : <span key={i}>{piece.text}</span>,
          )}
        </span>
      </Link>
    </li>
  );
}

function speaker({ author }: Schemas['SearchHit']): string {
  if (author.kind === 'visitor') return 'Visitor';
  return author.kind === 'bot' ? 'Bot' : author.name || 'Colleague';
}

// Person is somebody who was found by the data known of them, with their conversations.
export function Person({ match: { visitor, conversations } }: { match: Schemas['VisitorMatch'] }) {
  return (
    <li>
      <div className="hit">
        <span className="hit-head">
          <Source source={visitor.source} />
          <Link className="cut grow" to="/visitors/$visitor" params={{ visitor: visitor.id }}>
            <Called who={someoneOf(visitor)} />
          </Link>
          {visitor.blocked && (
            <Badge size="xs" color="gray" variant="light">
              Blocked
            </Badge>
          )}
        </span>
        {conversations.map((c) => (
          <Link
            key={c.id}
            className="hit-words talk"
            dir="auto"
            to="/inbox/$queue/$conversation"
            params={{ queue: queueOf(c), conversation: c.id }}
          >
            {c.preview || 'Conversation'}
          </Link>
        ))}
      </div>
    </li>
  );
}
