import { useEffect, useState } from 'preact/hooks';
import type { Bubble } from '../../../lib/wire';
import { Paper } from './icons';
import { useView } from './view';

// MediaBubble shows a file of this conversation. Its address is asked for when it is
// shown, because it is good for minutes only.
export function MediaBubble({ bubble }: { bubble: Bubble }) {
  const { client, say } = useView();
  const media = bubble.media ?? {};
  const name = media.name ?? '';
  const [url, setUrl] = useState('');
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (!media.upload || tries > 2) return;
    let here = true;
    client.ask({ action: 'file', upload: media.upload }).then(
      (answer) => here && setUrl(answer.url ?? ''),
      () => setTimeout(() => here && setTries((n) => n + 1), 2000),
    );
    return () => void (here = false);
  }, [media.upload, tries, client]);
  const again = () => setTries((n) => n + 1);
  if (!url || tries > 2) return <p class="bubble faint">{tries > 2 ? say('unavailable') : name}</p>;
  if (bubble.kind === 'image') return <a href={url} target="_blank" rel="noopener noreferrer" class="picture"><img src={url} alt={say('picture', { name })} onError={again} /></a>;
  if (bubble.kind === 'audio') return <audio class="player" controls preload="none" src={url} aria-label={name} />;
  if (bubble.kind === 'video') return <video class="player" controls preload="metadata" src={url} aria-label={name} />;
  return <a class="bubble file" href={url} target="_blank" rel="noopener noreferrer" aria-label={say('open', { name })}><Paper /> <bdi>{name}</bdi></a>;
}
