import { Card, Text, Title } from '@mantine/core';
import {
  IconClick,
  IconForms,
  IconHandStop,
  IconMessage,
  IconNote,
  IconShieldCheck,
  IconTargetArrow,
  IconWorld,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { plain, unturned } from '../../../lib/links';
import type { Bubble, Message, Session, TimelineRow } from '../../../lib/wire';
import { useApp, useHint } from '../app/context';
import { read, useRefresh } from '../app/reads';
import { bubbleWords, eventWords, handOver, ratingWords, short } from '../inbox/words';
import { stepWords } from '../insights/flow-words';
import { clockTime, dayName, fullTime, pageName, span } from '../parts/format';
import { Safe } from '../parts/safe';
import { Broken, Loading } from '../parts/states';
import { goalWords } from './goals';

// Timeline is everything that a visitor did and that was said, the latest first.
export function Timeline({ visitor, sessions }: { visitor: string; sessions: Session[] }) {
  const { api } = useApp();
  const refresh = useRefresh();
  const rows = useQuery(read(api, '/v1/visitors/{visitor}/timeline', { path: { visitor } }));
  useHint('any', () => void refresh('/v1/visitors/{visitor}/timeline', { path: { visitor } }), 1000);
  const stays = useMemo(() => staysOf(rows.data?.rows ?? [], sessions), [rows.data, sessions]);
  let day = '';
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">
        Timeline
      </Title>
      {rows.isPending ? (
        <Loading />
      ) : rows.error ? (
        <Broken error={rows.error} retry={() => void rows.refetch()} />
      ) : !rows.data.rows.length ? (
        <Text c="dimmed" size="sm">
          Nothing yet.
        </Text>
      ) : (
        <ol className="timeline">
          {rows.data.rows.map((row, i) => {
            const today = dayName(row.at);
            const head = today !== day && (
              <li className="day" key={today}>
                {today}
              </li>
            );
            day = today;
            return [
              head,
              <Safe key={i} instead={<li>Something that cannot be shown</li>}>
                <Moment row={row} stay={stays.get(row)} />
              </Safe>,
            ];
          })}
        </ol>
      )}
    </Card>
  );
}

// staysOf is for how long each page was looked at: until the next page of the visit, or its end.
export function staysOf(rows: TimelineRow[], sessions: Session[]): Map<TimelineRow, number> {
  const until = new Map(sessions.map((s) => [s.id, s.endedAt]));
  const stays = new Map<TimelineRow, number>();
  for (const row of rows) {
    // the latest first
    if (!row.event?.page || !row.session) continue;
    const end = until.get(row.session);
    if (end) stays.set(row, Math.max(0, Date.parse(end) - Date.parse(row.at)));
    until.set(row.session, row.at);
  }
  return stays;
}

function Moment({ row, stay }: { row: TimelineRow; stay?: number }) {
  const [Icon, who, what] = said(row);
  const page = row.event?.page;
  return (
    <li>
      <Icon size={18} aria-hidden />
      <time title={fullTime(row.at)}>{clockTime(row.at)}</time>
      <span className="words" dir="auto">
        <b>{who}</b> {what}
        {page && (
          <small className="dim page-of">
            <bdi dir="ltr">{plain(page.url)}</bdi>
            {stay !== undefined && <> · {span(stay)}</>}
          </small>
        )}
      </span>
    </li>
  );
}

type Line = [icon: typeof IconWorld, author: string, words: string];

function said({ event, message: m, flow }: TimelineRow): Line {
  if (flow) {
    const name = plain(flow.form ?? '');
    const words = flow.step ? stepWords(flow.step) : 'not completed within 24 hours';
    return [IconForms, 'Form', (name ? `"${name}": ` : '') + words];
  }
  if (event?.page) return [IconWorld, 'Page', pageName(event.page)];
  if (event?.goal) return [IconTargetArrow, 'Goal', `${plain(event.goal.name)} · ${goalWords(event.goal)}`];
  if (event?.form) return [IconForms, 'Form', formWords(event.form)];
  if (event) return [IconShieldCheck, 'Consent', event.mode === 'full' ? 'to full mode' : 'taken back'];
  if (m?.bubbles?.[0]) return messageLine(m, m.bubbles);
  return [IconMessage, 'Bot', silence(m)];
}

// silence says why a question has no reply.
function silence(m: TimelineRow['message']): string {
  if (m?.outcome === 'dropped') return 'Its reply was dropped: a person had taken over';
  return m?.effects?.handOver ? handOver(m.effects.handOver) : 'gave no usable answer';
}

function messageLine(m: Message, bubbles: Bubble[]): Line {
  const b = bubbles[0]!;
  const author = { visitor: 'Visitor', bot: 'Bot' }[m.author.kind as string] ?? m.author.name ?? 'Agent';
  if (b.event) return [IconHandStop, '', eventWords(b.event)];
  if (b.click)
    return [IconClick, author, `${b.click.url ? 'opened the page' : 'tapped'} "${b.click.title ?? b.text ?? ''}"`];
  if (b.submission) {
    const values = Object.entries(b.submission.values).map(([k, v]) => `${k}: ${v}`);
    return [IconForms, author, values.join(', ')];
  }
  const shown = bubbles.find((x) => x.form)?.form;
  const text = textOf(bubbles);
  if (b.kind === 'reaction')
    return [IconMessage, author, b.reaction?.emoji ? `reacted with ${b.reaction.emoji}` : 'removed a reaction'];
  if (b.rating) return [IconMessage, author, `rated the case: ${ratingWords[b.rating.value]}`];
  if (b.kind === 'edit') return [IconMessage, author, `corrected a message: ${text}`];
  if (b.kind === 'revoke') return [IconMessage, author, 'took a message back'];
  if (shown) return [IconForms, author, `${text}${text ? ' · ' : ''}showed the form "${shown.id}"`];
  const at = m.effects?.form;
  if (at) return [IconForms, author, `${text} · ${askedWords(at)}`];
  return [b.kind === 'note' ? IconNote : IconMessage, author, text];
}

// textOf is the text of a message in one line, without its forms.
function textOf(bubbles: Bubble[]): string {
  const words = bubbles.filter((b) => !b.form).map(bubbleWords);
  return short(unturned(words.filter(Boolean).join(' ')), 300);
}

type Place = NonNullable<NonNullable<TimelineRow['event']>['form']>;

// askedWords says which question of a form a reply leaves open, where people answer it in words.
const askedWords = ({ form, field, label, state }: Place) =>
  state === 'sent'
    ? `form "${form}" sent`
    : `form "${form}" ${state === 'left' ? 'left at' : 'asks for'} "${label || field}"`;

// formWords says how far a visitor came in a form, without their answers.
const formWords = ({ form, field, label, state }: Place) =>
  `began "${form}"${state === 'sent' ? ' and sent it' : `, was at "${label || field}"`}`;
