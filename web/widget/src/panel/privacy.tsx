import { useState } from 'preact/hooks';
import { isWeb } from '../../../lib/links';
import type { Kept } from '../../../lib/wire';
import { doc } from '../doc';
import { end as endChat } from '../end';
import { fetchEarlier } from './history';
import { all } from './locales/privacy';
import { filled } from './texts';
import { useView } from './view';

// Privacy tells visitors what is kept about them, hands it to them, and forgets them.
export function Privacy({ done }: { done: () => void }) {
  const { client, say } = useView();
  const tell = useTell();
  const [kept, setKept] = useState<Kept>();
  const [failed, setFailed] = useState(false);
  const [ended, setEnded] = useState<'ended' | 'erased'>();
  const [sure, setSure] = useState(false);
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
      return setRefused((error as { code?: string }).code === 'ask_the_team' ? tell('askTeam') : say('failedToLoad'));
    }
    await endChat(client);
    setEnded('erased');
  };
  const again = () => {
    client.connect(client.mode);
    done();
  };
  if (ended)
    return (
      <section class="privacy">
        <p role="status">{tell(ended)}</p>
        <button type="button" class="primary" onClick={again}>
          {tell('again')}
        </button>
      </section>
    );
  return (
    <section class="privacy">
      <p>{tell(client.mode === 'minimal' ? 'modeMinimal' : client.storage.cookie() ? 'modeFull' : 'modeTab')}</p>
      {client.cookieId && <p class="faint">{tell('id', { id: client.cookieId })}</p>}
      <button type="button" class="option" disabled={!client.online} onClick={() => void read().then(setKept)}>
        {tell('show')}
      </button>
      <button type="button" class="option" disabled={!client.online} onClick={() => void download()}>
        {tell('download')}
      </button>
      <button type="button" class="option" onClick={() => void end()}>
        {tell('end')}
      </button>
      {sure ? (
        <div class="kept" role="group" aria-label={tell('erase')}>
          <p>{tell('eraseAsk')}</p>
          <button type="button" class="option" disabled={!client.online} onClick={() => void erase()}>
            {tell('eraseYes')}
          </button>{' '}
          <button type="button" class="option" onClick={() => setSure(false)}>
            {say('cancel')}
          </button>
        </div>
      ) : (
        <button type="button" class="option" onClick={() => setSure(true)}>
          {tell('erase')}
        </button>
      )}
      {refused && (
        <p class="wrong" role="alert">
          {refused}
        </p>
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={client.sound}
          onChange={(e) => client.change({ sound: e.currentTarget.checked }, 'look')}
        />{' '}
        {tell('sound')}
      </label>
      {isWeb(client.site.look.privacy) && (
        <a href={client.site.look.privacy} target="_blank" rel="noopener noreferrer">
          {tell('policy')}
        </a>
      )}
      {failed && (
        <p class="wrong" role="alert">
          {say('failedToLoad')}
        </p>
      )}
      {kept && <What kept={kept} />}
    </section>
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
            {[v.place.city, v.place.country, v.network, v.device.browser, v.device.os, ...(v.forms ?? [])]
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
