import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef } from 'react';
import type { SessionRow } from '../../../lib/wire';
import { shortTime } from '../parts/format';
import { Device, Duration, Goals, PageOf, PlaceOf, Source, StateOf, Who } from './cells';
import { sortable } from './filter';

const columns = [
  ['visitor', 'Visitor'], ['source', 'Source'], ['place', 'Place'], ['visits', 'Visits'], ['page', 'Page'],
  ['device', 'Device'], ['duration', 'On site'], ['goals', 'Goals'], ['state', 'State'],
] as const;

interface Props {
  rows: SessionRow[];
  live: boolean;
  sort?: string;
  onSort?: (sort: string) => void;
  onEnd?: () => void; // the end is in sight: there may be more
}

// SessionTable mounts only the rows that can be seen.
export function SessionTable({ rows, live, sort, onSort, onEnd }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => 52, overscan: 8, getItemKey: (i) => rows[i]!.session.id });
  const shown = list.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - 10) onEnd?.();
  }, [last, rows.length, onEnd]);
  return (
    <div className="sessions" ref={box} role="table" aria-label={live ? 'Visitors here now' : 'Past visits'} aria-rowcount={rows.length + 1} tabIndex={0}>
      <div className="session head" role="row" aria-rowindex={1}>
        {columns.map(([key, label]) => <Head key={key} column={key} label={key === 'duration' && !live ? 'Stayed' : label} sort={sort} onSort={onSort} />)}
      </div>
      <div role="rowgroup" style={{ height: list.getTotalSize(), position: 'relative' }}>
        {shown.map((item) => <Row key={item.key} row={rows[item.index]!} index={item.index} top={item.start} live={live} />)}
      </div>
    </div>
  );
}

function Head({ column, label, sort, onSort }: { column: string; label: string; sort?: string; onSort?: (sort: string) => void }) {
  const now = sort === column ? 'ascending' : sort === '-' + column ? 'descending' : undefined;
  if (!onSort || !sortable.includes(column)) return <span role="columnheader">{label}</span>;
  const Icon = now === 'ascending' ? IconArrowUp : IconArrowDown;
  return (
    <span role="columnheader" aria-sort={now ?? 'none'}>
      <button onClick={() => onSort(now === 'ascending' ? '-' + column : column)}>{label}{now && <Icon size={14} aria-hidden />}</button>
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

const Row = memo(function Row({ row, index, top, live }: { row: SessionRow; index: number; top: number; live: boolean }) {
  drawn.rows++;
  const navigate = useNavigate();
  const { session } = row;
  const open = () => void navigate({ to: '/visitors/$visitor', params: { visitor: session.visitor } });
  return (
    <div className="session" role="row" aria-rowindex={index + 2} data-session={session.id} style={{ transform: `translateY(${top}px)` }} onClick={open}>
      <span role="cell" className="cut"><a href={`/admin/visitors/${session.visitor}`} onClick={(e) => (e.preventDefault(), e.stopPropagation(), open())}><Who row={row} /></a></span>
      <span role="cell"><Source source={session.source} /></span>
      <span role="cell" className="cut"><PlaceOf place={session.place} /></span>
      <span role="cell">{session.returning ? 'Returning' : 'New'}</span>
      <span role="cell" className="cut"><PageOf session={session} /></span>
      <span role="cell" className="cut"><Device session={session} /></span>
      <span role="cell">{!live && <small>{shortTime(session.started)} · </small>}<Duration session={session} /></span>
      <span role="cell" className="cut"><Goals session={session} /></span>
      <span role="cell"><StateOf row={row} /></span>
    </div>
  );
});
