import { ActionIcon, Avatar, Badge, Button, Drawer, Group, Menu, Text, Title, Tooltip } from '@mantine/core';
import { useDisclosure, useHotkeys, useMediaQuery } from '@mantine/hooks';
import { IconArrowLeft, IconClockPause, IconDotsVertical, IconHandGrab, IconInfoCircle, IconPrinter, IconRobot, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { plain } from '../../../lib/links';
import type { ConversationRow, Message } from '../../../lib/wire';
import { may } from '../app/auth';
import { useNow } from '../app/clock';
import { useApp, usePush } from '../app/context';
import { span } from '../parts/format';
import { Broken, Loading } from '../parts/states';
import { Source } from '../visitors/cells';
import { About } from './about';
import { type Acting, ActingOn } from './acts';
import { Composer } from './composer';
import { type Queue, useAct, useConversation, useReadMark } from './queries';
import { Transcript } from './transcript';
import { useLog } from './transcript-data';
import { whyClosed } from './words';

// ConversationView is one conversation: its head, what was said, where to answer, and who
// it is with.
export function ConversationView({ id, queue }: { id: string; queue: Queue }) {
  const { live, me } = useApp();
  const row = useConversation(id);
  const { log, loadEarlier, add, retry } = useLog(id);
  const [viewers, setViewers] = useState<string[]>([]);
  const [about, { open, close }] = useDisclosure();
  const wide = useMediaQuery('(min-width: 1200px)');
  const [blocked, setBlocked] = useState(false);
  const [answering, setAnswering] = useState<Message>();
  useReadMark(row.data);
  useEffect(() => {
    live.view(id);
    setViewers([]);
    setAnswering(undefined);
    return () => live.view('');
  }, [live, id]);
  usePush((push) => {
    if (push.action === 'viewing' && push.conversation === id) setViewers((push.viewers ?? []).filter((name) => name !== me.name));
  });
  const typing = useTyping(id);
  if (row.isPending) return <Loading />;
  if (row.error) return <Broken error={row.error} retry={() => void row.refetch()} />;
  const c = row.data.conversation;
  const agent = may(me.role, 'agent');
  const acting: Acting | null = agent ? { conversation: id, whatsapp: c.source === 'whatsapp', open: !whyClosed(c, Date.now(), blocked, row.data.stopped) && !(c.owner === 'agent' && c.assignee !== me.id), answer: setAnswering, sent: (m) => add([m]) } : null;
  const side = <About visitor={c.visitor} conversation={c} onBlocked={setBlocked} />;
  return (
    <>
      <section className="conversation" aria-label="Conversation">
        <Header row={row.data} queue={queue} viewers={viewers} about={wide ? undefined : open} />
        <ActingOn value={acting}><Transcript conversation={id} log={log} typing={typing} seen={c.seenByVisitor} earlier={loadEarlier} retry={() => void retry()} /></ActingOn>
        {agent ? <Closable row={row.data} blocked={blocked} sent={(m) => add([m])} answering={answering} answered={() => setAnswering(undefined)} /> : <Text size="sm" c="dimmed" p="md" ta="center">You can read along. Your role does not write.</Text>}
      </section>
      {wide ? <aside className="about" aria-label="About the visitor">{side}</aside> : <Drawer opened={about} onClose={close} position="right" title="About the visitor">{side}</Drawer>}
    </>
  );
}

// Closable is the composer, with why it is closed if it is: that changes with time.
function Closable({ row: { conversation: c, stopped }, blocked, ...rest }: { row: ConversationRow; blocked: boolean } & Pick<React.ComponentProps<typeof Composer>, 'sent' | 'answering' | 'answered'>) {
  const { me } = useApp();
  const act = useAct(c.id);
  const closed = whyClosed(c, useNow(), blocked, stopped);
  if (c.owner === 'agent' && c.assignee !== me.id && !closed) {
    return (
      <>
        <Group className="foreign" justify="space-between" role="status"><Text size="sm">A colleague has this conversation. You can leave a note, or take it over.</Text><Button size="xs" onClick={() => act.mutate('take-over')}>Take over</Button></Group>
        <Composer conversation={c} closed="Take the conversation over to reply." told {...rest} />
      </>
    );
  }
  return <Composer conversation={c} closed={closed} {...rest} />;
}

function Header({ row, queue, viewers, about }: { row: ConversationRow; queue: Queue; viewers: string[]; about?: () => void }) {
  const { me } = useApp();
  const { conversation: c, name, cookieId } = row;
  const act = useAct(c.id);
  const mine = c.owner === 'agent' && c.assignee === me.id;
  const agent = may(me.role, 'agent');
  useHotkeys([['t', () => agent && !mine && act.mutate('take-over')], ['b', () => agent && c.owner !== 'bot' && act.mutate('hand-back')], ['e', () => agent && c.status !== 'closed' && act.mutate('close')]]);
  return (
    <header className="convhead">
      <ActionIcon component={Link} to="/inbox/$queue" params={{ queue } as never} variant="subtle" color="gray" size="lg" aria-label="Back to the list" className="back"><IconArrowLeft size={20} /></ActionIcon>
      <div className="grow cut">
        <Group gap={8} wrap="nowrap"><Source source={c.source} /><Title order={2} size="h5" className="cut"><bdi>{plain(name ?? '') || cookieId || 'Visitor'}</bdi></Title><Owner row={row} /></Group>
        <Group gap={8} wrap="nowrap"><Window row={row} />{viewers.length > 0 && <Text size="xs" c="dimmed" className="cut" role="status">Also looking: {viewers.map(plain).join(', ')}</Text>}</Group>
      </div>
      {viewers.slice(0, 3).map((v) => <Tooltip key={v} label={v}><Avatar name={v} variant="filled" color="teal.9" size={28} alt={v} /></Tooltip>)}
      {agent && !mine && <Button size="xs" leftSection={<IconHandGrab size={16} />} onClick={() => act.mutate('take-over')}>Take over</Button>}
      {agent && mine && <Button size="xs" variant="default" leftSection={<IconRobot size={16} />} onClick={() => act.mutate('hand-back')}>Hand back</Button>}
      {about && <ActionIcon variant="subtle" color="gray" size="lg" aria-label="About the visitor" onClick={about}><IconInfoCircle size={20} /></ActionIcon>}
      <Menu position="bottom-end" width={220}>
        <Menu.Target><ActionIcon variant="subtle" color="gray" size="lg" aria-label="More"><IconDotsVertical size={20} /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          {agent && c.owner !== 'bot' && !mine && <Menu.Item leftSection={<IconRobot size={18} />} onClick={() => act.mutate('hand-back')}>Hand back to the bot</Menu.Item>}
          {agent && c.status !== 'closed' && <Menu.Item leftSection={<IconX size={18} />} onClick={() => act.mutate('close')}>Close</Menu.Item>}
          {agent && c.status !== 'closed' && <Menu.Label>Snooze until</Menu.Label>}
          {agent && c.status !== 'closed' && snoozes().map(([label, until]) => <Menu.Item key={label} leftSection={<IconClockPause size={18} />} onClick={() => act.mutate({ until: until.toISOString() })}>{label}</Menu.Item>)}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPrinter size={18} />} component={Link} to="/print/$conversation" params={{ conversation: c.id } as never}>Print the transcript</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </header>
  );
}

