import { useState } from 'preact/hooks';
import type { Message, Option } from '../../../lib/wire';
import { newId } from './id';
import { Text } from './text';
import { useView } from './view';

const day = 86_400_000;

type Value = 'good' | 'soso' | 'bad';

// answerOf is the answer of a button: its id ends with it.
const answerOf = (option: string) => option.split(':').at(-1) as Value;

// Rating asks how a closed case was. A tap is no message: it shows at its button only, and may be changed for a day.
export function Rating({ message: m, text, options }: { message: Message; text?: string; options: Option[] }) {
  const { client, say } = useView();
  const [tapped, setTapped] = useState('');
  const [failed, setFailed] = useState(false);
  const kept = m.marks?.rating;
  const chosen = tapped || (kept && options.find((o) => answerOf(o.id) === kept.value)?.id);
  const until = kept ? Date.parse(kept.first) + day : Date.parse(m.at) + 7 * day;
  const tap = async (option: string) => {
    setTapped(option);
    setFailed(false);
    const id = newId(client);
    try {
      await client.ask({ action: 'click', id, click: { message: m.id, option } });
      const at = new Date().toISOString();
      m.marks = { ...m.marks, rating: { value: answerOf(option), at, by: id, first: kept?.first ?? at } };
    } catch {
      setFailed(true);
    }
    setTapped('');
  };
  return (
    <>
      <Text text={text} />
      <div class="options" role="group" aria-label={text}>
        {options.map((o) => (
          <button
            type="button"
            class="option"
            key={o.id}
            dir="auto"
            aria-pressed={o.id === chosen}
            data-chosen={o.id === chosen || undefined}
            disabled={Date.now() >= until}
            onClick={() => tap(o.id)}
          >
            {o.title}
          </button>
        ))}
      </div>
      <p class={failed ? 'failed' : 'at'} role={failed ? 'alert' : 'status'}>
        {failed ? say('failedToLoad') : chosen && say('rated')}
      </p>
    </>
  );
}
