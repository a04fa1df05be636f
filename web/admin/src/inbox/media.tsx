import { Button, Text, UnstyledButton } from '@mantine/core';
import { IconFile } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Address, openFile } from '../../../lib/address';
import { plain } from '../../../lib/links';
import type { Bubble } from '../../../lib/wire';
import { ok } from '../app/api';
import { useApp } from '../app/context';

const size = (n?: number) => (!n ? '' : n < 1e6 ? `${Math.ceil(n / 1e3)} kB` : `${(n / 1e6).toFixed(1)} MB`);

// MediaView shows a file. What is shown needs an address; what is opened on a click gets one
// on the click: it is good for minutes.
export function MediaView({ bubble, conversation }: { bubble: Bubble; conversation: string }) {
  const { api } = useApp();
  const upload = bubble.media?.upload;
  const name = plain(bubble.media?.name ?? '') || 'File';
  const state = bubble.media?.state;
  const [problem, setProblem] = useState('');
  const address = useMemo(
    () =>
      new Address(
        async () =>
          (
            await ok(
              api.GET('/v1/conversations/{conversation}/files/{upload}', {
                params: { path: { conversation, upload: upload! } },
              }),
            )
          ).url,
      ),
    [api, conversation, upload],
  );
  const open = () =>
    void address.get().then(
      (url) => {
        setProblem('');
        openFile(url);
      },
      (error: Error) => setProblem(error.message),
    );
  if (state === 'waiting')
    return (
      <Text size="sm" c="dimmed" role="status">
        {bubble.media?.reason ?? 'The file is on its way from WhatsApp.'}
      </Text>
    );
  if (state === 'lost')
    return (
      <Text size="sm" c="dimmed">
        The file is not there: {bubble.media?.reason}
      </Text>
    );
  if (!upload)
    return (
      <Text size="sm" c="dimmed">
        {name} cannot be shown.
      </Text>
    );
  const kind = bubble.kind === 'document' ? '' : (bubble.media?.type?.split('/')[0] ?? '');
  return (
    <>
      {kind === 'image' && bubble.kind !== 'sticker' ? (
        <UnstyledButton onClick={open} aria-label={`Open ${name}`}>
          <Shown address={address} kind="image" name={name} open={open} />
        </UnstyledButton>
      ) : kind === 'image' || kind === 'audio' || kind === 'video' ? (
        <Shown address={address} kind={bubble.kind === 'sticker' ? 'sticker' : kind} name={name} open={open} />
      ) : (
        <Button onClick={open} variant="light" leftSection={<IconFile size={18} />}>
          <bdi>{name}</bdi>&nbsp;<small>{size(bubble.media?.size)}</small>
        </Button>
      )}
      {problem && (
        <Text size="sm" c="red" role="alert">
          {name} cannot be opened: {problem}
        </Text>
      )}
    </>
  );
}

const most = 3; // tries in a row

// Shown is a picture or a recording. When its address does not open any more, it asks for
// another; a recording goes on where it was. What this browser cannot play can be saved.
function Shown({ address, kind, name, open }: { address: Address; kind: string; name: string; open: () => void }) {
  const [found, setFound] = useState({ url: '', n: 0 }); // two addresses of one second are the same
  const [tries, setTries] = useState(0);
  const [problem, setProblem] = useState('');
  const player = useRef<HTMLVideoElement>(null);
  const was = useRef({ at: 0, playing: false });
  useEffect(() => {
    if (tries >= most) return;
    let here = true;
    (tries ? address.renew() : address.get()).then(
      (url) => here && setFound(({ n }) => ({ url, n: n + 1 })),
      (error: Error) => here && setProblem(error.message),
    );
    return () => {
      here = false;
    };
  }, [address, tries]);
  useEffect(() => {
    if (!was.current.playing) return;
    player.current?.load();
    void player.current?.play().catch(() => {});
  }, [found]);
  const onError = () => {
    was.current.at = player.current?.currentTime ?? 0;
    setTries((n) => n + 1);
  };
  const ready = () => {
    setTries(0);
    if (player.current && was.current.at) player.current.currentTime = was.current.at;
    was.current.at = 0;
  };
  const again = () => {
    setProblem('');
    setTries((n) => (n % most) + 1);
  };
  if (problem || tries >= most) {
    const why = (
      <Text component="span" size="sm" c="dimmed">
        {name} cannot be shown{problem && `: ${problem}`}
      </Text>
    );
    return kind === 'image' ? (
      why
    ) : (
      <>
        {why}{' '}
        <Button size="compact-xs" variant="subtle" onClick={again}>
          Try again
        </Button>{' '}
        <Button size="compact-xs" variant="subtle" onClick={open}>
          Save it
        </Button>
      </>
    );
  }
  const { url, n } = found;
  if (!url)
    return (
      <Text component="span" size="sm" c="dimmed">
        {name}…
      </Text>
    );
  if (kind === 'sticker')
    return <img key={n} className="sticker" src={url} alt="Sticker" onLoad={ready} onError={onError} />;
  if (kind === 'image')
    return <img key={n} className="picture" decoding="async" src={url} alt={name} onLoad={ready} onError={onError} />;
  const props = {
    ref: player,
    controls: true,
    src: url,
    'aria-label': name,
    onError,
    onLoadedMetadata: ready,
    onPlay: () => {
      was.current.playing = true;
    },
    onPause: () => {
      was.current.playing = !!player.current?.error;
    }, // a failure pauses too
  };
  return kind === 'audio' ? (
    <audio {...props} preload="none" />
  ) : (
    <video {...props} className="picture" preload="metadata" />
  );
}
