import { isWeb } from '../../../lib/links';
import type { Message, Option } from '../../../lib/wire';
import { newId } from './id';
import { useView } from './view';

// Options are the choices below a message. The ones that were tapped stay marked.
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
