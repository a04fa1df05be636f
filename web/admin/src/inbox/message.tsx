import { Badge, Text, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconChecks, IconClock } from '@tabler/icons-react';
import { useContext } from 'react';
import { plain } from '../../../lib/links';
import type { Delivery, Message } from '../../../lib/wire';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { clockTime, fullTime } from '../parts/format';
import { AnchorLink } from '../parts/links';
import { VisitorName } from '../parts/names';
import { Safe } from '../parts/safe';
import { Face, useTeam } from '../parts/team';
import { Acts, Resend } from './acts';
import { BubbleView } from './bubble';
import { Correct } from './correct';
import { Amended, Paid, Provenance, Rated, Reactions } from './marks';
import { Signed } from './text';
import { Helped, Reasons } from './why';
import { deliveryWords, eventWords, handOver, modelDid } from './words';

interface Props {
  message: Message;
  first: boolean;
  conversation: string;
  read: boolean;
  quote?: string;
}

// MessageRow is one row of a transcript: the author, the words, the time and the delivery.
export function MessageRow(props: Props) {
  return (
    <Safe instead={<p className="event">A message cannot be shown. The rest of the conversation is complete.</p>}>
      <Row {...props} />
    </Safe>
  );
}

function Row(props: Props) {
  const { message: m } = props;
  const b = m.bubbles?.[0];
  const look = useTeam();
  if (b?.event)
    return (
      <p className="event">
        {eventWords(b.event.by ? { ...b.event, by: look(m.author.id, b.event.by).name } : b.event)} ·{' '}
        <time title={fullTime(m.at)}>{clockTime(m.at)}</time>
      </p>
    );
  if (m.outcome === 'dropped')
    return (
      <p className="event">
        {m.part
          ? `${plain(look(m.part, 'A colleague').name)} decided that the bot says nothing to this.`
          : 'The bot’s reply was dropped, because a person had taken over.'}
      </p>
    );
  if (!b) return <p className="event">The bot gave no usable answer.</p>;
  return <Said {...props} note={b.kind === 'note'} />;
}

// Said is a message or a note.
function Said({ message: m, first, conversation, read, quote, note }: Props & { note: boolean }) {
  const side = note ? 'note' : m.author.kind === 'visitor' ? 'visitor' : 'ours';
  return (
    <div className={`said ${side} ${m.author.kind}`}>
      {first && <By message={m} note={note} />}
      {quote && (
        <p className="quote" dir="auto">
          {quote}
        </p>
      )}
      <Provenance message={m} />
      <Signed value={onWhatsApp(m)}>
        {m.bubbles!.map((bubble, i) => (
          <BubbleView
            key={i}
            bubble={m.marks?.edited && !m.marks.revoked && i === 0 ? { ...bubble, text: m.marks.edited.text } : bubble}
            message={m}
            conversation={conversation}
          />
        ))}
      </Signed>
      <Amended message={m} />
      <Paid message={m} />
      <Rated message={m} />
      <Reactions message={m} />
      <p className="at">
        <time title={fullTime(m.at)}>{clockTime(m.at)}</time>
        {side === 'ours' && <Arrived message={m} read={read} />}
        <Acts message={m} />
        <Correct message={m} />
      </p>
      <Resend message={m} />
      <Effects message={m} />
      <Reasons message={m} />
      <Helped message={m} />
    </div>
  );
}

// By is the author of the rows that follow.
function By({ message: { author, bubbles, part }, note }: { message: Message; note: boolean }) {
  const hint = !!bubbles?.[0]?.hint;
  const visitor = useContext(VisitorName);
  const look = useTeam();
  const person = author.kind === 'visitor' || author.kind === 'bot' ? undefined : look(author.id, author.name);
  return (
    <p className="by">
      {person && <Face look={person} size={20} />}
      <bdi>{person?.name ?? (author.kind === 'visitor' ? visitor : 'Bot')}</bdi>
      {note && (
        <Badge size="xs" color="yellow" ms={6}>
          {hint ? 'Hint to the bot, for the team' : 'Note, for the team'}
        </Badge>
      )}
      {part && (
        <Badge size="xs" color="blue" variant="light" ms={6}>
          with {plain(look(part, 'a colleague').name)}
        </Badge>
      )}
    </p>
  );
}

