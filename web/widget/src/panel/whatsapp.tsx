import { useState } from 'preact/hooks';
import type { WhatsAppWay } from '../../../lib/wire';
import type { Refusal } from '../socket';
import { all } from './locales/whatsapp';
import { because } from './refusals';
import { filled } from './texts';
import { useView } from './view';

const useWords = () => filled(all[useView().say.locale] ?? all.en!);

// GoOn leads to WhatsApp. The link has a code, so it is fetched when somebody asks for it.
export function GoOn() {
  const { client, say } = useView();
  const words = useWords();
  const [way, setWay] = useState<WhatsAppWay>();
  const [wrong, setWrong] = useState('');
  if (!client.told?.whatsapp) return null;
  const ask = async () => {
    setWrong('');
    try {
      setWay((await client.ask({ action: 'whatsapp', words: words('hello') })).way);
    } catch (error) {
      setWrong(because(say, error as Refusal) || say('failedToLoad'));
    }
  };
  if (way) return <Way way={way} />;
  return (
    <p class="bar">
      <button type="button" class="link" disabled={!client.online} onClick={() => void ask()}>
        {words('go')}
      </button>
      {wrong && (
        <span class="wrong" role="alert">
          {wrong}
        </span>
      )}
    </p>
  );
}

// Way is the link, on a desktop also as a picture for the phone.
function Way({ way }: { way: WhatsAppWay }) {
  const words = useWords();
  const phone = matchMedia('(pointer:coarse)').matches;
  return (
    <div class="bar whatsapp" role="status">
      {!phone && way.qr && (
        <>
          <svg viewBox={`0 0 ${way.qr.size} ${way.qr.size}`} role="img" aria-label={words('scan')}>
            <path d={way.qr.path} />
          </svg>
          <p aria-hidden="true">{words('scan')}</p>
        </>
      )}
      {way.apart && <p>{words('apart')}</p>}
      <a href={way.url} target="_blank" rel="noopener noreferrer">
        {words('open')}
      </a>
    </div>
  );
}

// Question asks whether it was this visitor who wrote on WhatsApp. Nothing is joined before they say so.
export function Question() {
  const { client, say } = useView();
  const words = useWords();
  const [said, setSaid] = useState('');
  const pair = client.told?.pair;
  const answer = async (yes: boolean) => {
    try {
      await client.ask({ action: 'pair', yes });
      setSaid(yes ? words('joined') : '');
    } catch (error) {
      const refusal = error as Refusal;
      if (!refusal.code || refusal.code === 'offline') return; // the question stays
      setSaid(refusal.code === 'pairing_over' ? words('over') : because(say, refusal) || say('failedToLoad'));
    }
    if (client.told) client.told.pair = undefined;
    client.emit('status'); // the panel is drawn anew
  };
  if (!pair)
    return said ? (
      <p class="bar" role="status">
        {said}
      </p>
    ) : null;
  return (
    <div class="bar whatsapp" role="alert">
      <p>
        <bdi>{words('ask', { ending: pair.ending })}</bdi>
      </p>
      <button type="button" class="option" onClick={() => void answer(true)}>
        {words('yes')}
      </button>{' '}
      <button type="button" class="option" onClick={() => void answer(false)}>
        {words('no')}
      </button>
    </div>
  );
}
