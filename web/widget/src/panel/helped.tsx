import { useState } from 'preact/hooks';
import type { Message } from '../../../lib/wire';
import { useView } from './view';

// Helped asks quietly whether an answer from an entry helped. The latest word counts.
export function Helped({ message: m }: { message: Message }) {
  const { client, say } = useView();
  const [said, setSaid] = useState(m.marks?.helpful?.helped);
  const [failed, setFailed] = useState(false);
  const rate = async (helped: boolean) => {
    setSaid(helped);
    setFailed(false);
    try {
      await client.ask({ action: 'rate', message: m.id, helpful: helped });
      m.marks = { ...m.marks, helpful: { helped, at: m.at } }; // when it was said is shown to the team only
    } catch {
      setSaid(m.marks?.helpful?.helped);
      setFailed(true);
    }
  };
  return (
    <span class="helped" role="group" aria-label={say('helped')}>
      {' '}
      · {say('helped')}{' '}
      {[true, false].map((yes) => (
        <button type="button" class="link" key={+yes} aria-pressed={said === yes} onClick={() => rate(yes)}>
          {say(yes ? 'yes' : 'no')}
        </button>
      ))}
      {failed && (
        <span class="failed" role="alert">
          {say('failedToLoad')}
        </span>
      )}
    </span>
  );
}
