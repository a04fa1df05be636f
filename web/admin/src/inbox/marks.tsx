import { Anchor, Badge, Text, Tooltip } from '@mantine/core';
import { isWeb, plain } from '../../../lib/links';
import type { Message } from '../../../lib/wire';
import { fullTime } from '../parts/format';
import { ratingWords } from './words';

// Reactions shows both sides' reactions to a message, without those that were removed.
export function Reactions({ message: m }: { message: Message }) {
  const felt = Object.entries(m.marks?.reactions ?? {}).filter(([, r]) => r.emoji);
  if (!felt.length) return null;
  return (
    <p className="felt">
      {felt.map(([by, r]) => (
        <Tooltip key={by} label={`${by === 'visitor' ? 'The visitor' : 'Your team'}, ${fullTime(r.at)}`}>
          <span>{r.emoji}</span>
        </Tooltip>
      ))}
    </p>
  );
}

// Amended says that a message was edited or taken back, and shows its first words.
export function Amended({ message: m }: { message: Message }) {
  const { edited, revoked, revokedBy } = m.marks ?? {};
  const first = m.bubbles?.[0]?.text;
  if (revoked)
    return (
      <Text component="p" size="xs" c="dimmed">
        {revokedBy ? (
          <>
            Taken back by <bdi>{plain(revokedBy)}</bdi>: the visitor sees no more than that. Your team still sees what
            it said{m.bubbles?.[0]?.media && '; its file was deleted'}.
          </>
        ) : (
          'Deleted by the sender. Your team still sees what it said.'
        )}
      </Text>
    );
  if (!edited) return null;
  return (
    <details className="was">
      <summary>
        Edited
        {edited.name && (
          <>
            {' '}
            by <bdi>{plain(edited.name)}</bdi>
          </>
        )}
      </summary>
      <p className="words" dir="auto">
        {first}
      </p>
    </details>
  );
}

// Rated is the customer's answer to the question how their case was.
export function Rated({ message: m }: { message: Message }) {
  if (!m.rates) return null;
  const said = m.marks?.rating;
  return (
    <Text component="p" size="xs" c={said ? undefined : 'dimmed'} fw={said?.value === 'bad' ? 600 : undefined}>
      {said ? (
        <span title={fullTime(said.at)}>
          The customer says of case {m.rates}: {ratingWords[said.value]}.
        </span>
      ) : (
        `Not answered yet. Case ${m.rates} asks this by itself when it is closed.`
      )}
    </Text>
  );
}

const paidWords: Record<string, string> = {
  captured: 'Paid',
  success: 'Paid',
  pending: 'Payment pending',
  failed: 'Payment failed',
  canceled: 'Payment cancelled',
};

// Paid is the state of a payment that the message requested.
export function Paid({ message: m }: { message: Message }) {
  const p = m.marks?.payment;
  if (!p) return null;
  const detail = [p.amount, p.reference, p.reason]
    .map((text) => plain(text ?? ''))
    .filter(Boolean)
    .join(', ');
  return (
    <Text component="p" size="xs" c={p.status === 'failed' ? 'red' : 'dimmed'} title={fullTime(p.at)}>
      {paidWords[p.status] ?? `Payment: ${plain(p.status)}`}
      {detail && (
        <>
          : <bdi>{detail}</bdi>
        </>
      )}
    </Text>
  );
}

// metaWords says in plain words why WhatsApp passed a message on without its content.
function metaWords(e: { code: number; title?: string; details?: string }): string {
  if (e.code === 131051)
    return 'WhatsApp does not pass on messages of this kind. Ask the customer to send it in another way.';
  if (e.code === 131060) return 'WhatsApp did not pass this message on. Ask the customer to send it again.';
  if (e.code === 131052 || e.code === 131053)
    return 'WhatsApp could not pass on the file. Ask the customer to send it again.';
  return `WhatsApp says: ${plain(e.details || e.title || 'it cannot be passed on')}`;
}

// Provenance is how a message came to be: forwarded, about a product, led by an advertisement.
export function Provenance({ message: m }: { message: Message }) {
  const o = m.origin;
  if (!o || !(o.forwarded || o.product || o.referral || o.errors?.length)) return null;
  const r = o.referral;
  return (
    <div className="provenance">
      {o.forwarded && (
        <Badge size="xs" variant="light" color="gray">
          {o.forwarded === 'often' ? 'Forwarded many times' : 'Forwarded'}
        </Badge>
      )}
      {o.product && (
        <Badge size="xs" variant="light">
          About the product {plain(o.product.sku ?? '')}
        </Badge>
      )}
      {r && (
        <Text size="xs" component="span">
          From {r.type === 'post' ? 'a post' : 'an ad'}:{' '}
          {isWeb(r.url) ? (
            <Anchor size="xs" href={r.url} target="_blank" rel="noopener noreferrer nofollow">
              <bdi>{plain(r.headline ?? '') || r.id || 'open it'}</bdi>
            </Anchor>
          ) : (
            <bdi>{plain(r.headline ?? '') || r.id}</bdi>
          )}
        </Text>
      )}
      {o.errors?.map((e) => (
        <Text key={e.code} size="xs" component="span">
          <span title={`Meta’s error ${e.code}`}>{metaWords(e)}</span>
        </Text>
      ))}
    </div>
  );
}
