import { useEffect, useState } from 'preact/hooks';
import { useView } from './view';

const minute = 60_000;

// Wait tells a visitor who has asked for a person by when one usually answers, or when the team is back.
export function Wait() {
  const { client, say } = useView();
  useMinutes();
  const { opening, promise } = client.told ?? {};
  if (client.owner !== 'team') return null;
  const lines: string[] = [];
  const opens = promise ? promise.opens : opening && !opening.open && (opening.at ?? '');
  if (opens) lines.push(say('backAt', { when: say.soon(new Date(opens)) }));
  else if (opens === '') lines.push(say('away'));
  const left = promise ? Math.ceil((Date.parse(promise.by) - client.now()) / minute) : 0;
  if (promise && left > 0)
    lines.push(opens || left > 60 ? say('by', { when: say.soon(new Date(promise.by)) }) : say('usually', { n: left }));
  if (opening?.away && (opens || opens === '')) lines.push(opening.away);
  if (!lines.length) return null;
  return (
    <p class="bar" role="status">
      {lines.map((line, i) => (
        <>
          {i > 0 && <br />}
          <bdi>{line}</bdi>
        </>
      ))}
    </p>
  );
}

// useMinutes draws anew as time passes.
export function useMinutes(): void {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), minute / 2);
    return () => clearInterval(timer);
  }, []);
}
