import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef } from 'react';
import { plain } from '../../../lib/links';
import type { SessionRow } from '../../../lib/wire';
import { dayAndTime } from '../parts/format';
import { Called } from '../parts/names';
import { Device, Duration, Goals, Network, PageOf, PlaceOf, Source, StateOf, WithBot, whoOf } from './cells';
import { sortable } from './filter';
import { useSources } from './sources';
import { StartButton } from './start-button';

const columns = [
  ['visitor', 'Visitor'],
  ['source', 'Source'],
  ['place', 'Place'],
  ['visits', 'Visits'],
  ['page', 'Page'],
  ['device', 'Device'],
  ['duration', 'On site'],
  ['goals', 'Goals'],
  ['state', 'State'],
] as const;
const past: Record<string, string> = { duration: 'When, how long', page: 'Last page', state: 'How it ended' };

interface Props {
  rows: SessionRow[];
  live: boolean;
  sort?: string;
  onSort?: (sort: string) => void;
  onEnd?: () => void; // the end is in sight: there may be more
  onNetwork: (network: string) => void;
}

// SessionTable mounts only the rows that can be seen.
export function SessionTable({ rows, live, sort, onSort, onEnd, onNetwork }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => 58,
    overscan: 8,
    getItemKey: (i) => rows[i]!.session.id,
  });
  const shown = list.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - 10) onEnd?.();
  }, [last, rows.length, onEnd]);
  return (
    <div
      className="sessions"
      ref={box}
      role="table"
      aria-label={live ? 'Visitors here now' : 'Past visits'}
      aria-rowcount={rows.length + 1}
      tabIndex={0}
    >
      <div className="session head" role="row" aria-rowindex={1}>
        {columns.map(([key, label]) => (
          <Head key={key} column={key} label={(!live && past[key]) || label} sort={sort} onSort={onSort} />
        ))}
      </div>
      <div role="rowgroup" style={{ height: list.getTotalSize(), position: 'relative' }}>
        {shown.map((item) => (
          <Row
            key={item.key}
            row={rows[item.index]!}
            index={item.index}
            top={item.start}
            live={live}
            onNetwork={onNetwork}
          />
        ))}
      </div>
    </div>
  );
}

function Head({
  column,
  label,
  sort,
  onSort,
}: {
  column: string;
  label: string;
  sort?: string;
  onSort?: (sort: string) => void;
}) {
  const now = sort === column ? 'ascending' : sort === '-' + column ? 'descending' : undefined;
  if (!onSort || !sortable.includes(column))
    return (
      <span role="columnheader" className={'of-' + column}>
        {label}
      </span>
    );
  const Icon = now === 'ascending' ? IconArrowUp : IconArrowDown;
  return (
    <span role="columnheader" className={'of-' + column} aria-sort={now ?? 'none'}>
      <button type="button" onClick={() => onSort(now === 'ascending' ? '-' + column : column)}>
        {label}
        {now && <Icon size={14} aria-hidden />}
      </button>
    </span>
  );
}

// drawn counts how often rows were drawn, for the test that one change draws one row.
const drawn = { rows: 0 };
declare global {
  interface Window {
    botifireDrawn?: typeof drawn;
  }
}
window.botifireDrawn = drawn;

interface RowProps {
  row: SessionRow;
  index: number;
  top: number;
  live: boolean;
  onNetwork: (network: string) => void;
}

const Row = memo(
  function Row({ row, index, top, live, onNetwork }: RowProps) {
    drawn.rows++;
    const navigate = useNavigate();
    const { session } = row;
    const from = useSources().at(session);
    const open = () => void navigate({ to: '/visitors/$visitor', params: { visitor: session.visitor } });
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the link in the first cell serves keyboards
      <div
        className="session"
        role="row"
        aria-rowindex={index + 2}
        data-session={session.id}
        style={{ transform: `translateY(${top}px)` }}
        onClick={open}
      >
        <span role="cell" className="of-visitor cut">
          <a
            href={`/admin/visitors/${session.visitor}`}
            onClick={(e) => {
              e.preventDefault();
              e.stopPropagation();
              open();
            }}
          >
            <Called who={whoOf(row)} />
          </a>
        </span>
        <span role="cell" className="of-source">
          <Source source={session.source} />
          {row.also?.map((source) => (
            <Source key={source} source={source} />
          ))}
          <span className="two">
            <bdi className="cut">{plain(from.place)}</bdi>
            <small className="cut dim">
              <bdi>{plain(from.bot)}</bdi>
            </small>
          </span>
        </span>
        <span role="cell" className="of-place two">
          <span className="cut">
            <PlaceOf place={session.place} />
          </span>
          <small className="cut dim">
            <Network network={session.network} onClick={onNetwork} />
          </small>
        </span>
        <span role="cell" className="of-visits">
          {session.returning ? 'Returning' : 'New'}
        </span>
        <span role="cell" className="of-page cut">
          <PageOf session={session} />
        </span>
        <span role="cell" className="of-device cut">
          <Device session={session} />
        </span>
        <span role="cell" className="of-duration two">
          {live ? <Duration session={session} /> : <span className="cut">{dayAndTime(session.started)}</span>}
          <small className="dim cut">
            {!live && <Duration session={session} />}
            {!live && session.talk && ', '}
            <WithBot talk={session.talk} />
          </small>
        </span>
        <span role="cell" className="of-goals cut">
          <Goals session={session} />
        </span>
        <span role="cell" className="of-state">
          <StateOf row={row} />
          {live && <StartButton session={session} small />}
        </span>
      </div>
    );
  },
  (was, is) => was.row === is.row && was.index === is.index && was.top === is.top && was.live === is.live,
);
