import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Message, Push } from '../../../lib/wire';
import { Bubbles } from './bubble';
import type { Item } from './outbox';
import { useView } from './view';

const nearEnd = 80; // px: who is this near to the end follows it

// Transcript shows what was said, then what waits to be sent.
export function Transcript() {
  const { client, outbox, uploads, say } = useView();
  const box = useRef<HTMLDivElement>(null);
  const follow = useRef(true);
  const before = useRef(0); // the height before earlier messages came
  const rows = client.log.rows;
  const typing = useTyping();

  useLayoutEffect(() => {
    const el = box.current!;
    if (before.current) el.scrollTop += el.scrollHeight - before.current;
    else if (follow.current) el.scrollTop = el.scrollHeight;
    before.current = 0;
  }, [rows, outbox.items, uploads.list, typing]);

  const earlier = async () => {
    const first = rows[0];
    const answer = await client.ask({ action: 'history', ...(first && { before: first.id }) }).catch(() => null);
    if (!answer) return;
    before.current = box.current!.scrollHeight;
    client.log.earlier = !!answer.messages?.length;
    client.emit('log');
  };

  let day = '';
  let speaker = '';
  return (
    <div class="log" ref={box} role="log" aria-label={say('conversation')} tabIndex={0}
      onScroll={(e) => (follow.current = e.currentTarget.scrollHeight - e.currentTarget.scrollTop - e.currentTarget.clientHeight < nearEnd)}>
      {client.log.earlier && <button class="link" onClick={earlier}>{say('earlier')}</button>}
      {rows.map((m) => {
        const today = say.day(new Date(m.at));
        const who = m.author.kind + (m.author.name ?? '');
        const parts = [today !== day && <p class="day" key={'d' + m.id}>{today}</p>, <Row key={m.id} message={m} first={who !== speaker || today !== day} />];
        day = today;
        speaker = who;
        return parts;
      })}
      {outbox.items.map((item) => <Waiting key={item.frame.id} item={item} />)}
      {uploads.list.map((u) => (
        <div class="row mine" key={u.id}>
          <p class="bubble faint">{u.why ? u.name : say('uploading', { name: u.name, percent: u.percent })}</p>
          {!u.why && <progress max={100} value={u.percent} aria-label={u.name} />}
          {u.why && <Failed why={u.why} retry={() => void uploads.send(u, say)} discard={() => uploads.drop(u)} />}
        </div>
      ))}
      <div class="typing" role="status">{typing}</div>
    </div>
  );
}

function Row({ message: m, first }: { message: Message; first: boolean }) {
  const { client, say } = useView();
  const event = m.bubbles?.[0]?.event;
  if (event) return <p class="event">{event.name === 'took_over' ? say('joined', { name: event.by ?? say('team') }) : say('handedBack')}</p>;
  const mine = m.author.kind === 'visitor';
  const at = new Date(m.at);
  const last = mine && client.log.rows.findLast((r) => r.author.kind === 'visitor')?.id === m.id;
  return (
    <div class={mine ? 'row mine' : 'row'}>
      {first && <p class="by" dir="auto">{mine ? <span class="vh">{say('you')}</span> : (m.author.name ?? (m.author.kind === 'bot' ? client.botName || say('bot') : say('team')))}</p>}
      <Bubbles message={m} />
      <p class="at"><time dateTime={m.at} title={say.when(at)}>{say.time(at)}</time>{last && <> · {say('sent')}</>}</p>
    </div>
  );
}

function Waiting({ item }: { item: Item }) {
  const { outbox, say } = useView();
  return (
    <div class="row mine" data-state={item.state}>
      <p class="bubble faint" dir="auto">{item.shown}</p>
      {item.state === 'failed' ? <Failed why={item.why ?? ''} retry={() => outbox.retry(item)} discard={() => outbox.discard(item)} /> : <p class="at">{say(item.state)}</p>}
    </div>
  );
}

function Failed({ why, retry, discard }: { why: string; retry: () => void; discard: () => void }) {
  const { say } = useView();
  return (
    <p class="failed" role="alert">
      {say('failed')}. {why} <button class="link" onClick={retry}>{say('retry')}</button> <button class="link" onClick={discard}>{say('discard')}</button>
    </p>
  );
}

// useTyping is the line that says that somebody writes; it goes by itself.
function useTyping(): string {
  const { client, say } = useView();
  const [by, setBy] = useState('');
  const [, tick] = useState(0);
  useEffect(() => {
    let timer = 0;
    const stop = [
      client.on('typing', (push) => {
        const { typing, by } = push as Push;
        clearTimeout(timer);
        setBy(typing ? (by ?? '') : '');
        timer = setTimeout(() => setBy(''), 10_000);
      }),
      client.on('message', () => setBy('')),
    ];
    return () => stop.forEach((s) => s());
  }, [client]);
  const last = client.log.rows.at(-1);
  const asked = last?.author.kind === 'visitor' && client.owner === 'bot' && Date.now() - Date.parse(last.at) < 30_000;
  useEffect(() => {
    if (!asked) return;
    const timer = setTimeout(() => tick((n) => n + 1), 30_000);
    return () => clearTimeout(timer);
  }, [asked]);
  return by ? say('typing', { name: by }) : asked ? say('thinking') : '';
}
