import {
  memo,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
  type KeyboardEvent,
  type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { EventRow } from '../../lab/debug/event-rows.ts';
import { reportError, useAct } from '../act.ts';
import { useLab } from '../lab-context.tsx';
import { useFramePart } from '../use-frame.ts';
import { currentView } from '../view-state.ts';
import { EventFilters } from './EventFilters.tsx';
import { EventItem } from './EventItem.tsx';
import { EventList } from './event-list.ts';
import { keepSeen, narrow, seenOf, useEventFilter, type Seen } from './events-store.ts';
import { toHit } from './hits.ts';
import { QuickFilters } from './QuickFilters.tsx';
import './events.css';

/** Rows beyond each edge of what is in view. */
const OVERSCAN = 12;

/** Every event of the branch in a list that can be searched; a click goes there. */
export default function EventsPanel() {
  // Another run or another branch has another list.
  const branch = useFramePart((frame) => `${frame.run} ${frame.branch}`) ?? '';
  return (
    <div className="events">
      <List key={branch} branch={branch} />
    </div>
  );
}

interface ToolsProps {
  readonly row: EventRow | undefined;
  /** The id of the fields that open. */
  readonly filters: string;
  /** How many events there are, and of what. */
  readonly count: number;
  readonly of: 'all' | 'hits' | 'hitsMore';
}

function ofWhat({ isNarrowed, more }: EventList): ToolsProps['of'] {
  return isNarrowed ? (more ? 'hitsMore' : 'hits') : 'all';
}

/** What is searched for, what the list is narrowed to by a click, and ways from hit to hit. */
const Tools = memo(function Tools({ row, filters, count, of }: ToolsProps) {
  const { t } = useTranslation('events');
  const act = useAct();
  const { filter, isOpen } = useEventFilter();
  const here = useFramePart(({ events }) => events) ?? 0;
  return (
    <div className="events-tools">
      <input
        type="search"
        value={filter.text ?? ''}
        placeholder={t('text')}
        aria-label={t('text')}
        onChange={(event) => narrow({ text: event.target.value })}
      />
      <Step name={t('previous')} cap="⇧V" onStep={() => act((lab) => toHit(lab, false))}>
        ‹
      </Step>
      <Step name={t('next')} cap="V" onStep={() => act((lab) => toHit(lab, true))}>
        ›
      </Step>
      <span className="muted small events-count" role="status">
        {t(of, { count })}
      </span>
      <QuickFilters row={row} />
      <button
        type="button"
        className="button button-tiny events-open"
        aria-expanded={isOpen}
        aria-controls={filters}
        onClick={() => useEventFilter.setState({ isOpen: !isOpen })}
      >
        {t('filters')}
      </button>
      {here > 0 && (
        <button
          type="button"
          className="button button-tiny"
          onClick={() => currentView().select({ type: 'event', number: here })}
        >
          {t('inspect', { number: here })}
        </button>
      )}
    </div>
  );
});

function Step(props: { name: string; cap: string; onStep: () => void; children: string }) {
  const { name, cap, onStep, children } = props;
  return (
    <button
      type="button"
      className="button button-tiny events-step"
      aria-label={name}
      title={`${name} (${cap})`}
      onClick={onStep}
    >
      {children}
    </button>
  );
}

/** Of the filter anew; what it has of the list grows as it comes into view and as the run goes on. */
function useEventList(seen: Seen | undefined): EventList {
  const lab = useLab();
  const filter = useEventFilter((state) => state.filter);
  const last = useFramePart((frame) => frame.liveEvents) ?? 0;
  const [, changed] = useReducer((count: number) => count + 1, 0);
  const around = seen?.filter === filter ? seen.event : undefined;
  const list = useMemo(() => {
    const { frame } = currentView();
    const instant = { around: around ?? frame?.events ?? 0, last: frame?.liveEvents ?? 0 };
    return new EventList(lab, filter, instant, changed, reportError);
  }, [lab, filter, around]);
  useEffect(() => list.grow(last), [list, last]);
  return list;
}

function List({ branch }: { branch: string }) {
  const { t } = useTranslation(['events', 'inspector', 'timeline', 'common']);
  const act = useAct();
  const filters = useId();
  const [seen] = useState(() => {
    const { filter } = useEventFilter.getState();
    return seenOf(filter, branch, currentView().frame?.events ?? 0);
  });
  const list = useEventList(seen);
  const box = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState({ top: 0, height: 0, row: 28 });
  const here = useFramePart(({ events }) => events) ?? 0;
  const playing = useFramePart((frame) => frame.playing) ?? false;
  /** Where the arrow keys are, as long as the playhead stays. */
  const [active, setActive] = useState({ of: -1, place: 0 });
  const first = Math.max(0, Math.floor(scroll.top / scroll.row) - OVERSCAN);
  const last = Math.min(list.count - 1, Math.ceil((scroll.top + scroll.height) / scroll.row) + OVERSCAN);
  const place = list.placeOf(here);
  const shown = active.of === here ? active.place : place;

  useEffect(() => list.view(first, last));
  useLayoutEffect(() => measure(box.current, setScroll), []);
  // What came in front of what is shown must not push it away.
  useLayoutEffect(() => {
    const grown = list.takeGrown();
    if (grown > 0 && box.current) box.current.scrollTop += grown * scroll.row;
  });
  useKeptScroll(list, box, scroll, { seen, branch, here });
  const lastPlace = useRef<number>(undefined);
  useLayoutEffect(() => {
    // Before it is measured nobody knows where a row is.
    if (scroll.height === 0) return;
    const before = lastPlace.current;
    lastPlace.current = place;
    const { current: element } = box;
    if (place < 0 || element === null || before === place) return;
    // Who has scrolled elsewhere while time runs stays there; who has come back is where the list was.
    const wasInView = before !== undefined && isInView(element, before, scroll.row);
    if (before === undefined ? seen === undefined : !playing || wasInView)
      keepInView(element, place, scroll.row);
  });

  const go = useCallback(
    (row: EventRow | undefined) => row && act((lab) => lab.seekEvent(row.number)),
    [act],
  );
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
      <form
        className="events-search"
        role="search"
        aria-label={t('search')}
        onSubmit={(event) => event.preventDefault()}
      >
        <Tools row={list.row(shown)} filters={filters} count={list.count} of={ofWhat(list)} />
        <EventFilters id={filters} />
      </form>
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
            return (
              <EventItem
                key={at}
                t={t}
                place={at}
                count={list.count}
                height={scroll.row}
                row={row}
                isHere={row?.number === here}
                isAhead={(row?.number ?? 0) > here}
                isActive={at === shown}
                onGo={go}
              />
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
    const row = Number.parseFloat(getComputedStyle(box).getPropertyValue('--row-px')) || 28;
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

function isInView(box: HTMLElement, place: number, row: number): boolean {
  return place * row < box.scrollTop + box.clientHeight && (place + 1) * row > box.scrollTop;
}

/** The list is where it was when it was last there, as soon as those rows are. What is in view is remembered as it changes. */
function useKeptScroll(
  list: EventList,
  box: RefObject<HTMLDivElement | null>,
  { top, height, row }: { readonly top: number; readonly height: number; readonly row: number },
  { seen, branch, here }: { readonly seen: Seen | undefined; readonly branch: string; readonly here: number },
): void {
  const filter = useEventFilter((state) => state.filter);
  const back = useRef(seen);
  useLayoutEffect(() => {
    const { current: wanted } = back;
    if (wanted === undefined || box.current === null || list.count === 0 || height === 0) return;
    back.current = undefined;
    box.current.scrollTo({ top: Math.max(0, list.placeOf(wanted.event)) * row + wanted.cut });
  });
  useEffect(() => {
    if (back.current !== undefined || height === 0) return;
    const place = Math.floor(top / row);
    const event = list.isNarrowed ? list.row(place)?.number : place + 1;
    if (event !== undefined) keepSeen({ filter, branch, event, cut: top - place * row, here });
  });
}
