import type { Micros, NodeId, Term } from '../../base/flavor.ts';
import type { PropertyName } from '../../check/properties.ts';
import type {
  Frame,
  MessageFrame,
  TimelineArrow,
  TimelineMark,
  TimelineSpan,
} from '../../lab/frame/frame.ts';
import type { BusMessageType } from '../../sim/world/bus-message.ts';
import { densityScene, type DensityScene } from './density.ts';
import { foldBands, type FoldBand } from './space-time-folds.ts';
import { lanesOf, type Lane } from './space-time-lanes.ts';
import { isOfTerms, type TermRange } from '../../timeline/arrow-filter.ts';
import { twoOwners } from './owners.ts';
import { timeAxis, timeScale, type AxisTick } from './space-time-axis.ts';

/**
 * The space-time diagram: a lane a member, time to the right, an arrow a message. Places are CSS pixels in the
 * given size; everything else is meaning, to be painted in whatever colours and said in whatever language.
 */
export interface SpaceTimeScene {
  readonly from: Micros;
  readonly to: Micros;
  readonly plot: Plot;
  /** 1 where lanes have room for bands and marks of full size, down to a half where many share little height. */
  readonly laneScale: number;
  readonly lanes: readonly Lane[];
  readonly bands: readonly Band[];
  readonly arrows: readonly Arrow[];
  readonly folds: readonly FoldBand[];
  readonly commits: readonly CommitTick[];
  readonly manyCommits: readonly ManyCommits[];
  readonly leaders: readonly LeaderMark[];
  readonly faults: readonly FaultMark[];
  readonly calls: readonly CallMark[];
  /** What was found broken, the first of each instant. */
  readonly broken: readonly BrokenMark[];
  readonly loads: readonly LoadMark[];
  /** Stretches of time in which some link was cut by a command. */
  readonly splits: readonly { readonly left: number; readonly right: number }[];
  /** Stretches of time in which two clients believed to own the same. */
  readonly owners: readonly { readonly left: number; readonly right: number }[];
  readonly axis: readonly AxisTick[];
  readonly playhead: { readonly x: number; readonly at: Micros; readonly inView: boolean };
  /** From the playhead to the newest instant: has happened, and is not yet so at the instant shown. */
  readonly future: { readonly left: number; readonly right: number } | undefined;
  /** Where the run ends, if that is in view: nothing is known to the right of it. */
  readonly horizon: number | undefined;
  /** Messages that are too many for an arrow each. */
  readonly density: DensityScene | undefined;
}

/** What somebody wants to see of it. */
export interface SpaceTimeShown {
  /** No messages but those from or to this member. */
  readonly only?: NodeId | undefined;
  /** The lanes that it is about; none: all. */
  readonly nodes?: readonly NodeId[] | undefined;
  /** The terms that it is about; what members were in others is faint. */
  readonly terms?: TermRange | undefined;
}

/** The part of the canvas that holds the lanes. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Band {
  readonly node: NodeId;
  readonly left: number;
  readonly right: number;
  readonly y: number;
  /** Of a folded lane or a term that nobody has asked for. */
  readonly faint: boolean;
  readonly look: 'leader' | 'follower' | 'candidate' | 'preCandidate' | 'killed' | 'paused';
  readonly term: Term;
  readonly from: Micros;
  readonly to: Micros | undefined;
  /** The first band of its term in view, with room to say so. */
  readonly termStarts: boolean;
}

export interface Arrow {
  readonly id: number;
  readonly type: BusMessageType;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** flying: cut short at the instant shown. lost, cut, dropped end between the lanes, dead at the receiver's. */
  readonly end: NonNullable<TimelineArrow['end']> | 'flying';
  readonly reject: boolean;
  readonly source: TimelineArrow;
}

export interface CommitTick {
  readonly node: NodeId;
  readonly x: number;
  readonly y: number;
  readonly at: Micros;
  /** Several commits closer than a pixel are one tick. */
  readonly first: number;
  readonly last: number;
}

/** Commits of a stretch of time that are too many for a tick each. */
export interface ManyCommits {
  readonly node: NodeId;
  readonly left: number;
  readonly right: number;
  readonly y: number;
  readonly at: Micros;
  readonly to: Micros;
  readonly count: number;
}

export interface LeaderMark {
  readonly node: NodeId;
  readonly x: number;
  readonly y: number;
  readonly at: Micros;
  readonly term: Term;
}

