import { Button, Text, UnstyledButton } from '@mantine/core';
import { IconFile } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Address, openFile } from '../../../lib/address';
import { plain } from '../../../lib/links';
import type { Bubble, Media } from '../../../lib/wire';
import { ok } from '../app/api';
import { useApp } from '../app/context';

const size = (n?: number) => (!n ? '' : n < 1e6 ? `${Math.ceil(n / 1e3)} kB` : `${(n / 1e6).toFixed(1)} MB`);

// Size is how large a file is. Beside a name from right to left it reads in its own direction.
export const Size = ({ of }: { of?: number }) => (
  <small>
    <bdi>{size(of)}</bdi>
  </small>
);

interface Props {
  bubble: Bubble;
  conversation: string;
}

// MediaView shows a file, or says why it cannot.
export function MediaView({ bubble, conversation }: Props) {
  const { media } = bubble;
  const name = plain(media?.name ?? '') || 'File';
  if (media?.state === 'waiting')
    return (
      <Text size="sm" c="dimmed" role="status">
        {media.reason ?? 'The file is on its way from WhatsApp.'}
      </Text>
    );
  if (media?.state === 'lost' || !media?.upload)
    return (
      <Text size="sm" c="dimmed">
        {media?.state === 'lost' ? `The file is missing: ${media.reason}` : `${name} cannot be shown.`}
      </Text>
    );
  return <Stored bubble={bubble} media={media} upload={media.upload} name={name} conversation={conversation} />;
}

interface StoredProps extends Props {
  media: Media;
  upload: string;
  name: string;
}

// Stored is a file that is there. A picture or recording needs an address to be shown; a file that
// is opened on a click gets one on the click: addresses expire within minutes.
function Stored({ bubble, media, upload, name, conversation }: StoredProps) {
  const address = useAddress(conversation, upload);
  const [problem, setProblem] = useState('');
  const open = () =>
    void address.get().then(
      (url) => {
        setProblem('');
        openFile(url);
      },
      (error: Error) => setProblem(error.message),
    );
  const kind = bubble.kind === 'document' ? '' : (media.type?.split('/')[0] ?? '');
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
          <bdi>{name}</bdi>&nbsp;
          <Size of={media.size} />
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

function useAddress(conversation: string, upload: string): Address {
  const { api } = useApp();
  return useMemo(() => {
    const path = { conversation, upload };
    const call = () => ok(api.GET('/v1/conversations/{conversation}/files/{upload}', { params: { path } }));
    return new Address(async () => (await call()).url);
  }, [api, conversation, upload]);
}

const most = 3; // tries in a row

// useFile asks for a file's address, and for another when it does not open any more; a recording
// goes on where it was.
function useFile(address: Address) {
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
  const failed = () => {
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
  const plays = (playing: boolean) => {
    was.current.playing = playing || !!player.current?.error; // a failure pauses too
  };
  return { found, problem, over: !!problem || tries >= most, player, failed, ready, again, plays };
}

interface ShownProps {
  address: Address;
  kind: string;
  name: string;
  open: () => void;
}

// Shown is a picture or a recording. A file that this browser cannot play can be saved.
function Shown({ address, kind, name, open }: ShownProps) {
  const { found, problem, over, player, failed, ready, again, plays } = useFile(address);
  const { url, n } = found;
  if (over) return <Unshown name={name} problem={problem} again={again} open={kind === 'image' ? undefined : open} />;
  if (!url)
    return (
      <Text component="span" size="sm" c="dimmed">
        {name}…
      </Text>
    );
  const loads = { src: url, onLoad: ready, onError: failed };
  if (kind === 'sticker') return <img key={n} className="sticker" alt="Sticker" {...loads} />;
  if (kind === 'image') return <img key={n} className="picture" decoding="async" alt={name} {...loads} />;
  const props = {
    ref: player,
    controls: true,
    src: url,
    'aria-label': name,
    onError: failed,
    onLoadedMetadata: ready,
    onPlay: () => plays(true),
    onPause: () => plays(false),
  };
  return kind === 'audio' ? (
    <audio {...props} preload="none" />
  ) : (
    <video {...props} className="picture" preload="metadata" />
  );
}

interface UnshownProps {
  name: string;
  problem: string;
  again: () => void;
  open?: () => void; // not for a picture, which is a button itself
}

function Unshown({ name, problem, again, open }: UnshownProps) {
  return (
    <>
      <Text component="span" size="sm" c="dimmed">
        {name} cannot be shown{problem && `: ${problem}`}
      </Text>
      {open && (
        <>
          {' '}
          <Button size="compact-xs" variant="subtle" onClick={again}>
            Try again
          </Button>{' '}
          <Button size="compact-xs" variant="subtle" onClick={open}>
            Save it
          </Button>
        </>
      )}
    </>
  );
}
