import { Badge, Checkbox, Group, Text } from '@mantine/core';
import { IconCornerUpLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef } from 'react';
import { plain } from '../../../lib/links';
import type { ConversationRow } from '../../../lib/wire';
import { useNow } from '../app/clock';
import { fullTime, shortTime, span } from '../parts/format';
import { GroupMark } from '../parts/groups';
import { Labels } from '../parts/labels';
import { Called, called } from '../parts/names';
import { Source } from '../visitors/cells';
import type { Choosing } from './chosen';
import { filtersOf } from './filter';
import { Owner } from './header';
import type { Queue } from './queries';
import { PriorityMark, Target } from './urgency';

// The owner that each queue is about is not said on its rows again.
const implied: Record<Queue, (c: ConversationRow['conversation']) => boolean> = {
  all: () => false,
  waiting: (c) => c.owner === 'team' && !!c.waitingFrom,
  unassigned: (c) => c.owner === 'team',
  mine: (c) => c.owner === 'agent',
  human: () => false,
  bot: (c) => c.owner === 'bot',
  snoozed: () => false,
  closed: (c) => c.status === 'closed',
};

// Rows mounts the rows of a list that can be seen, and asks for more near its end.
export function Rows({
  rows,
  queue,
  everywhere,
  chosen,
  choosing,
  onEnd,
}: {
  rows: ConversationRow[];
  queue: Queue;
  everywhere: boolean;
  chosen?: string;
  choosing: Choosing;
  onEnd: () => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => 84,
    overscan: 6,
    getItemKey: (i) => rows[i]!.conversation.id,
  });
  const shown = list.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - 8) onEnd();
  }, [last, rows.length]);
  return (
    <div className="rows" ref={box} role="list" aria-label="Conversations" tabIndex={-1}>
      <div style={{ height: list.getTotalSize(), position: 'relative' }}>
        {shown.map((v) => (
          <div key={v.key} role="listitem" className="rowbox" style={{ transform: `translateY(${v.start}px)` }}>
            {choosing.on && <Pick row={rows[v.index]!} choosing={choosing} />}
            <Row
              row={rows[v.index]!}
              queue={queue}
              everywhere={everywhere}
              chosen={rows[v.index]!.conversation.id === chosen}
              picking={choosing.on}
            />
          </div>
        ))}
      </div>
    </div>
  );
}

// Pick stands over the row, because a link holds no other control.
function Pick({ row, choosing }: { row: ConversationRow; choosing: Choosing }) {
  const { id } = row.conversation;
  return (
    <Checkbox
      className="pick"
      aria-label={`Choose ${called(row)}`}
      checked={choosing.ids.has(id)}
      onChange={() => choosing.toggle(id)}
    />
  );
}

const Row = memo(function Row({
  row,
  queue,
  everywhere,
  chosen,
  picking,
}: {
  row: ConversationRow;
  queue: Queue;
  everywhere: boolean;
  chosen: boolean;
  picking: boolean;
}) {
  const { conversation: c } = row;
  const status = queue === 'closed' || queue === 'snoozed' ? queue : 'open';
  const inQueue = c.status === status && implied[queue](c); // a conversation that was taken over stays for a while
  const unread = row.unread && c.owner !== 'bot'; // the bot's conversations are not waiting to be read
  const at = c.visitorAt ?? c.at;
  return (
    <Link
      to="/inbox/$queue/$conversation"
      params={{ queue, conversation: c.id }}
      search={filtersOf}
      className={`row${chosen ? ' chosen' : ''}${picking ? ' picking' : ''}`}
      aria-current={chosen ? 'true' : undefined}
    >
      <Source source={c.source} />
      <span className="grow cut">
        <Group gap={6} wrap="nowrap">
          <Text span fw={unread ? 700 : 500} className="cut grow">
            <Called who={row} />
          </Text>
          <Text span size="xs" c="dimmed">
            <time title={fullTime(at)}>{shortTime(at)}</time>
          </Text>
        </Group>
        <Group gap={6} wrap="nowrap">
          <Text span size="sm" c="dimmed" className="cut grow" fw={unread ? 600 : 400}>
            <Words c={c} />
          </Text>
          {unread && <span className="unread" role="img" aria-label="Unread" />}
        </Group>
        <Group gap={6} wrap="nowrap">
          {(everywhere || !inQueue) && <Owner row={row} />}
          <GroupMark row={row} />
          <PriorityMark of={c.priority} />
          <Waits since={c.waitingFrom} />
          <Target at={row.target} />
          <Labels of={c} most={2} />
          <Ends at={c.source === 'whatsapp' ? c.window : undefined} />
        </Group>
      </span>
    </Link>
  );
});

// Words are the visitor's last ones, with a mark if somebody has spoken since. As long as the visitor has said nothing
// they are the team's.
function Words({ c }: { c: ConversationRow['conversation'] }) {
  const by = c.lastAuthor === 'bot' ? 'the bot' : 'the team';
  const answered = c.lastAuthor !== 'visitor' && !!c.visitorAt;
  return (
    <>
      {answered && (
        <span role="img" aria-label={`Answered by ${by}: `} title={`Answered by ${by}`}>
          <IconCornerUpLeft size={14} className="answered" />
        </span>
      )}
      {!c.visitorAt && (c.lastAuthor === 'bot' ? 'Bot: ' : 'Team: ')}
      <bdi>{plain(c.preview ?? '')}</bdi>
    </>
  );
}

function Waits({ since }: { since?: string }) {
  const now = useNow();
  if (!since) return null;
  const ms = now - Date.parse(since);
  return (
    <Text span size="xs" c="dimmed" className={ms > 300_000 ? 'tick bad' : 'tick'}>
      waits {span(ms > 60_000 ? ms - (ms % 60_000) : ms)}
    </Text>
  );
}

// Ends warns of a WhatsApp window that closes within four hours.
function Ends({ at }: { at?: string }) {
  const now = useNow();
  const left = Date.parse(at ?? '') - now;
  if (!(left > 0 && left < 4 * 3_600_000)) return null;
  return (
    <Badge size="xs" color="orange" variant="light">
      {span(left - (left % 60_000))} left
    </Badge>
  );
}