export interface FaultMark {
  /** Undefined: of the whole network. */
  readonly node: NodeId | undefined;
  readonly x: number;
  readonly y: number | undefined;
  readonly at: Micros;
  readonly command: Extract<TimelineMark, { type: 'command' }>['command'];
  readonly label: Extract<TimelineMark, { type: 'command' }>['label'];
}

export interface CallMark {
  readonly request: number;
  readonly node: NodeId;
  readonly x: number;
  /** A little above its lane. */
  readonly y: number;
  readonly at: Micros;
  readonly status: 'invoked' | 'ok' | 'failed' | 'unknown';
}

export interface BrokenMark {
  readonly x: number;
  readonly at: Micros;
  readonly property: PropertyName;
  readonly event: number;
  /** On the lanes of the nodes concerned that are in the picture. */
  readonly ys: readonly number[];
}

/** What loads called at a member in a stretch of time. */
export interface LoadMark {
  readonly left: number;
  readonly right: number;
  /** Where calls are marked: what was answered stands on it, what failed or is unknown hangs below it. */
  readonly y: number;
  /** Parts of the room, 0 to 1, of what ended in it: the fullest stretch in view has all of it. */
  readonly answered: number;
  readonly lost: number;
  readonly source: Extract<TimelineMark, { type: 'load' | 'calls' }>;
}

export interface SpaceTimeSize {
  readonly width: number;
  readonly height: number;
  /** Pixels of a sixteenth of a rem: 1 on a desk, more on a projector. */
  readonly unit?: number;
}

/** Most arrows one picture holds. */
export const arrowsMax = 2000;
/** A message that was cut or lost goes this part of its way. */
const lostPart = 0.55;
const labelRoom = 30;
/** A call's mark stands this far above its lane. */
const callRise = 9;
/** Folded heartbeats lie this far beside a lane. */
const foldAway = 6;
const plotTop = 24;
const axisRoom = 18;

export function spaceTimePlot(size: SpaceTimeSize): Plot {
  const { width, height, unit = 1 } = size;
  const left = (width < 620 * unit ? 34 : 56) * unit;
  return {
    left,
    right: Math.max(width - 14 * unit, left + 1),
    top: plotTop * unit,
    bottom: Math.max(height - axisRoom * unit, plotTop * unit + 1),
  };
}

/** What the frame knows of [window.from, window.to], laid out. Nothing outside the window is in the scene. */
export function spaceTimeScene(
  frame: Frame,
  window: { readonly from: Micros; readonly to: Micros },
  size: SpaceTimeSize,
  { only, nodes = [], terms }: SpaceTimeShown = {},
): SpaceTimeScene {
  const plot = spaceTimePlot(size);
  const { unit = 1 } = size;
  const { from, to } = window;
  const x = timeScale(window, plot);
  const { lanes, laneY, markY, laneScale } = lanesOf(frame, plot, unit, nodes);
  const isFaint = (node: NodeId, term: Term): boolean =>
    !markY.has(node) || (terms !== undefined && !isOfTerms(terms, term));
  const seen = (left: Micros, right: Micros): boolean => right >= from && left <= to;
  const arrows = arrowsOf(frame, laneY, x, seen).filter(
    (arrow) => only === undefined || arrow.from === only || arrow.to === only,
  );
  const marks = frame.timeline.marks.filter(
    (mark) =>
      (mark.type !== 'leader' || !isFaint(mark.node, mark.term)) &&
      (mark.node === undefined || markY.has(mark.node)),
  );
  const clampX = (value: number): number => Math.min(plot.right, Math.max(plot.left, value));
  return {
    from,
    to,
    plot,
    laneScale,
    lanes,
    bands: bandsOf(frame, laneY, x, seen, clampX, isFaint),
    arrows,
    folds: foldBands(frame.timeline.folds ?? [], laneY, x, foldAway * laneScale * unit),
    ...marksOf(marks, markY, x, seen, callRise * laneScale * unit),
    broken: brokenOf(frame, markY, x, seen),
    loads: loadsOf(marks, markY, (at) => clampX(x(at)), seen, callRise * laneScale * unit),
    owners: twoOwners(frame.clients, frame.at)
      .map(({ from: since, to: until }) => ({ left: clampX(x(since)), right: clampX(x(until ?? frame.at)) }))
      .filter(({ left, right }) => right > left),
    splits: splitsOf(frame, window).map(([left, right]) => ({
      left: clampX(x(left)),
      right: clampX(x(right)),
    })),
    axis: timeAxis(window, plot, 96 * unit),
    playhead: { x: x(frame.at), at: frame.at, inView: frame.at >= from && frame.at <= to },
    future:
      frame.liveAt > frame.at && seen(frame.at, frame.liveAt)
        ? { left: clampX(x(frame.at)), right: clampX(x(frame.liveAt)) }
        : undefined,
    horizon: frame.liveAt >= from && frame.liveAt < to ? x(frame.liveAt) : undefined,
    density: densityScene(frame.timeline.density, { x, lanes }, only),
  };
}

