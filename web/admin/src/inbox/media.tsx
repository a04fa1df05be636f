import { Button, Text } from '@mantine/core';
import { IconFile } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { plain } from '../../../lib/links';
import type { Bubble } from '../../../lib/wire';
import { ok } from '../app/api';
import { useApp } from '../app/context';

const size = (n?: number) => (!n ? '' : n < 1e6 ? `${Math.ceil(n / 1e3)} kB` : `${(n / 1e6).toFixed(1)} MB`);

// MediaView shows a file. Its address is asked for when it is shown: it is good for minutes.
export function MediaView({ bubble, conversation }: { bubble: Bubble; conversation: string }) {
  const { api } = useApp();
  const upload = bubble.media?.upload;
  const name = plain(bubble.media?.name ?? '') || 'File';
  const state = bubble.media?.state;
  const type = bubble.media?.type?.split('/')[0] ?? '';
  const { data, error, refetch } = useQuery({
    queryKey: ['file', conversation, upload], enabled: !!upload && (!state || state === 'kept'), staleTime: 10 * 60_000,
    queryFn: () => ok(api.GET('/v1/conversations/{conversation}/files/{upload}', { params: { path: { conversation, upload: upload! } } })),
  });
  if (state === 'waiting') return <Text size="sm" c="dimmed" role="status">{bubble.media?.reason ?? 'The file is on its way from WhatsApp.'}</Text>;
  if (state === 'lost') return <Text size="sm" c="dimmed">The file is not there: {bubble.media?.reason}</Text>;
  if (!upload || error) return <Text size="sm" c="dimmed">{name} cannot be shown{error ? `: ${error.message}` : "."} {error && <Button size="compact-xs" variant="subtle" onClick={() => void refetch()}>Try again</Button>}</Text>;
  const url = data?.url;
  if (!url) return <Text size="sm" c="dimmed">{name}…</Text>;
  if (type === 'image' && bubble.kind === 'sticker') return <img className="sticker" src={url} alt="Sticker" onError={() => void refetch()} />;
  if (type === 'image' && bubble.kind !== 'document') return <a href={url} target="_blank" rel="noopener noreferrer"><img className="picture" src={url} alt={name} onError={() => void refetch()} /></a>;
  if (type === 'audio' && bubble.kind !== 'document') return <audio controls preload="none" src={url} aria-label={name} />;
  if (type === 'video' && bubble.kind !== 'document') return <video className="picture" controls preload="metadata" src={url} aria-label={name} />;
  return <Button component="a" href={url} target="_blank" rel="noopener noreferrer" variant="light" leftSection={<IconFile size={18} />}><bdi>{name}</bdi>&nbsp;<small>{size(bubble.media?.size)}</small></Button>;
}
