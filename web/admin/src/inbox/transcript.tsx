import { Button, Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { Broken, Empty, Loading } from '../parts/states';
import { type Item, itemsOf, shownAt } from './items';
import { MessageRow } from './message';
import { useNews } from './news';
import type { Log } from './transcript-data';

interface Props {
  conversation: string;
  log: Log;
  typing: string;
  seen?: string; // the last message that the visitor has read
  at?: string; // the message to begin at
  earlier: () => void;
  later: () => void;
  retry: () => void;
}

// useItems mounts the visible rows, begins at the end of a conversation, and loads earlier messages
// when the reader comes near them.
function useItems({ conversation, log, at, earlier, later }: Props, box: RefObject<HTMLDivElement | null>) {
  const items = useMemo(() => itemsOf(log.rows), [log.rows]);
  const sought = useMemo(() => shownAt(log.rows, at), [log.rows, at]);
  const list = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: (i) => ('day' in items[i]! ? 36 : 64),
    overscan: 6,
    getItemKey: (i) => items[i]!.key,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: 80,
  });
  usePlace(items, box, (i) => list.getOffsetForIndex(i, 'start')?.[0] ?? 0);
  const toEnd = useCallback(() => {
    list.scrollToEnd();
    requestAnimationFrame(() => list.scrollToEnd()); // once heights are known
  }, [list]);
  const began = useRef('');
  useEffect(() => {
    if (log.loading || !items.length || began.current === conversation) return;
    began.current = conversation;
    const place = sought ? items.findIndex((i) => i.key === sought) : -1;
    if (place < 0) return toEnd();
    const show = () => list.scrollToIndex(place, { align: 'center' });
    show();
    requestAnimationFrame(show); // once heights are known
  }, [log.loading, items, conversation, sought, list, toEnd]);
  const first = list.getVirtualItems()[0]?.index ?? 0;
  const last = list.getVirtualItems().at(-1)?.index ?? 0;
  useEffect(() => {
    if (began.current === conversation && log.later && last > items.length - 5) later();
  }, [last, log.later, items.length, later, conversation]);
  useEffect(() => {
    if (began.current === conversation && log.earlier && first < 5) earlier();
  }, [first, log.earlier, earlier, conversation]);
  return { items, sought, list, toEnd };
}

// On iOS the list holds its place in another way while a finger moves it.
const holds = CSS.supports('-webkit-touch-callout', 'none');

// usePlace keeps the reader's place when earlier messages come, where the list lost it because it was scrolled in the
// same moment: they would stand at a beginning that no scroll leaves, with a page of messages skipped.
function usePlace(items: Item[], box: RefObject<HTMLDivElement | null>, startOf: (index: number) => number) {
  const was = useRef<string>(undefined); // the first message before
  const start = useRef(startOf);
  start.current = startOf;
  useLayoutEffect(() => {
    const before = items.findIndex((i) => i.key === was.current);
    const first = items.findIndex((i) => !('day' in i));
    was.current = items[first]?.key;
    const log = box.current;
    if (!log || holds || before <= first) return;
    const came = start.current(before) - start.current(first);
    if (log.scrollTop < came) log.scrollTop += came;
  }, [items, box]);
}

// Transcript mounts the visible rows, follows the end while the reader is there, and keeps its
// place when earlier messages are put in front.
export function Transcript(props: Props) {
  const { conversation, log, typing, seen, earlier, later, retry } = props;
  const box = useRef<HTMLDivElement>(null);
  const { items, sought, list, toEnd } = useItems(props, box);
  const news = useNews(box, log.rows, toEnd);
  if (log.error) return <Broken error={log.error} retry={retry} />;
  if (log.loading) return <Loading />;
  if (!items.length) return <Empty title="Nothing was said yet" />;
  return (
    <div className="transcript" ref={box} role="log" aria-label="Transcript" tabIndex={0} onScroll={news.look}>
      {log.earlier && (
        <Button className="earlier" size="compact-xs" variant="subtle" onClick={earlier}>
          Earlier messages
        </Button>
      )}
      <div style={{ height: list.getTotalSize(), position: 'relative' }}>
        {list.getVirtualItems().map((v) => (
          <div
            key={v.key}
            data-index={v.index}
            ref={list.measureElement}
            className={v.key === sought ? 'line sought' : 'line'}
            style={{ transform: `translateY(${v.start}px)` }}
          >
            <ItemView item={items[v.index]!} conversation={conversation} seen={seen} />
          </div>
        ))}
      </div>
      {log.later && (
        <Button className="earlier" size="compact-xs" variant="subtle" onClick={later}>
          Later messages
        </Button>
      )}
      <Text className="typing" size="sm" c="dimmed" role="status">
        {typing}
      </Text>
      {news.count > 0 && (
        <Button className="newer" size="compact-sm" radius="xl" onClick={toEnd}>
          {news.count} new ↓
        </Button>
      )}
    </div>
  );
}

function ItemView({ item, conversation, seen }: { item: Item } & Pick<Props, 'conversation' | 'seen'>) {
  if ('day' in item) return <p className="day">{item.day}</p>;
  const { message, first, quote } = item;
  const read = !!seen && message.id <= seen;
  return <Line message={message} first={first} conversation={conversation} quote={quote} read={read} />;
}

const Line = memo(MessageRow);