/** Instants at which a check fired: at one instant the first is told, which is what people are told first elsewhere, too. */
function brokenOf(
  frame: Frame,
  markY: ReadonlyMap<NodeId, number>,
  x: (at: Micros) => number,
  seen: (left: Micros, right: Micros) => boolean,
): BrokenMark[] {
  const marks: BrokenMark[] = [];
  for (const { at, property, event, nodes } of frame.checks.violations) {
    if (!seen(at, at) || marks.at(-1)?.at === at) continue;
    marks.push({ x: x(at), at, property, event, ys: nodes.flatMap((node) => markY.get(node) ?? []) });
  }
  return marks;
}

function bandsOf(
  frame: Frame,
  laneY: ReadonlyMap<NodeId, number>,
  x: (at: Micros) => number,
  seen: (left: Micros, right: Micros) => boolean,
  clampX: (value: number) => number,
  isFaint: (node: NodeId, term: Term) => boolean,
): Band[] {
  const bands: Band[] = [];
  const firstOfTerm = new Map<Term, number>();
  for (const span of frame.timeline.spans) {
    const y = laneY.get(span.node);
    const end = span.to ?? frame.liveAt;
    if (y === undefined || !seen(span.from, end)) continue;
    const left = clampX(x(span.from));
    const band: Band = {
      node: span.node,
      left,
      right: clampX(x(end)),
      y,
      look: span.status === 'up' ? lookOfState[span.state] : span.status,
      term: span.term,
      from: span.from,
      to: span.to,
      faint: isFaint(span.node, span.term),
      termStarts: false,
    };
    if (band.faint) {
      bands.push(band);
      continue;
    }
    const first = bands[firstOfTerm.get(span.term) ?? -1];
    if (!first || left < first.left) firstOfTerm.set(span.term, bands.length);
    bands.push(band);
  }
  for (const at of firstOfTerm.values()) {
    const band = bands[at];
    if (band && band.right - band.left >= labelRoom) bands[at] = { ...band, termStarts: true };
  }
  return bands;
}

const lookOfState: Readonly<Record<TimelineSpan['state'], Band['look']>> = {
  StateLeader: 'leader',
  StateFollower: 'follower',
  StateCandidate: 'candidate',
  StatePreCandidate: 'preCandidate',
};

function arrowsOf(
  frame: Frame,
  laneY: ReadonlyMap<NodeId, number>,
  x: (at: Micros) => number,
  seen: (left: Micros, right: Micros) => boolean,
): Arrow[] {
  const flying = new Map(frame.messages.map((message) => [message.id, message]));
  const arrows: Arrow[] = [];
  for (const source of frame.timeline.arrows) {
    const y1 = laneY.get(source.from);
    const y2 = laneY.get(source.to);
    if (y1 === undefined || y2 === undefined) continue;
    const tip = tipOf(source, flying.get(source.id), frame.liveAt);
    if (!seen(source.sentAt, tip.at)) continue;
    arrows.push({
      id: source.id,
      type: source.type,
      from: source.from,
      to: source.to,
      x1: x(source.sentAt),
      y1,
      x2: x(tip.at),
      y2: y1 + (y2 - y1) * tip.part,
      end: source.end ?? 'flying',
      reject: source.reject,
      source,
    });
  }
  return arrows;
}

/** Where an arrow ends: the instant, and which part of the way between the lanes it has gone. */
function tipOf(
  arrow: TimelineArrow,
  message: MessageFrame | undefined,
  liveAt: Micros,
): { readonly at: Micros; readonly part: number } {
  if (arrow.end !== undefined) {
    const arrived = arrow.end === 'delivered' || arrow.end === 'dead';
    return { at: arrow.endedAt ?? liveAt, part: arrived ? 1 : lostPart };
  }
  const at = Math.max(arrow.sentAt, liveAt);
  if (!message) return { at, part: lostPart };
  const gone = Math.min(1, Math.max(0, (at - arrow.sentAt) / Math.max(1, message.dueAt - arrow.sentAt)));
  // One that is held stands still short of its end, however long ago it was due.
  return { at, part: message.fate === 'held' ? Math.min(gone, 0.8) : gone };
}

