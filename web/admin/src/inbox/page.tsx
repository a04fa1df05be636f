import { IconMessages } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { Empty, NotFound } from '../parts/states';
import { ConversationView } from './conversation';
import { List } from './list';
import { type Queue, queues } from './queries';

export function InboxPage() {
  const { queue, conversation } = useParams({ strict: false }) as { queue: string; conversation?: string };
  if (!(queue in queues)) return <NotFound />;
  return (
    <div className={conversation ? 'inbox open' : 'inbox'}>
      <h1 className="vh">Inbox</h1>
      <List queue={queue as Queue} chosen={conversation} />
      {conversation ? <ConversationView key={conversation} id={conversation} queue={queue as Queue} /> : <div className="conversation idle"><Empty title="Choose a conversation" icon={<IconMessages size={40} />}>Or press <kbd>j</kbd> for the first one, <kbd>?</kbd> for all keys.</Empty></div>}
    </div>
  );
}
