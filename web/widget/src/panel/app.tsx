import { useEffect, useState } from 'preact/hooks';
import { Composer } from './composer';
import { Face } from './face';
import { Back, Close, Menu } from './icons';
import { useMinutes } from './minutes';
import { Transcript } from './transcript';
import { useView, type View, ViewContext } from './view';

export function App({ view, close }: { view: View; close: () => void }) {
  const [page, setPage] = useState<'chat' | 'privacy'>('chat');
  const { client, say } = view;
  const look = client.site.look;
  const title = look.title ?? client.site.name;
  return (
    <ViewContext.Provider value={view}>
      <header>
        {page === 'privacy' && (
          <button type="button" class="icon" aria-label={say('back')} onClick={() => setPage('chat')}>
            <Back />
          </button>
        )}
        {page === 'chat' && client.owner === 'agent' && <Face path={client.agent?.picture} />}
        <div class="who">
          <h2>
            <bdi>{page === 'privacy' ? say('privacy') : title}</bdi>
          </h2>
          {page === 'chat' && <Status view={view} />}
        </div>
        {page === 'chat' && (
          <button type="button" class="icon" aria-label={say('menu')} onClick={() => setPage('privacy')}>
            <Menu />
          </button>
        )}
        <button type="button" class="icon" aria-label={say('close')} onClick={close}>
          <Close />
        </button>
      </header>
      {page === 'privacy' && <Shield done={() => setPage('chat')} />}
      <div class="chat" hidden={page === 'privacy'}>
        <Chat view={view} />
      </div>
    </ViewContext.Provider>
  );
}

// Shield is the page of privacy. It is fetched when somebody asks for it.
function Shield({ done }: { done: () => void }) {
  const { say } = useView();
  const [file, setFile] = useState<typeof import('./privacy') | null>();
  useEffect(() => void import('./privacy').then(setFile, () => setFile(null)), []);
  if (file) return <file.Privacy done={done} />;
  return (
    <p class="bar" role="status">
      {say(file === null ? 'failedToLoad' : 'connecting')}
    </p>
  );
}

function Chat({ view: { client, say } }: { view: View }) {
  const offline = useOffline();
  return (
    <>
      <Transcript />
      {client.blocked ? (
        <p class="bar" role="status">
          {say('blocked')}
        </p>
      ) : (
        <>
          {client.refused && client.mode === 'minimal' && (
            <p class="bar" role="status">
              {say('nowPrivate')}
            </p>
          )}
          {!client.online && (
            <p class="bar" role="status">
              {say(client.closed ? 'backSoon' : offline ? 'offline' : 'connecting')}
            </p>
          )}
          <Asked />
          <Waiting />
          <Composer />
        </>
      )}
    </>
  );
}

// Waiting is fetched when somebody asks for a person, and again after a failure when the connection is back.
function Waiting() {
  const { client } = useView();
  const [file, setFile] = useState<typeof import('./wait')>();
  const waits = client.owner !== 'bot';
  const { online } = client;
  useEffect(() => {
    if (waits && online && !file) import('./wait').then(setFile, () => {});
  }, [waits, online]);
  return waits && file ? <file.Wait /> : null;
}

// Asked is fetched when somebody wrote on WhatsApp with this visitor's code.
function Asked() {
  const { client } = useView();
  const [file, setFile] = useState<typeof import('./whatsapp')>();
  const asks = !!client.told?.pair;
  const { online } = client;
  useEffect(() => {
    if (asks && online && !file) import('./whatsapp').then(setFile, () => {});
  }, [asks, online]);
  return file ? <file.Question /> : null;
}

// Status names the answering side. Of the bot it always says that it is one.
function Status({ view: { client, say } }: { view: View }) {
  useMinutes(); // a heartbeat tells whether somebody is there
  const name = client.agent?.name ?? client.log.rows.findLast((m) => m.author.kind === 'agent')?.author.name;
  if (client.owner === 'agent' && name) return <p>{say('withAgent', { name })}</p>;
  const there = client.told?.here && <Part class="there">{say('somebody')}</Part>;
  if (client.owner === 'team')
    return (
      <p>
        {say(client.told?.opening?.open === false ? 'away' : 'withTeam')}
        {there}
      </p>
    );
  const { subtitle } = client.site.look;
  return (
    <p>
      {say('withBot')}
      {subtitle && <Part>{subtitle}</Part>}
      {there}
    </p>
  );
}

// Part goes on in the line of the answering side.
function Part(props: { class?: string; children: string }) {
  return (
    <>
      {' '}
      · <bdi {...props} />
    </>
  );
}

function useOffline(): boolean {
  const [offline, setOffline] = useState(!navigator.onLine);
  useEffect(() => {
    const look = () => setOffline(!navigator.onLine);
    addEventListener('online', look);
    addEventListener('offline', look);
    return () => {
      removeEventListener('online', look);
      removeEventListener('offline', look);
    };
  }, []);
  return offline;
}
