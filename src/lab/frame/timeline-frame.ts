import type { BusMessageType } from '../../sim/world/bus-message.ts';
import type { Command, CommandLabel } from '../../sim/command/command.ts';
import type { LogIndex, Micros, NodeId, Term } from '../../base/flavor.ts';
import { entryOf } from '../../sim/command/table.ts';
import type { FlightEnd } from '../../sim/record/world-event.ts';
import type { History } from '../../history/history.ts';
import type { ArrowFilter } from '../../timeline/arrow-filter.ts';
import type { Arrow } from '../../timeline/arrows.ts';
import { foldArrows, foldBuckets, type HeartbeatFold } from '../../timeline/folds.ts';
import type { ArrowKind } from '../../timeline/arrow-kinds.ts';
import type { Buckets } from '../../timeline/buckets.ts';
import type { Mark, MarkKind } from '../../timeline/marks.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import type { FrameRequest } from './frame.ts';

/** The space-time diagram for the asked window of time, oldest first. */
export interface TimelineFrame {
  readonly from: Micros;
  readonly to: Micros;
  readonly arrows: readonly TimelineArrow[];
  readonly spans: readonly TimelineSpan[];
  readonly marks: readonly TimelineMark[];
  /** When there are more messages than asked for: how many, instead of each; `arrows` has those still under way. */
  readonly density?: TimelineDensity | undefined;
  /** Heartbeats that are not told one by one. */
  readonly folds?: readonly HeartbeatFold[] | undefined;
}

/** How many messages were sent in each of many stretches of time that follow each other. */
export interface TimelineDensity {
  /** Where the first stretch begins, and how long each is. */
  readonly begin: Micros;
  readonly width: Micros;
  readonly length: number;
  /** All messages counted. */
  readonly total: number;
  readonly rows: readonly DensityRow[];
}

export interface DensityRow {
  readonly type: BusMessageType;
  readonly from: NodeId;
  readonly to: NodeId;
  /** arrived: processed by whom it was sent to; refused: the same, and it says no; gone: lost, cut, dropped, or nobody was there. */
  readonly fate: 'arrived' | 'refused' | 'gone' | 'flying';
  /** Of each stretch: 32-bit numbers, the lowest byte first (as every browser's machine has them). */
  readonly counts: Uint8Array;
}

export interface TimelineArrow {
  readonly id: number;
  readonly type: BusMessageType;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly term: Term;
  readonly sentAt: Micros;
  /** Undefined while it flies. */
  readonly endedAt: Micros | undefined;
  readonly end: FlightEnd | undefined;
  readonly reject: boolean;
  /** Somebody has put it in the place of another, changed by hand. */
  readonly forged?: boolean;
  readonly entries: number;
  /** The event that sent it, and the one in which it ended. */
  readonly sentEvent: number;
  readonly endEvent: number | undefined;
}

/** A member's role and term over a stretch of time. */
export interface TimelineSpan {
  readonly node: NodeId;
  readonly from: Micros;
  /** Undefined: still so. */
  readonly to: Micros | undefined;
  readonly status: 'up' | 'killed' | 'paused';
  readonly state: 'StateFollower' | 'StateCandidate' | 'StateLeader' | 'StatePreCandidate';
  readonly term: Term;
  /** So many short ones, one after the other, that this one stands for; absent: it is one. */
  readonly merged?: number;
}

export type TimelineMark =
  | { readonly type: 'commit'; readonly node: NodeId; readonly at: Micros; readonly index: LogIndex }
  | {
      readonly type: 'command';
      readonly node: NodeId | undefined;
      readonly at: Micros;
      readonly command: Command['type'];
      readonly label: CommandLabel;
    }
  | { readonly type: 'leader'; readonly node: NodeId; readonly at: Micros; readonly term: Term }
  | {
      readonly type: 'request';
      readonly node: NodeId;
      readonly at: Micros;
      readonly request: number;
      readonly status: 'invoked' | 'ok' | 'failed' | 'unknown';
    }
  /** Many commits of a member in [at, to). */
  | {
      readonly type: 'commits';
      readonly node: NodeId;
      readonly at: Micros;
      readonly to: Micros;
      readonly count: number;
    }
  | CallStretch;

/**
 * Calls at one member in [at, to): how many have begun, and how those ended that ended in it. Those of loads always come
 * counted; others (`calls`) where they are too many to be shown one by one.
 */
export interface CallStretch {
  readonly type: 'load' | 'calls';
  readonly node: NodeId;
  readonly at: Micros;
  readonly to: Micros;
  readonly invoked: number;
  readonly ok: number;
  readonly failed: number;
  readonly unknown: number;
}

/** More commits and calls than this are counted in stretches, more elections and commands thinned. */
const FLOW_MAX = 2000;
const ACTS_MAX = 600;
/** Commits and calls are counted in about so many stretches of the window, a load's calls in so many. */
const FLOW_STRETCHES = 128;
const LOAD_STRETCHES = 64;
const PIXELS = 1000;