function snoozes(): [string, Date][] {
  const at = (days: number, hour: number) => {
    const d = new Date();
    d.setDate(d.getDate() + days);
    d.setHours(hour, 0, 0, 0);
    return d;
  };
  return [['In an hour', new Date(Date.now() + 3_600_000)], ['Tomorrow, 9:00', at(1, 9)], ['In a week, 9:00', at(7, 9)]];
}

export function Owner({ row: { conversation: c } }: { row: ConversationRow }) {
  const { me } = useApp();
  if (c.status === 'closed') return <Badge color="gray" variant="light" size="sm" className="owner">Closed</Badge>;
  if (c.status === 'snoozed') return <Badge color="grape" variant="light" size="sm" className="owner">Snoozed</Badge>;
  if (c.owner === 'bot') return <Badge color="blue" variant="light" size="sm" className="owner">Bot</Badge>;
  if (c.owner === 'team') return <Badge color="red" variant="light" size="sm" className="owner">Waiting</Badge>;
  return <Badge variant="light" size="sm" className="owner">{c.assignee === me.id ? 'You' : 'Colleague'}</Badge>;
}

// Window counts down to the end of WhatsApp's 24 hours.
function Window({ row: { conversation: c } }: { row: ConversationRow }) {
  const now = useNow();
  if (c.source !== 'whatsapp') return null;
  const left = Date.parse(c.window ?? '') - now;
  if (!(left > 0)) return <Badge size="xs" color="red" variant="light">Window closed</Badge>;
  return <Badge size="xs" color={left < 3_600_000 ? 'orange' : 'green'} variant="light" className="tick">Window: {left > 3_600_000 ? span(left - (left % 60_000)).replace(/ 0 s$/, '') : span(left)}</Badge>;
}

function useTyping(id: string): string {
  const [typing, setTyping] = useState(false);
  const timer = useRef(0);
  usePush((push) => {
    if (push.conversation !== id || (push.action !== 'typing' && push.action !== 'message')) return;
    clearTimeout(timer.current);
    setTyping(push.action === 'typing' && !!push.typing);
    timer.current = window.setTimeout(() => setTyping(false), 8000);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return typing ? 'The visitor is writing…' : '';
}