function marksOf(
  marks: readonly TimelineMark[],
  laneY: ReadonlyMap<NodeId, number>,
  x: (at: Micros) => number,
  seen: (left: Micros, right: Micros) => boolean,
  rise: number,
): Pick<SpaceTimeScene, 'commits' | 'manyCommits' | 'leaders' | 'faults' | 'calls'> {
  const commits: CommitTick[] = [];
  const leaders: LeaderMark[] = [];
  const faults: FaultMark[] = [];
  const calls: CallMark[] = [];
  const manyCommits: ManyCommits[] = [];
  const lastTick = new Map<NodeId, number>();
  for (const mark of marks) {
    if (!seen(mark.at, mark.at)) continue;
    const y = mark.node === undefined ? undefined : laneY.get(mark.node);
    if (mark.type === 'command') {
      const { node, at, command, label } = mark;
      if (command !== 'request') faults.push({ node, x: x(at), y, at, command, label });
      continue;
    }
    if (y === undefined || mark.type === 'load' || mark.type === 'calls') continue;
    const { node, at } = mark;
    switch (mark.type) {
      case 'commit': {
        const before = lastTick.get(node);
        const tick = before === undefined ? undefined : commits[before];
        if (before !== undefined && tick && x(at) - tick.x < 1.5) {
          commits[before] = { ...tick, last: mark.index };
          break;
        }
        lastTick.set(node, commits.push({ node, x: x(at), y, at, first: mark.index, last: mark.index }) - 1);
        break;
      }
      case 'commits':
        manyCommits.push({ node, left: x(at), right: x(mark.to), y, at, to: mark.to, count: mark.count });
        break;
      case 'leader':
        leaders.push({ node, x: x(at), y, at, term: mark.term });
        break;
      case 'request':
        calls.push({ request: mark.request, node, x: x(at), y: y - rise, at, status: mark.status });
        break;
    }
  }
  return { commits, manyCommits, leaders, faults, calls };
}

function loadsOf(
  marks: readonly TimelineMark[],
  laneY: ReadonlyMap<NodeId, number>,
  x: (at: Micros) => number,
  seen: (left: Micros, right: Micros) => boolean,
  rise: number,
): LoadMark[] {
  const inView = marks.flatMap((mark) =>
    (mark.type === 'load' || mark.type === 'calls') && seen(mark.at, mark.to) ? [mark] : [],
  );
  const most = Math.max(1, ...inView.flatMap(({ ok, failed, unknown }) => [ok, failed + unknown]));
  return inView.flatMap((source) => {
    const y = laneY.get(source.node);
    if (y === undefined) return [];
    const { ok, failed, unknown } = source;
    const place = { left: x(source.at), right: x(source.to), y: y - rise };
    return [{ ...place, answered: ok / most, lost: (failed + unknown) / most, source }];
  });
}

/**
 * When the network was divided. A window without a single cut or heal has been all its length as the links are
 * now; otherwise a first `heal` or `uncut` says that it began divided.
 */
function splitsOf(
  frame: Frame,
  window: { readonly from: Micros; readonly to: Micros },
): [left: Micros, right: Micros][] {
  const changes = frame.timeline.marks.filter(
    (mark) => mark.type === 'command' && cutsOrHeals.has(mark.command) && mark.at >= window.from,
  );
  const first = changes[0];
  const begunCut =
    first?.type === 'command'
      ? first.command === 'heal' || first.command === 'uncut'
      : frame.links.some((link) => link.cut) && frame.at >= window.from;
  let open = begunCut ? 1 : 0;
  let since = window.from;
  const splits: [Micros, Micros][] = [];
  for (const mark of changes) {
    if (mark.type !== 'command') continue;
    const before = open;
    open = openCuts(open, mark.command);
    if (before === 0 && open > 0) since = mark.at;
    if (before > 0 && open === 0) splits.push([since, mark.at]);
  }
  if (open > 0) splits.push([since, Math.min(window.to, frame.liveAt)]);
  return splits.filter(([left, right]) => right > left);
}

const cutsOrHeals: ReadonlySet<string> = new Set(['partition', 'cut', 'isolate', 'uncut', 'heal']);

function openCuts(open: number, command: string): number {
  if (command === 'heal') return 0;
  if (command === 'partition') return 1;
  return command === 'uncut' ? Math.max(0, open - 1) : open + 1;
}