// Arrived is how far words of ours have come.
function Arrived({ message: m, read }: { message: Message; read: boolean }) {
  if (m.bubbles!.some((b) => b.delivery)) return apart(m).map((d, i) => <How key={i} delivery={d} />);
  if (!read) return null;
  return (
    <span className="how">
      <IconChecks size={15} aria-hidden /> Seen
    </span>
  );
}

const onWhatsApp = (m: Message) => !!m.origin?.wamid || !!m.bubbles?.some((b) => b.delivery);

// apart is the deliveries of a message's bubbles, once for all that have come equally far.
function apart(m: Message): Delivery[] {
  const by = new Map<string, Delivery>();
  for (const { delivery: d } of m.bubbles ?? []) if (d) by.set(d.status + (d.reason ?? ''), d);
  return [...by.values()];
}

const icons: Partial<Record<Delivery['status'], typeof IconCheck>> = {
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  played: IconChecks,
  failed: IconAlertTriangle,
  unknown: IconAlertTriangle,
};

function How({ delivery: d }: { delivery: Delivery }) {
  const Icon = icons[d.status] ?? IconClock;
  const bad = d.status === 'failed' || d.status === 'unknown';
  return (
    <Tooltip
      label={
        [
          d.reason ?? (d.at && fullTime(d.at)),
          d.category &&
            `${d.category}, ${d.price === 'regular' ? 'billed by Meta' : (d.price ?? '').replace(/_/g, ' ')}`,
        ]
          .filter(Boolean)
          .join(' · ') || deliveryWords[d.status]
      }
    >
      <span className={bad ? 'how bad' : d.status === 'read' || d.status === 'played' ? 'how read' : 'how'}>
        <Icon size={15} aria-hidden /> {deliveryWords[d.status]}
        {bad && d.reason ? `: ${d.reason}` : ''}
      </span>
    </Tooltip>
  );
}

// ModelUse tells a language model's part in a reply; to owners also its cost.
function ModelUse({ use }: { use: NonNullable<NonNullable<Message['effects']>['model']> }) {
  const cost = use.micros && `$${(use.micros / 1_000_000).toFixed(5)}, ${(use.in ?? 0) + (use.out ?? 0)} tokens`;
  return (
    <Badge size="sm" variant="light" color={use.did === 'failed' || use.why ? 'orange' : 'gray'} tt="none">
      {[modelDid(use.did, use.why), cost, use.dropped?.length && 'it tried what it may not']
        .filter(Boolean)
        .join(' · ')}
    </Badge>
  );
}

// isUnanswered tells whether the bot itself left a gap. Reasons and Helped tell of those that somebody found in an
// answer.
export const isUnanswered = ({ effects: e }: Message) =>
  !!e?.gap && ['no_match', 'low_confidence', 'bot_failed'].includes(e.gap.cause);

// Effects lists the side effects of a bot's reply: goals, gaps and hand-overs.
function Effects({ message: m }: { message: Message }) {
  const { me } = useApp();
  const e = m.effects;
  const gap = isUnanswered(m);
  if (!e || !(e.goals?.length || gap || e.handOver || e.claims?.length || e.model)) return null;
  return (
    <Text component="p" size="xs" className="effects">
      {e.goals?.map((g, i) => (
        <Badge key={i} size="sm" variant="light">
          Goal: {plain(g.name)}
        </Badge>
      ))}
      {gap && (
        <Badge size="sm" variant="light" color="orange">
          Not answered
        </Badge>
      )}
      {gap && e.gap?.id && may(me.role, 'lead') && (
        <AnchorLink size="xs" to="/training" search={{ show: 'questions', question: e.gap.id }}>
          Answer this question
        </AnchorLink>
      )}
      {e.handOver && (
        <Badge size="sm" variant="light" color="red">
          {handOver(e.handOver)}
        </Badge>
      )}
      {e.model && <ModelUse use={e.model} />}
    </Text>
  );
}
