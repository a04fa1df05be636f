import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Address, openFile } from '../../../lib/address';
import { isWeb } from '../../../lib/links';
import type { Bubble } from '../../../lib/wire';
import { Paper } from './icons';
import { useView } from './view';

// MediaBubble shows a file of this conversation. A picture and a recording need an address
// to be shown; a file that is opened on a click gets one on the click.
export function MediaBubble({ bubble }: { bubble: Bubble }) {
  const { client, say } = useView();
  const { upload, name = '' } = bubble.media ?? {};
  const [lost, setLost] = useState(false);
  const address = useMemo(
    () => new Address(async () => (await client.ask({ action: 'file', upload: upload! })).url ?? ''),
    [client, upload],
  );
  const open = () =>
    void address.get().then(
      (url) => {
        setLost(false);
        if (isWeb(url)) openFile(url);
      },
      () => setLost(true),
    );
  if (!upload) return <p class="bubble faint">{say('unavailable')}</p>;
  const plays = bubble.kind === 'audio' || bubble.kind === 'video';
  return (
    <>
      {bubble.kind === 'image' ? (
        <button type="button" class="picture" aria-label={say('open', { name })} onClick={open}>
          <Shown address={address} kind="image" name={name} open={open} />
        </button>
      ) : plays ? (
        <Shown address={address} kind={bubble.kind} name={name} open={open} />
      ) : (
        <Saved name={name} open={open} />
      )}
      {lost && (
        <p class="failed" role="alert">
          {say('failedToLoad')}
        </p>
      )}
    </>
  );
}

// Saved is a file that is opened or saved on a click.
function Saved({ name, open }: { name: string; open: () => void }) {
  const { say } = useView();
  return (
    <button type="button" class="bubble file" aria-label={say('open', { name })} onClick={open}>
      <Paper /> <bdi>{name}</bdi>
    </button>
  );
}

const most = 3; // tries in a row

// useFile asks for a file's address, and for another when it does not open any more; a recording
// goes on where it was.
function useFile(address: Address) {
  const { client } = useView();
  const [found, setFound] = useState({ url: '', n: 0 }); // two addresses of one second are the same
  const [tries, setTries] = useState(0);
  const player = useRef<HTMLAudioElement & HTMLVideoElement>(null);
  const at = useRef(0);
  const wanted = useRef(false); // the visitor pressed play
  useEffect(() => {
    if (tries >= most) return;
    let here = true;
    const again = () => here && setTries((n) => n + 1);
    (tries ? address.renew() : address.get()).then(
      (url) => here && setFound(({ n }) => ({ url, n: n + 1 })),
      () => client.online && setTimeout(again, 2000),
    );
    const stop = client.on('welcome', () => !found.url && again());
    return () => {
      here = false;
      stop();
    };
  }, [address, tries]);
  useEffect(() => {
    if (!wanted.current) return;
    player.current?.load();
    player.current?.play().catch(() => {});
  }, [found]);
  const failed = () => {
    at.current = player.current?.currentTime ?? 0;
    setTries((n) => n + 1);
  };
  const ready = () => {
    setTries(0);
    if (player.current && at.current) player.current.currentTime = at.current;
    at.current = 0;
  };
  const plays = (playing: boolean) => {
    wanted.current = playing || !!player.current?.error; // a failure pauses too
  };
  return { found, over: tries >= most, player, failed, ready, plays };
}

interface ShownProps {
  address: Address;
  kind: Bubble['kind'];
  name: string;
  open: () => void;
}

// Shown is a picture or a recording. A file that this browser cannot play can be saved.
function Shown({ address, kind, name, open }: ShownProps) {
  const { say } = useView();
  const { found, over, player, failed, ready, plays } = useFile(address);
  if (over && kind === 'image') return <span class="bubble faint">{say('unavailable')}</span>;
  if (over) return <Saved name={name} open={open} />;
  const { url, n } = found;
  if (!url) return <span class="bubble faint">{name}</span>;
  if (kind === 'image')
    return <img key={n} src={url} decoding="async" alt={say('picture', { name })} onLoad={ready} onError={failed} />;
  const props = {
    ref: player,
    class: 'player',
    controls: true,
    src: url,
    'aria-label': name,
    onError: failed,
    onLoadedMetadata: ready,
    onPlay: () => plays(true),
    onPause: () => plays(false),
  };
  return kind === 'audio' ? <audio {...props} preload="none" /> : <video {...props} preload="metadata" />;
}
