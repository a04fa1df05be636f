import { Button, Drawer, Group, Text } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import type { ConversationRow, Message } from '../../../lib/wire';
import { ApiError } from '../app/api';
import { may } from '../app/auth';
import { useNow } from '../app/clock';
import { useApp, usePush } from '../app/context';
import { called, VisitorName } from '../parts/names';
import { Broken, Loading } from '../parts/states';
import { useHolder } from '../parts/team';
import { About } from './about';
import { type Acting, ActingOn } from './acts';
import { Composer } from './composer';
import { Forms, formsOf } from './forms';
import { type Done, Header } from './header';
import { isForeign, useOwnership } from './ownership';
import { type Queue, useConversation, useReadMark } from './queries';
import { Transcript } from './transcript';
import { useLog } from './transcript-data';
import { type Typists, useTypists, writing } from './typists';
import { whyClosed } from './words';

const HintToBot = lazy(() => import('./hint').then((m) => ({ default: m.HintToBot })));
const Brief = lazy(() => import('./brief').then((m) => ({ default: m.Brief })));

interface Props {
  id: string;
  at?: string; // the message to open it at
  queue: Queue;
  done: Done;
}

// ConversationView is one conversation: its head, its transcript, the composer, and the visitor.
export function ConversationView({ id, at, queue, done }: Props) {
  const row = useConversation(id);
  const log = useLog(id, at);
  const viewers = useViewers(id);
  const typists = useTypists(id);
  const [blocked, setBlocked] = useState(false);
  const [about, { open, close }] = useDisclosure();
  const wide = useMediaQuery('(min-width: 1200px)');
  useReadMark(row.data);
  const gone = row.error instanceof ApiError && (row.error.status === 404 || row.error.status === 410);
  if (row.error && (gone || !row.data)) return <Broken error={row.error} retry={() => void row.refetch()} />;
  if (!row.data) return <Loading />;
  const c = row.data.conversation;
  const side = <About visitor={c.visitor} conversation={c} onBlocked={setBlocked} />;
  return (
    <>
      <section className="conversation" aria-label="Conversation">
        <Header
          row={row.data}
          queue={queue}
          viewers={viewers}
          writer={typists.colleague}
          about={wide ? undefined : open}
          done={done}
        />
        {c.visitorAt && (
          <Suspense>
            <Brief conversation={c} queue={queue} />
          </Suspense>
        )}
        <Talk key={id} row={row.data} log={log} at={at} typists={typists} blocked={blocked} />
      </section>
      {wide ? (
        <aside className="about" aria-label="About the visitor">
          {side}
        </aside>
      ) : (
        <Drawer opened={about} onClose={close} position="right" title="About the visitor">
          {side}
        </Drawer>
      )}
    </>
  );
}

// useViewers says which conversation is open here, and gives the other viewers.
function useViewers(id: string): string[] {
  const { live } = useApp();
  const [viewers, setViewers] = useState<string[]>([]);
  useEffect(() => {
    live.view(id);
    setViewers([]);
    return () => live.view('');
  }, [live, id]);
  usePush((push) => {
    if (push.action === 'viewing' && push.conversation === id) setViewers(push.viewers ?? []);
  });
  return viewers;
}

interface TalkProps {
  row: ConversationRow;
  log: ReturnType<typeof useLog>;
  typists: Typists;
  at?: string;
  blocked: boolean;
}

// Talk is the transcript and the composer.
function Talk({ row, log: { log, loadEarlier, loadLater, add, retry }, at, typists, blocked }: TalkProps) {
  const { me } = useApp();
  const c = row.conversation;
  const [answering, setAnswering] = useState<Message>();
  const forms = useMemo(() => formsOf(log.rows), [log.rows]);
  const agent = may(me.role, 'agent');
  const sent = (m: Message) => add([m]);
  const acting: Acting = {
    conversation: c.id,
    whatsapp: c.source === 'whatsapp',
    open: !whyClosed(c, Date.now(), blocked, row.stopped) && !isForeign(c, me),
    answer: setAnswering,
    sent,
  };
  return (
    <VisitorName value={called(row)}>
      <Forms value={forms}>
        <ActingOn value={agent ? acting : null}>
          <Transcript
            conversation={c.id}
            log={log}
            at={at}
            later={loadLater}
            typing={writing(typists)}
            seen={c.seenByVisitor}
            earlier={loadEarlier}
            retry={() => void retry()}
          />
        </ActingOn>
      </Forms>
      {agent && c.owner === 'bot' && c.status === 'open' && (
        <Suspense>
          <HintToBot conversation={c} sent={sent} />
        </Suspense>
      )}
      {agent ? (
        <Writing
          row={row}
          writer={typists.colleague}
          blocked={blocked}
          sent={sent}
          answering={answering}
          answered={() => setAnswering((now) => (now === answering ? undefined : now))}
        />
      ) : (
        <Text size="sm" c="dimmed" p="md" ta="center">
          Read-only: your role cannot reply.
        </Text>
      )}
    </VisitorName>
  );
}

// Writing is the composer, with the holder of the conversation and the reason if nothing can be
// sent. Both change while an agent writes: the composer stays where it is.
function Writing({
  row,
  writer,
  blocked,
  ...rest
}: { row: ConversationRow; writer: string; blocked: boolean } & Pick<
  React.ComponentProps<typeof Composer>,
  'sent' | 'answering' | 'answered'
>) {
  const { me } = useApp();
  const c = row.conversation;
  const { act, question } = useOwnership(row, writer);
  const nameOf = useHolder();
  const foreign = isForeign(c, me);
  const closed = whyClosed(c, useNow(), blocked, row.stopped);
  return (
    <>
      {foreign && !closed && (
        <Group className="foreign" justify="space-between" role="status">
          <Text size="sm">{nameOf(c)} has this conversation. You can leave a note, or take it over.</Text>
          <Button size="xs" onClick={() => act('take-over')}>
            Take over
          </Button>
        </Group>
      )}
      <Composer
        conversation={c}
        closed={closed || (foreign ? 'Take the conversation over to reply.' : '')}
        told={foreign && !closed}
        {...rest}
      />
      {question}
    </>
  );
}
