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
import type { Session, TimelineRow } from '../../../lib/wire';
import { useApp, useHint } from '../app/context';
import { read, useRefresh } from '../app/reads';
import { bubbleWords, eventWords, handOver, short } from '../inbox/words';
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

function said({ event, message: m, flow }: TimelineRow): [typeof IconWorld, string, string] {
  if (flow)
    return [
      IconForms,
      'Form',
      (plain(flow.form ?? '') ? `"${plain(flow.form!)}": ` : '') +
        (flow.step ? stepWords(flow.step) : 'not completed within 24 hours'),
    ];
  if (event?.page) return [IconWorld, 'Page', pageName(event.page)];
  if (event?.goal) return [IconTargetArrow, 'Goal', `${plain(event.goal.name)} · ${goalWords(event.goal)}`];
  if (event?.form) return [IconForms, 'Form', formWords(event.form)];
  if (event) return [IconShieldCheck, 'Consent', event.mode === 'full' ? 'to full mode' : 'taken back'];
  const b = m?.bubbles?.[0];
  if (!m || !b)
    return [
      IconMessage,
      'Bot',
      m?.outcome === 'dropped'
        ? 'Its reply was dropped: a person had taken over'
        : m?.effects?.handOver
          ? handOver(m.effects.handOver)
          : 'gave no usable answer',
    ];
  const who = m.author.kind === 'visitor' ? 'Visitor' : m.author.kind === 'bot' ? 'Bot' : (m.author.name ?? 'Agent');
  if (b.event) return [IconHandStop, '', eventWords(b.event)];
  if (b.click)
    return [IconClick, who, `${b.click.url ? 'opened the page' : 'tapped'} "${b.click.title ?? b.text ?? ''}"`];
  if (b.submission)
    return [
      IconForms,
      who,
      Object.entries(b.submission.values)
        .map(([k, v]) => `${k}: ${v}`)
        .join(', '),
    ];
  const shown = m.bubbles!.find((x) => x.form)?.form;
  const text = short(
    unturned(
      m
        .bubbles!.filter((x) => !x.form)
        .map(bubbleWords)
        .filter(Boolean)
        .join(' '),
    ),
    300,
  );
  if (b.kind === 'reaction')
    return [IconMessage, who, b.reaction?.emoji ? `reacted with ${b.reaction.emoji}` : 'removed a reaction'];
  if (b.kind === 'edit') return [IconMessage, who, `corrected a message: ${text}`];
  if (b.kind === 'revoke') return [IconMessage, who, 'took a message back'];
  if (shown) return [IconForms, who, `${text}${text ? ' · ' : ''}showed the form "${shown.id}"`];
  const at = m.effects?.form;
  if (at) return [IconForms, who, `${text} · ${askedWords(at)}`];
  return [b.kind === 'note' ? IconNote : IconMessage, who, text];
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
