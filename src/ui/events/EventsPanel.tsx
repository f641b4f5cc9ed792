import { useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventRow } from '../../lab/debug/event-rows.ts';
import { formatNode, formatSeconds } from '../../view/say/format.ts';
import { reportError, useAct } from '../act.ts';
import { useLab } from '../lab-context.tsx';
import { useFramePart } from '../use-frame.ts';
import { currentView } from '../view-state.ts';
import { EventFilters } from './EventFilters.tsx';
import { EventList } from './event-list.ts';
import { eventWords } from './event-words.ts';
import { useEventFilter } from './events-store.ts';
import { toHit } from './hits.ts';
import './events.css';

/** Rows beyond each edge of what is in view. */
const OVERSCAN = 12;

/** Every event of the branch in a list that can be searched; a click goes there. */
export default function EventsPanel() {
  const { t } = useTranslation('events');
  const act = useAct();
  // Another run or another branch has another list.
  const branch = useFramePart((frame) => `${frame.run} ${frame.branch}`);
  return (
    <div className="events">
      <EventFilters />
      <div className="events-tools">
        <button type="button" className="button button-tiny" onClick={() => act((lab) => toHit(lab, false))}>
          {t('previous')} <kbd>⇧V</kbd>
        </button>
        <button type="button" className="button button-tiny" onClick={() => act((lab) => toHit(lab, true))}>
          {t('next')} <kbd>V</kbd>
        </button>
        <Inspect />
      </div>
      <List key={branch} />
    </div>
  );
}

/** The event that time stands at, in the inspector. */
function Inspect() {
  const { t } = useTranslation('events');
  const here = useFramePart(({ events }) => events) ?? 0;
  if (here === 0) return null;
  return (
    <button
      type="button"
      className="button button-tiny"
      onClick={() => currentView().select({ type: 'event', number: here })}
    >
      {t('inspect', { number: here })}
    </button>
  );
}

/** Of the filter anew; what it has of the list grows as it comes into view. */
function useEventList(): EventList {
  const lab = useLab();
  const filter = useEventFilter((state) => state.filter);
  const last = useFramePart((frame) => frame.liveEvents) ?? 0;
  const [, changed] = useReducer((count: number) => count + 1, 0);
  const list = useMemo(() => {
    const { frame } = currentView();
    const instant = { events: frame?.events ?? 0, last: frame?.liveEvents ?? 0 };
    return new EventList(lab, filter, instant, changed, reportError);
  }, [lab, filter]);
  useEffect(() => list.grow(last), [list, last]);
  return list;
}

function List() {
  const { t } = useTranslation(['events', 'inspector', 'timeline', 'common']);
  const act = useAct();
  const list = useEventList();
  const box = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState({ top: 0, height: 400, row: 28 });
  const here = useFramePart(({ events }) => events) ?? 0;
  /** Where the arrow keys are, as long as the playhead stays. */
  const [active, setActive] = useState({ of: -1, place: 0 });
  const first = Math.max(0, Math.floor(scroll.top / scroll.row) - OVERSCAN);
  const last = Math.min(list.count - 1, Math.ceil((scroll.top + scroll.height) / scroll.row) + OVERSCAN);
  const place = list.placeOf(here);

  useEffect(() => list.view(first, last));
  useLayoutEffect(() => measure(box.current, setScroll), []);
  // What came in front of what is shown must not push it away.
  useLayoutEffect(() => {
    const grown = list.takeGrown();
    if (grown > 0 && box.current) box.current.scrollTop += grown * scroll.row;
  });
  useLayoutEffect(() => {
    if (place >= 0) keepInView(box.current, place, scroll.row);
  }, [place, scroll.row]);

  const shown = active.of === here ? active.place : place;
  const go = (row: EventRow | undefined) => row && act((lab) => lab.seekEvent(row.number));
  const onKey = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(scroll.height / scroll.row) - 1);
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity }[
      event.key
    ];
    if (by === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    event.stopPropagation();
    if (by === undefined) {
      go(list.row(shown));
      return;
    }
    const next = Math.min(list.count - 1, Math.max(0, shown + by));
    setActive({ of: here, place: next });
    keepInView(box.current, next, scroll.row);
  };
  const rows: number[] = [];
  for (let at = first; at <= last; at++) rows.push(at);
  return (
    <>
      <p className="muted small" role="status">
        {list.isNarrowed
          ? t(list.more ? 'hitsMore' : 'hits', { count: list.count })
          : t('all', { count: list.count })}
      </p>
      <div
        ref={box}
        className="events-list"
        role="listbox"
        tabIndex={0}
        aria-label={t('label')}
        aria-activedescendant={shown >= first && shown <= last ? `event-row-${shown}` : undefined}
        onKeyDown={onKey}
        onScroll={({ currentTarget: { scrollTop: top } }) => setScroll((before) => ({ ...before, top }))}
      >
        <div style={{ height: list.count * scroll.row }}>
          {rows.map((at) => {
            const row = list.row(at);
            const isHere = row?.number === here;
            return (
              <div
                key={at}
                id={`event-row-${at}`}
                className="event-row"
                role="option"
                tabIndex={-1}
                aria-selected={at === shown}
                aria-current={isHere || undefined}
                aria-setsize={list.count}
                aria-posinset={at + 1}
                data-future={(row?.number ?? 0) > here || undefined}
                data-bad={(row?.broken.length ?? 0) > 0 || row?.message?.reject || undefined}
                style={{ transform: `translateY(${at * scroll.row}px)` }}
                onClick={() => go(row)}
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
          })}
        </div>
      </div>
    </>
  );
}

function measure(
  box: HTMLElement | null,
  set: (
    change: (before: { top: number; height: number; row: number }) => {
      top: number;
      height: number;
      row: number;
    },
  ) => void,
): (() => void) | undefined {
  if (box === null) return undefined;
  const look = () => {
    const row = 1.75 * (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16);
    set((before) => ({ ...before, height: box.clientHeight, row }));
  };
  look();
  const observer = new ResizeObserver(look);
  observer.observe(box);
  return () => observer.disconnect();
}

/** Scrolls no further than it must. */
function keepInView(box: HTMLElement | null, place: number, row: number): void {
  if (box === null) return;
  const top = place * row;
  if (top < box.scrollTop) box.scrollTop = top - row;
  else if (top + row > box.scrollTop + box.clientHeight) box.scrollTop = top + 2 * row - box.clientHeight;
}
