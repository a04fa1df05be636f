import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { plain } from '../../../lib/links';
import type { BriefLine, Conversation } from '../../../lib/wire';
import { useApp, usePush } from '../app/context';
import { read, useRefresh } from '../app/reads';
import { sounds } from '../deck/words';
import { dayAndTime } from '../parts/format';
import { Retelling, useRetold } from './brief-model';
import { filtersOf } from './filter';
import type { Queue } from './queries';
import './brief.css';

const parts: Record<BriefLine['part'], string> = {
  want: 'They want',
  tried: 'Was tried',
  missing: 'Is missing',
  tone: 'Tone',
  promised: 'Was promised',
};

const quoted = (words?: string) => `“${plain(words ?? '')}”`;

// say is a line in words: a model's, else those of the log.
function say({ part, message, words, titles, kind, cue, until, retold }: BriefLine): string {
  if (retold) return plain(retold.text);
  switch (part) {
    case 'want':
      return message ? quoted(words) : 'Nothing was said yet';
    case 'tried':
      return message ? (titles ?? []).map(quoted).join(', ') : 'No entry has answered';
    case 'missing':
      if (!message) return 'Nothing that the bot knows of';
      return kind === 'form' ? `A form was left at ${quoted(words)}` : `An answer to ${quoted(words)}`;
    case 'tone':
      if (!message) return 'Calm';
      return (kind && kind !== 'form' ? sounds[kind] : 'Sounds like trouble') + (cue ? `: ${quoted(cue)}` : '');
    case 'promised':
      if (!message) return 'Nothing';
      return until ? `A person, by ${dayAndTime(until)}` : 'A person';
  }
}

interface Props {
  conversation: Conversation;
  queue: Queue;
}

// Brief tells somebody who comes to a conversation its case: five lines, each a link to the message that says it.
// It is read once it is opened.
export function Brief({ conversation: c, queue }: Props) {
  const { brief: opened } = useSearch({ strict: false });
  const navigate = useNavigate();
  const turn = (on: boolean) =>
    void navigate({ to: '.', search: (s) => ({ ...s, brief: on || undefined }), replace: true });
  return (
    <details className="brief" open={!!opened} onToggle={(e) => e.currentTarget.open !== !!opened && turn(!opened)}>
      <summary>Brief</summary>
      {opened && <Lines conversation={c.id} queue={queue} />}
    </details>
  );
}

function Lines({ conversation, queue }: { conversation: string; queue: Queue }) {
  const { api } = useApp();
  const refresh = useRefresh();
  const path = { conversation };
  usePush((push) => {
    if (push.conversation === conversation && push.action !== 'typing' && push.action !== 'viewing')
      void refresh('/v1/conversations/{conversation}/brief', { path });
  });
  const brief = useQuery(read(api, '/v1/conversations/{conversation}/brief', { path }));
  const retold = useRetold(conversation, brief.data);
  if (!brief.data)
    return (
      <Text size="sm" c="dimmed" role="status">
        {brief.error ? brief.error.message : 'Reading…'}
      </Text>
    );
  return (
    <>
      <dl>
        {retold.lines.map((line) => (
          <div key={line.part}>
            <dt>{parts[line.part]}</dt>
            <dd dir="auto">
              <Said line={line} conversation={conversation} queue={queue} />
            </dd>
          </div>
        ))}
      </dl>
      <Retelling of={retold} />
    </>
  );
}

// Said is a line, which leads to the message that says it.
function Said({ line, conversation, queue }: { line: BriefLine; conversation: string; queue: Queue }) {
  const message = line.retold?.message ?? line.message;
  if (!message) return say(line);
  return (
    <Link
      to="/inbox/$queue/$conversation"
      params={{ queue, conversation }}
      search={(s) => ({ ...filtersOf(s), brief: true, message })}
    >
      {say(line)}
    </Link>
  );
}
