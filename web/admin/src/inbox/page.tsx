import { IconMessages } from '@tabler/icons-react';
import { useParams, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { Empty, NotFound } from '../parts/states';
import { ConversationView } from './conversation';
import { type Order, useDone } from './done';
import { List } from './list';
import { type Queue, queues } from './queries';

export function InboxPage() {
  const { queue, conversation } = useParams({ strict: false }) as { queue: string; conversation?: string };
  const { message: at } = useSearch({ strict: false }); // the one that a search led to
  const order = useRef<Order>({ ids: [], searched: false });
  const done = useDone(queue as Queue, order);
  if (!(queue in queues)) return <NotFound />;
  return (
    <div className={conversation ? 'inbox open' : 'inbox'}>
      <h1 className="vh">Inbox</h1>
      <List queue={queue as Queue} chosen={conversation} order={order} />
      {conversation ? (
        <ConversationView key={conversation + at} id={conversation} at={at} queue={queue as Queue} done={done} />
      ) : (
        <div className="conversation idle">
          <Empty title="Choose a conversation" icon={<IconMessages size={40} />}>
            Or press <kbd>j</kbd> for the first one, <kbd>?</kbd> for all keys.
          </Empty>
        </div>
      )}
    </div>
  );
}
