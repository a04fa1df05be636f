import { Text, Title } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconRadar2 } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { Alert, Conversation, DeckRow } from '../../../lib/wire';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { usePreferences } from '../app/preferences';
import { Broken, Empty, Loading } from '../parts/states';
import { Duties } from './duties';
import { HeldAnswers } from './held';
import { byStakes, inOrder, useDeck, useTake } from './queries';
import { Row } from './row';
import { Silent } from './silent';
import './deck.css';

// DeckPage shows all talks that a bot has now, those that need a person most first.
export function DeckPage() {
  const deck = useDeck();
  const { me } = useApp();
  const take = useTake();
  const [{ byStakes: stakesFirst }] = usePreferences();
  const [held, setHeld] = useState<string[]>();
  const taking = useRef(take.mutate);
  taking.current = take.mutate;
  const [onTake] = useState(() => (c: Conversation) => taking.current(c));
  if (deck.isPending) return <Loading />;
  if (deck.error && !deck.data) return <Broken error={deck.error} retry={() => void deck.refetch()} />;
  const worst = deck.data?.rows ?? [];
  const rows = inOrder(stakesFirst ? byStakes(worst) : worst, held);
  const needing = rows.filter((r) => r.needs).length;
  const hold = () => setHeld(rows.map((r) => r.row.conversation.id));
  return (
    <div className="page fill deck">
      <header className="deck-head">
        <Title order={1} size="h3">
          Flight deck
        </Title>
        <Text c="dimmed" size="sm" role="status">
          {rows.length === 1 ? '1 talk' : `${rows.length} talks`} with the bot
          {needing > 0 && `, ${needing} ${needing === 1 ? 'needs' : 'need'} a person`}
          {deck.data?.more && '. Older ones are in the inbox, under “With the bot”'}.
        </Text>
        <Duties agent={may(me.role, 'agent')} />
      </header>
      {may(me.role, 'agent') && <HeldAnswers />}
      <Silent />
      {rows.length ? (
        <Rows
          rows={rows}
          alerts={deck.data?.alerts ?? none}
          agent={may(me.role, 'agent')}
          onTake={onTake}
          hold={hold}
          let={() => setHeld(undefined)}
        />
      ) : (
        <Empty title="The bot is not talking to anyone" icon={<IconRadar2 size={40} />}>
          Each talk that a bot has stands here, with the visitor’s last words, and why a person should look at it: a
          question without an answer, one that is asked again, or words that sound like trouble. The one that goes worst
          is first.
        </Empty>
      )}
    </div>
  );
}

const aiming = 2000; // ms after the last movement of a pointer over the list

// useAiming tells when somebody begins and ceases to aim at a row.
function useAiming(begins: () => void, ends: () => void) {
  const timer = useRef(0);
  const latest = useRef(ends);
  latest.current = ends;
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    if (!timer.current) begins();
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      timer.current = 0;
      latest.current();
    }, aiming);
  };
}

const none: Alert[] = [];

interface RowsProps {
  rows: DeckRow[];
  alerts: Alert[];
  agent: boolean;
  onTake: (c: Conversation) => void;
  hold: () => void; // the order stays while somebody is about to choose
  let: () => void;
}

// Rows mounts the rows that can be seen.
function Rows({ rows, alerts, agent, onTake, hold, let: release }: RowsProps) {
  const box = useRef<HTMLDivElement>(null);
  const at = useRef(-1);
  const aims = useAiming(hold, release);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => 108,
    overscan: 6,
    getItemKey: (i) => rows[i]!.row.conversation.id,
  });
  const step = (by: number) => {
    at.current = Math.min(Math.max(at.current + by, 0), rows.length - 1);
    list.scrollToIndex(at.current);
    const id = rows[at.current]?.row.conversation.id;
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-watch="${id}"]`)?.focus());
  };
  useHotkeys([
    ['j', () => step(1)],
    ['k', () => step(-1)],
  ]);
  return (
    <div className="deck-rows" ref={box} role="list" aria-label="Talks with the bot" tabIndex={-1} onPointerMove={aims}>
      <div style={{ height: list.getTotalSize(), position: 'relative' }}>
        {list.getVirtualItems().map((v) => (
          <div
            key={v.key}
            role="listitem"
            className="rowbox"
            data-index={v.index}
            ref={list.measureElement}
            style={{ transform: `translateY(${v.start}px)` }}
          >
            <Row
              of={rows[v.index]!}
              agent={agent}
              onTake={onTake}
              alert={alerts.find((a) => a.conversation === v.key)}
            />
          </div>
        ))}
      </div>
    </div>
  );
}
