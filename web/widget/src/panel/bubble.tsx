import { isWeb, links } from '../../../lib/links';
import type { Bubble, Message, Option } from '../../../lib/wire';
import { Cards } from './cards';
import { FormBubble } from './form';
import { newId } from './id';
import { MediaBubble } from './media';
import { useView } from './view';

// Bubbles shows one message: a bot's reply may have several.
export function Bubbles({ message }: { message: Message }) {
  return <>{(message.bubbles ?? []).map((b, i) => b && <One key={i} message={message} bubble={b} />)}</>;
}

function One({ message, bubble: b }: { message: Message; bubble: Bubble }) {
  const { say } = useView();
  switch (b.kind) {
    case 'buttons':
      return (
        <>
          <Text text={b.text} />
          <Options message={message} options={b.options ?? []} />
        </>
      );
    case 'cards':
      return (
        <>
          <Text text={b.text} />
          <Cards message={message} bubble={b} />
        </>
      );
    case 'form':
      return (
        <>
          <Text text={b.text} />
          {b.form && <FormBubble message={message} form={b.form} />}
        </>
      );
    case 'submission':
      return <p class="bubble">{Object.values(b.submission?.values ?? {}).join(', ')}</p>;
    case 'image':
    case 'audio':
    case 'video':
    case 'document':
      return (
        <>
          <MediaBubble bubble={b} />
          <Text text={b.text} />
        </>
      );
    case 'location':
      return (
        <Text
          text={[b.location?.name, b.location?.address, b.location && `${b.location.latitude}, ${b.location.longitude}`]
            .filter(Boolean)
            .join('\n')}
        />
      );
    case 'text':
    case 'click':
      return <Text text={b.text} />;
    default:
      return <p class="bubble faint">{say('unsupported')}</p>;
  }
}

export function Text({ text }: { text?: string }) {
  if (!text) return null;
  return (
    <p class="bubble" dir="auto">
      {links(text).map((p) =>
        p.href ? (
          <a href={p.href} target="_blank" rel="noopener noreferrer nofollow">
            {p.text}
          </a>
        ) : (
          p.text
        ),
      )}
    </p>
  );
}

export function Options({ message, options }: { message: Message; options: Option[] }) {
  const { client, outbox, say } = useView();
  const chosen = new Set(
    client.log.rows
      .map((m) => m.bubbles?.[0]?.click)
      .filter((c) => c?.message === message.id)
      .map((c) => c!.option),
  );
  const tap = (o: Option, shown = o.title) =>
    outbox.add({ action: 'click', id: newId(client), click: { message: message.id, option: o.id } }, shown);
  return (
    <div class="options">
      {options.filter(Boolean).map((o) =>
        isWeb(o.url) ? (
          <a
            class="option"
            key={o.id}
            href={o.url}
            target="_blank"
            rel="noopener noreferrer nofollow"
            dir="auto"
            data-chosen={chosen.has(o.id) || undefined}
            onClick={() => tap(o, '')}
            onAuxClick={(e) => e.button === 1 && tap(o, '')}
          >
            {o.title}
          </a>
        ) : (
          <button
            type="button"
            class="option"
            key={o.id}
            dir="auto"
            data-chosen={chosen.has(o.id) || undefined}
            onClick={() => tap(o)}
            aria-label={chosen.has(o.id) ? say('chosen', { title: o.title }) : undefined}
          >
            {o.title}
          </button>
        ),
      )}
    </div>
  );
}
