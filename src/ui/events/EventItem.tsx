import type { TFunction } from 'i18next';
import { memo } from 'react';
import type { EventRow } from '../../lab/debug/event-rows.ts';
import { formatNode, formatSeconds } from '../../view/say/format.ts';
import { eventWords } from './event-words.ts';

interface EventItemProps {
  readonly t: TFunction<['events', 'inspector', 'timeline', 'common']>;
  /** Its place in the list, from 0 on, of so many. */
  readonly place: number;
  readonly count: number;
  /** Of a row, in pixels. */
  readonly height: number;
  /** Undefined: it is being asked for. */
  readonly row: EventRow | undefined;
  /** The playhead is at it. */
  readonly isHere: boolean;
  /** It comes after the playhead. */
  readonly isAhead: boolean;
  /** The arrow keys are at it. */
  readonly isActive: boolean;
  readonly onGo: (row: EventRow | undefined) => void;
}

/** An event of the list. While the list is scrolled it is drawn once: only what comes into view is new. */
export const EventItem = memo(function EventItem(props: EventItemProps) {
  const { t, place, count, height, row, isHere, isAhead, isActive, onGo } = props;
  return (
    <div
      id={`event-row-${place}`}
      className="event-row"
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      aria-current={isHere || undefined}
      aria-setsize={count}
      aria-posinset={place + 1}
      data-future={isAhead || undefined}
      data-bad={(row?.broken.length ?? 0) > 0 || row?.message?.reject || undefined}
      style={{ transform: `translateY(${place * height}px)` }}
      onClick={() => onGo(row)}
      onKeyDown={() => undefined}
    >
      {row && (
        <>
          <span className="event-number">{row.number}</span>
          <time>{formatSeconds(row.at)}</time>
          <span className="event-node">{row.node > 0 ? formatNode(row.node) : ''}</span>
          <span className="event-words">{eventWords(t, row)}</span>
        </>
      )}
    </div>
  );
});
