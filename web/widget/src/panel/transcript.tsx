import { useEffect, useRef, useState } from 'preact/hooks';
import type { Message, Push } from '../../../lib/wire';
import { Bubbles } from './bubble';
import { Face } from './face';
import { useFollow } from './follow';
import { Helped } from './helped';
import { fetchEarlier } from './history';
import { useInView } from './in-view';
import type { Item } from './outbox';
import { Safe } from './safe';
import type { Upload } from './uploads';
import { useView } from './view';

// Transcript shows the messages, then those that wait to be sent.
export function Transcript() {
  const { client, outbox, uploads, say } = useView();
  const box = useRef<HTMLDivElement>(null);
  const { away, toEnd, scrolled, hold } = useFollow(client, box);
  useInView(client, box);
  const typing = useTyping();
  const earlier = async () => {
    await fetchEarlier(client);
    hold();
    client.emit('log');
  };
  return (
    <div class="logs">
      <div class="log" ref={box} role="log" aria-label={say('conversation')} tabIndex={0} onScroll={scrolled}>
        <div class="rows">
          {client.log.earlier && (
            <button type="button" class="link" onClick={() => earlier().catch(() => {})}>
              {say('earlier')}
            </button>
          )}
          <Rows />
          {outbox.items.map((item) => item.shown && <Waiting key={item.frame.id} item={item} />)}
          {uploads.list.map((u) => (
            <Sending key={u.id} upload={u} />
          ))}
          <div class="typing" role="status">
            {typing}
          </div>
        </div>
      </div>
      {away && client.unread > 0 && (
        <button
          type="button"
          class="newer"
          onClick={() => {
            toEnd();
            box.current?.focus({ preventScroll: true });
          }}
        >
          {say('newBelow', { n: client.unread })} <span aria-hidden="true">↓</span>
        </button>
      )}
    </div>
  );
}

function Rows() {
  const { client, say } = useView();
  let day = '';
  let speaker = '';
  return (
    <>
      {client.log.rows.map((m) => {
        const today = say.day(new Date(m.at));
        const who = m.author.kind + (m.author.name ?? '');
        const row = (
          <Safe instead={<p class="bubble faint">{say('unsupported')}</p>}>
            <Row message={m} first={who !== speaker || today !== day} />
          </Safe>
        );
        const parts = [
          today !== day && (
            <p class="day" key={'d' + m.id}>
              {today}
            </p>
          ),
          <div key={m.id} data-id={m.id}>
            {row}
          </div>,
        ];
        day = today;
        speaker = who;
        return parts;
      })}
    </>
  );
}

function Row({ message: m, first }: { message: Message; first: boolean }) {
  const { client, say } = useView();
  const event = m.bubbles?.[0]?.event;
  if (event)
    return (
      <p class="event">
        {event.name === 'took_over' ? say('joined', { name: event.by ?? say('team') }) : say('handedBack')}
      </p>
    );
  if (m.bubbles?.[0]?.click?.url) return null; // the button shows that it was tapped
  const mine = m.author.kind === 'visitor';
  const at = new Date(m.at);
  const { edited, revoked } = m.marks ?? {};
  const last = mine && client.log.rows.findLast((r) => r.author.kind === 'visitor')?.id === m.id;
  return (
    <div class={mine ? 'row mine' : 'row'}>
      {first && <p class="by">{mine ? <span class="vh">{say('you')}</span> : <By message={m} />}</p>}
      {revoked ? <p class="bubble faint">{say('removed')}</p> : <Bubbles message={m} />}
      <p class="at">
        <time dateTime={m.at} title={say.when(at)}>
          {say.time(at)}
        </time>
        {edited && !revoked && <> · {say('edited')}</>}
        {last && <> · {say('sent')}</>}
        {m.from && !revoked && <Helped message={m} />}
      </p>
    </div>
  );
}

// By names the author; of a bot it always says that it is one, whatever its name.
function By({ message: { author } }: { message: Message }) {
  const { client, say } = useView();
  if (author.kind !== 'bot')
    return (
      <>
        <Face path={author.picture} />
        <bdi>{author.name ?? say('team')}</bdi>
      </>
    );
  const name = author.name ?? client.told?.bot.name;
  return name && name !== say('bot') ? (
    <>
      <bdi>{name}</bdi> · {say('bot')}
    </>
  ) : (
    say('bot')
  );
}

function Waiting({ item }: { item: Item }) {
  const { outbox, say } = useView();
  return (
    <div class="row mine" data-state={item.state}>
      <p class="bubble faint" dir="auto">
        {item.shown}
      </p>
      {item.state === 'failed' ? (
        <Failed
          why={item.why ?? ''}
          retry={item.final ? undefined : () => outbox.retry(item)}
          discard={() => outbox.discard(item)}
        />
      ) : (
        <p class="at">{say(item.state)}</p>
      )}
    </div>
  );
}

function Sending({ upload: u }: { upload: Upload }) {
  const { uploads, say } = useView();
  return (
    <div class="row mine">
      <p class="bubble faint">{u.why ? <bdi>{u.name}</bdi> : say('uploading', { name: u.name, percent: u.percent })}</p>
      {!u.why && (
        <p class="at">
          <progress max={100} value={u.percent} aria-label={u.name} />{' '}
          <button type="button" class="link" onClick={() => uploads.drop(u)}>
            {say('cancel')}
          </button>
        </p>
      )}
      {u.why && (
        <Failed
          why={u.why}
          retry={u.final ? undefined : () => void uploads.send(u, say)}
          discard={() => uploads.drop(u)}
        />
      )}
    </div>
  );
}

// Failed says why a message was not sent. A retry is offered where it can help.
function Failed({ why, retry, discard }: { why: string; retry?: () => void; discard: () => void }) {
  const { say } = useView();
  return (
    <p class="failed" role="alert">
      {say('failed')}. {why}{' '}
      {retry && (
        <button type="button" class="link" onClick={retry}>
          {say('retry')}
        </button>
      )}{' '}
      <button type="button" class="link" onClick={discard}>
        {say('discard')}
      </button>
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
    return () => {
      for (const s of stop) s();
    };
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
