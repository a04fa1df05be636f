import { useState } from 'preact/hooks';
import type { Message } from '../../../lib/wire';
import { useView } from './view';

// Helped asks quietly whether an answer from an entry helped. The latest word counts.
export function Helped({ message: m }: { message: Message }) {
  const { client, say } = useView();
  const [said, setSaid] = useState(m.marks?.helpful?.helped);
  const rate = async (helped: boolean) => {
    setSaid(helped);
    const answer = await client.ask({ action: 'rate', message: m.id, helpful: helped }).catch(() => null);
    if (answer) m.marks = { ...m.marks, helpful: { helped, at: new Date(client.now()).toISOString() } };
    else setSaid(m.marks?.helpful?.helped);
  };
  return (
    <span class="helped" role="group" aria-label={say('helped')}>
      {' '}
      · {say('helped')}{' '}
      {[true, false].map((yes) => (
        <button type="button" class="link" key={String(yes)} aria-pressed={said === yes} onClick={() => void rate(yes)}>
          {say(yes ? 'yes' : 'no')}
        </button>
      ))}
    </span>
  );
}