/** What the picture is made of: the record's index, and the record for what commands say. */
export interface TimelineSource {
  readonly timeline: Timeline;
  readonly history: History;
}

/** Where the playhead stands. */
export interface Now {
  readonly at: Micros;
  readonly event: number;
}

/**
 * The window of the space-time diagram, from the whole record: the playhead is drawn on it, not cut out of it. However
 * long the window, it costs what has room in it. `selected`: a message that is there in any case. With `hidesFuture` it says nothing of
 * what comes after the playhead, not even at the same time.
 */
export function timelineFrame(
  source: TimelineSource,
  window: FrameRequest['timeline'],
  now: Now,
  selected?: number,
): TimelineFrame {
  if (window.hidesFuture !== true) return wholeFrame(source, window, selected);
  const { at, event } = now;
  const frame = wholeFrame(
    source,
    { ...window, to: Math.max(window.from, Math.min(window.to, at)) },
    selected,
    event,
  );
  return {
    ...frame,
    arrows: frame.arrows
      .filter(({ sentEvent }) => sentEvent <= event)
      .map((arrow) => ((arrow.endEvent ?? 0) <= event ? arrow : underWay(arrow))),
    spans: frame.spans
      .filter((span) => span.from <= at)
      .map((span) => ((span.to ?? 0) <= at ? span : upTo(span, at))),
  };
}

function underWay(arrow: TimelineArrow): TimelineArrow {
  return { ...arrow, endedAt: undefined, end: undefined, endEvent: undefined };
}

function upTo(span: TimelineSpan, to: Micros): TimelineSpan {
  return { ...span, to };
}

function wholeFrame(
  source: TimelineSource,
  window: FrameRequest['timeline'],
  selected: number | undefined,
  lastEvent = Infinity,
): TimelineFrame {
  const { from, to, pixels = PIXELS } = window;
  const { spans } = source.timeline;
  return {
    from,
    to,
    ...messages(source.timeline, window, selected),
    spans: spans.within(from, to, Math.floor((to - from) / pixels)),
    marks: marks(source, window, lastEvent),
  };
}

/** With heartbeats to be folded so many times as many messages as can be told are looked at one by one. */
const FOLDED_SHARE = 4;
/** Of counted messages a run of heartbeats over fewer pixels stays counted. */
const FOLD_PIXELS = 6;

type Messages = Pick<TimelineFrame, 'arrows' | 'density' | 'folds'>;

function messages(
  { arrows }: Timeline,
  window: FrameRequest['timeline'],
  selected: number | undefined,
): Messages {
  const { from, to, maxArrows, hide, nodes, terms, fold } = window;
  const filter: ArrowFilter = { hide, nodes, terms };
  const sent = arrows.sentWithin(from, to + 1);
  if (sent > maxArrows * (fold === undefined ? 1 : FOLDED_SHARE)) {
    const counted = countMessages(arrows, window, filter, selected);
    if (counted !== undefined) return counted;
  }
  const all = arrows.within(from, to, filter);
  if (fold === undefined) return { arrows: all.map(timelineArrow), density: undefined };
  const { folds, rest } = foldArrows(all, fold.but);
  if (rest.length > maxArrows) {
    const counted = countMessages(arrows, window, filter, selected);
    if (counted !== undefined) return counted;
  }
  return { arrows: rest.map(timelineArrow), density: undefined, folds };
}

/** Undefined: they are few enough to be told one by one. */
function countMessages(
  arrows: Timeline['arrows'],
  { from, to, maxArrows, pixels = PIXELS, fold }: FrameRequest['timeline'],
  filter: ArrowFilter,
  selected: number | undefined,
): Messages | undefined {
  const buckets = arrows.density(from, to, pixels, filter);
  const folds = fold && foldBuckets(buckets, FOLD_PIXELS);
  const density = densityOf(buckets);
  if (density.total <= maxArrows) {
    if (folds === undefined) return undefined;
    // With few left beside the folds each of them is told; a heartbeat in the same pixel as another message is not.
    const short = foldBuckets(buckets, 1);
    const few = arrows.within(from, to, withoutHeartbeats(filter));
    return { arrows: few.map(timelineArrow), density: undefined, folds: [...folds, ...short] };
  }
  const chosen = selected === undefined ? undefined : arrows.at(selected);
  const apart = arrows
    .underWay(fold === undefined ? filter : withoutHeartbeats(filter))
    .filter(({ id, sentAt }) => id !== selected && sentAt <= to);
  return {
    arrows: [...(chosen === undefined ? [] : [chosen]), ...apart].map(timelineArrow),
    density,
    folds,
  };
}

function withoutHeartbeats(filter: ArrowFilter): ArrowFilter {
  return { ...filter, hide: [...(filter.hide ?? []), 'MsgHeartbeat', 'MsgHeartbeatResp'] };
}

