import { useState } from 'preact/hooks';
import { isWeb } from '../../../lib/links';
import type { Kept } from '../../../lib/wire';
import { doc } from '../doc';
import { end as endChat } from '../end';
import { fetchEarlier } from './history';
import { all } from './locales/privacy';
import { Notify } from './notify';
import { filled } from './texts';
import { useView } from './view';
import { GoOn } from './whatsapp';

// useRights reads the stored data, exports it, ends the chat and erases the visitor.
function useRights() {
  const { client, say } = useView();
  const tell = useTell();
  const [kept, setKept] = useState<Kept>();
  const [failed, setFailed] = useState(false);
  const [ended, setEnded] = useState<'ended' | 'erased'>();
  const [refused, setRefused] = useState('');
  const read = async () => {
    setFailed(false);
    const answer = await client.ask({ action: 'export' }).catch(() => null);
    setFailed(!answer?.kept);
    return answer?.kept;
  };
  const download = async () => {
    const about = kept ?? (await read());
    if (!about) return;
    await everything(client).catch(() => setFailed(true));
    save(`chat-${about.cookieId}.json`, JSON.stringify({ about, messages: client.log.rows }, null, 2));
  };
  const end = async () => {
    await endChat(client);
    setEnded('ended');
  };
  const erase = async () => {
    setRefused('');
    try {
      await client.ask({ action: 'erase' });
    } catch (error) {
      const { code } = error as { code?: string };
      return setRefused(code === 'ask_the_team' ? tell('askTeam') : say('failedToLoad'));
    }
    await endChat(client);
    setEnded('erased');
  };
  return { kept, failed, ended, refused, show: () => void read().then(setKept), download, end, erase };
}

// Privacy shows visitors their stored data, exports it, and erases them.
export function Privacy({ done }: { done: () => void }) {
  const { client, say } = useView();
  const tell = useTell();
  const { kept, failed, ended, refused, show, download, end, erase } = useRights();
  if (ended) return <Ended how={ended} done={done} />;
  return (
    <section class="privacy">
      <GoOn />
      <Notify off />
      <p>{tell(client.mode === 'minimal' ? 'modeMinimal' : client.storage.cookie() ? 'modeFull' : 'modeTab')}</p>
      {client.told?.cookieId && <p class="faint">{tell('id', { id: client.told.cookieId })}</p>}
      <Act words={tell('show')} disabled={!client.online} act={show} />
      <Act words={tell('download')} disabled={!client.online} act={() => void download()} />
      <Act words={tell('end')} act={() => void end()} />
      <Erase erase={() => void erase()} />
      {refused && <Wrong words={refused} />}
      <Sound />
      <Why />
      {isWeb(client.site.look.privacy) && (
        <a href={client.site.look.privacy} target="_blank" rel="noopener noreferrer">
          {tell('policy')}
        </a>
      )}
      {failed && <Wrong words={say('failedToLoad')} />}
      {kept && <What kept={kept} />}
    </section>
  );
}

function Act({ words, disabled, act }: { words: string; disabled?: boolean; act: () => void }) {
  return (
    <button type="button" class="option" disabled={disabled} onClick={act}>
      {words}
    </button>
  );
}

function Wrong({ words }: { words: string }) {
  return (
    <p class="wrong" role="alert">
      {words}
    </p>
  );
}

function Ended({ how, done }: { how: 'ended' | 'erased'; done: () => void }) {
  const { client } = useView();
  const tell = useTell();
  const again = () => {
    client.connect(client.mode);
    done();
  };
  return (
    <section class="privacy">
      <p role="status">{tell(how)}</p>
      <button type="button" class="primary" onClick={again}>
        {tell('again')}
      </button>
    </section>
  );
}

// Erase asks once more before it does.
function Erase({ erase }: { erase: () => void }) {
  const { client, say } = useView();
  const tell = useTell();
  const [sure, setSure] = useState(false);
  if (!sure) return <Act words={tell('erase')} act={() => setSure(true)} />;
  return (
    <div class="kept" role="group" aria-label={tell('erase')}>
      <p>{tell('eraseAsk')}</p>
      <Act words={tell('eraseYes')} disabled={!client.online} act={erase} />{' '}
      <Act words={say('cancel')} act={() => setSure(false)} />
    </div>
  );
}

// Why explains the latest answer that was taken from an entry.
function Why() {
  const { client } = useView();
  const tell = useTell();
  const title = client.log.rows.findLast((m) => m.from)?.from;
  return (
    <details>
      <summary>{tell('why')}</summary>
      <p dir="auto">{title ? tell('whyThis', { title }) : tell('whyNone')}</p>
    </details>
  );
}

function Sound() {
  const { client } = useView();
  const tell = useTell();
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={client.sound}
        onChange={(e) => client.change({ sound: e.currentTarget.checked }, 'look')}
      />{' '}
      {tell('sound')}
    </label>
  );
}

// useTell is the page's own words.
function useTell() {
  const { say } = useView();
  return filled(all[say.locale] ?? all.en!);
}

function What({ kept }: { kept: Kept }) {
  const { say } = useView();
  const tell = useTell();
  const facts = Object.entries(kept.profile);
  return (
    <div class="kept" aria-label={tell('kept')} role="region">
      <h3>{tell('kept')}</h3>
      <p>
        {tell('firstSeen')}: {say.when(new Date(kept.firstSeen))}
      </p>
      <h4>{tell('profile')}</h4>
      {facts.length ? (
        <ul>
          {facts.map(([name, value]) => (
            <li key={name}>
              <bdi>{name}</bdi>: <bdi>{value}</bdi>
            </li>
          ))}
        </ul>
      ) : (
        <p>{tell('nothing')}</p>
      )}
      <h4>{tell('visits')}</h4>
      <ul>
        {kept.visits.map((v) => (
          <li key={v.started}>
            {say.when(new Date(v.started))} ·{' '}
            {[v.place.city, v.place.country, v.network, v.device.browser, v.device.os, v.language, ...(v.forms ?? [])]
              .filter(Boolean)
              .join(', ')}
            {v.pages.length > 0 && (
              <details>
                <summary>{tell('pages', { n: v.pages.length })}</summary>
                <ul>
                  {v.pages.map((p, i) => (
                    <li key={i}>
                      <bdi>{p.url}</bdi>
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

// everything fetches the conversation back to its beginning.
async function everything(client: ReturnType<typeof useView>['client']): Promise<void> {
  while (client.log.earlier) await fetchEarlier(client);
}

function save(name: string, text: string): void {
  const link = doc.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
