import type { Client } from '../client';
import { Mail } from './mail';
import { minute, useMinutes } from './minutes';
import { Notify } from './notify';
import { useView } from './view';
import { GoOn } from './whatsapp';

// Wait is for a visitor who has asked for a person: when one answers, and where to, if they go away. That stands there
// also while a person has the conversation: an answer may come back from an address.
export function Wait() {
  const { client } = useView();
  return (
    <>
      {(client.owner === 'team' || (client.told?.promise && unanswered(client))) && <When />}
      <Notify />
      <Mail />
      <GoOn />
    </>
  );
}

// unanswered tells whether no person has written since the visitor's last words.
const unanswered = ({ log }: Client) =>
  log.rows.findLast((m) => ['agent', 'visitor'].includes(m.author.kind))?.author.kind === 'visitor';

// When tells by when one usually answers, or when the team is back. It stands until a person's words come, also if a
// person has the conversation already: they may have others before.
function When() {
  const { client, say } = useView();
  useMinutes();
  const { opening, promise } = client.told ?? {};
  const lines: string[] = [];
  const opens = promise ? promise.opens : opening && !opening.open && (opening.at ?? '');
  if (opens) lines.push(say('backAt', { when: say.soon(new Date(opens)) }));
  else if (opens === '') lines.push(say('away'));
  if (promise?.longer) lines.push(say('longer'));
  const left = promise?.by ? Math.ceil((Date.parse(promise.by) - client.now()) / minute) : 0;
  if (promise?.by && left > 0)
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