function timelineArrow({
  id,
  type,
  from,
  to,
  term,
  sentAt,
  endedAt,
  end,
  reject,
  forged,
  entries,
  sentEvent,
  endEvent,
}: Arrow): TimelineArrow {
  const arrow = { id, type, from, to, term, sentAt, endedAt, end, reject, entries, sentEvent, endEvent };
  return forged ? { ...arrow, forged } : arrow;
}

/** Kinds that look alike are one row: terms do not tell, nor why a message did not arrive. */
function densityOf({ begin, width, length, rows }: Buckets<ArrowKind>): TimelineDensity {
  const found = new Map<string, Omit<DensityRow, 'counts'> & { readonly counts: Uint32Array }>();
  let total = 0;
  for (const { kind, counts } of rows) {
    const { type, from, to } = kind;
    const fate = fateOf(kind);
    const key = `${type} ${from} ${to} ${fate}`;
    const row = found.get(key);
    for (const count of counts) total += count;
    if (row === undefined) found.set(key, { type, from, to, fate, counts });
    else for (let i = 0; i < length; i++) row.counts[i] = (row.counts[i] ?? 0) + (counts[i] ?? 0);
  }
  return {
    begin,
    width,
    length,
    total,
    rows: [...found.values()].map(({ type, from, to, fate, counts }) => ({
      type,
      from,
      to,
      fate,
      counts: new Uint8Array(counts.buffer),
    })),
  };
}

function fateOf({ end, reject }: ArrowKind): DensityRow['fate'] {
  if (end === undefined) return 'flying';
  if (end !== 'delivered') return 'gone';
  return reject ? 'refused' : 'arrived';
}

/** In order of time, as all marks are. */
function marks(
  { timeline, history }: TimelineSource,
  { from, to }: FrameRequest['timeline'],
  lastEvent: number,
): TimelineMark[] {
  const { marks: all } = timeline;
  const isTold = ({ event }: Mark): boolean => event <= lastEvent;
  const acts = thinned(all.acts(from, to).filter(isTold), Math.ceil((to - from) / ACTS_MAX)).flatMap((mark) =>
    act(history, mark),
  );
  const isFew = all.countFlow(from, to, FLOW_MAX) <= FLOW_MAX;
  const flow = isFew
    ? [
        ...all.flow(from, to).filter(isTold).map(flowMark),
        ...stretches(all.density(from, to, LOAD_STRETCHES), true),
      ]
    : stretches(all.density(from, to, FLOW_STRETCHES), false);
  return [...acts, ...flow].sort((a, b) => a.at - b.at);
}

/** Of many elections and commands the last of each stretch of time, member and type. */
function thinned(acts: readonly Mark[], stretch: Micros): readonly Mark[] {
  if (acts.length <= ACTS_MAX) return acts;
  const kept = new Map<string, Mark>();
  for (const mark of acts) kept.set(`${Math.floor(mark.at / stretch)} ${mark.node} ${mark.type}`, mark);
  return [...kept.values()];
}

function act(history: History, mark: Mark): TimelineMark[] {
  const { at } = mark;
  if (mark.type === 'leader') return [{ type: 'leader', node: mark.node, at, term: mark.term }];
  const command = history.commandAt(mark.event);
  if (command === undefined) return [];
  const node = mark.node === 0 ? undefined : mark.node;
  const { type } = command;
  return [{ type: 'command', node, at, command: type, label: entryOf(type).label(command) }];
}

function flowMark(mark: Mark): TimelineMark {
  const { at, node } = mark;
  if (mark.type === 'request')
    return { type: 'request', node, at, request: mark.request, status: mark.status };
  return { type: 'commit', node, at, index: mark.type === 'commit' ? mark.index : 0 };
}

type Writable<T> = { -readonly [Field in keyof T]: T[Field] };

/** One mark for each stretch of time, member and sort: of loads only, or of everything. */
function stretches({ begin, width, rows }: Buckets<MarkKind>, onlyLoads: boolean): TimelineMark[] {
  const found = new Map<string, Writable<CallStretch>>();
  const commits: TimelineMark[] = [];
  const count = (kind: MarkKind, at: Micros, many: number): void => {
    if (kind.type === 'commit') {
      commits.push({ type: 'commits', node: kind.node, at, to: at + width, count: many });
      return;
    }
    const type = kind.isOfLoad ? 'load' : 'calls';
    const key = `${at} ${kind.node} ${type}`;
    const counted = found.get(key) ?? emptyStretch(type, kind.node, at, at + width);
    counted[kind.status] += many;
    found.set(key, counted);
  };
  for (const { kind, counts } of rows) {
    if (onlyLoads && !(kind.type === 'request' && kind.isOfLoad)) continue;
    for (const [i, many] of counts.entries()) if (many > 0) count(kind, begin + i * width, many);
  }
  return [...commits, ...found.values()];
}

function emptyStretch(
  type: CallStretch['type'],
  node: NodeId,
  at: Micros,
  to: Micros,
): Writable<CallStretch> {
  return { type, node, at, to, invoked: 0, ok: 0, failed: 0, unknown: 0 };
}
