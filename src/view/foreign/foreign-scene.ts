import { ticks } from 'd3';
import {
  outcomes,
  type FaultSpan,
  type ForeignHistory,
  type Outcome,
  type Role,
} from '../../foreign/history.ts';
import { firstFrom, isGrave, type LaneIndex, type LaneItems } from './lane-index.ts';

/** A stretch of the axis. */
export interface ForeignWindow {
  readonly from: number;
  readonly to: number;
}

export interface ForeignSize {
  readonly width: number;
  readonly height: number;
  readonly unit: number;
  /** So far the lanes are scrolled, in CSS pixels. */
  readonly top: number;
}

export interface ForeignPlot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface SceneItem {
  readonly item: number;
  readonly x: number;
  /** Where it ends; `x` for a point. */
  readonly end: number;
  readonly outcome: Outcome;
  readonly isBad: boolean;
  /** It did not return: it goes on to the right. */
  readonly isOpen: boolean;
  /** Room for words beside it, up to the next one. */
  readonly room: number;
  readonly label: string;
}

/** Items too many to be told apart: how many begin in each column, and which columns have bad ones and hits. */
export interface LaneDensity {
  readonly counts: Uint32Array;
  readonly bad: Uint8Array;
  readonly hits: Uint8Array;
}

export interface SceneLane {
  readonly lane: number;
  readonly name: string;
  /** Its middle. */
  readonly y: number;
  readonly items: readonly SceneItem[];
  readonly density: LaneDensity | undefined;
  readonly roles: readonly SceneRole[];
}

export interface SceneRole {
  readonly from: number;
  readonly to: number;
  readonly role: Role;
  readonly term: number | undefined;
}

export interface SceneArrow {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly from: number;
  readonly to: number;
}

export interface SceneFault {
  readonly from: number;
  readonly to: number;
  readonly fault: FaultSpan;
}

export interface ForeignScene {
  readonly plot: ForeignPlot;
  readonly window: ForeignWindow;
  readonly rowHeight: number;
  readonly columnWidth: number;
  readonly lanes: readonly SceneLane[];
  readonly arrows: readonly SceneArrow[];
  /** So many messages are in the window and not drawn. */
  readonly arrowsLeft: number;
  readonly faults: readonly SceneFault[];
  readonly ticks: readonly { readonly x: number; readonly at: number }[];
  /** The most items that begin in a column of any lane. */
  readonly most: number;
}

/** More arrows than these are one grey surface, and slow. */
export const ARROWS_MAX = 1500;
const COLUMN = 3;

/** The rows and the axis; heights in CSS pixels. */
export function foreignLayout(
  size: ForeignSize,
  lanes: number,
): { readonly plot: ForeignPlot; readonly rowHeight: number; readonly scrollMax: number } {
  const { width, height, unit } = size;
  const left = Math.round(Math.min(9.5 * 16 * unit, Math.max(4.5 * 16 * unit, width * 0.16)));
  const axis = 1.6 * 16 * unit;
  const room = Math.max(1, height - axis);
  const rowHeight = Math.max(1.75 * 16 * unit, Math.min(5 * 16 * unit, room / Math.max(1, lanes)));
  const scrollMax = Math.max(0, rowHeight * lanes - room);
  return { plot: { left, right: width - 0.6 * 16 * unit, top: axis, bottom: height }, rowHeight, scrollMax };
}

/** What is to be seen of a history in a window. */
export function foreignScene(
  history: ForeignHistory,
  index: LaneIndex,
  window: ForeignWindow,
  size: ForeignSize,
): ForeignScene {
  const { plot, rowHeight } = foreignLayout(size, index.lanes.length);
  const scale = (plot.right - plot.left) / Math.max(1e-9, window.to - window.from);
  const x = (at: number): number => plot.left + (at - window.from) * scale;
  const columnWidth = COLUMN * size.unit;
  const yOf = (place: number): number => plot.top + (place + 0.5) * rowHeight - size.top;
  const shown = { history, window, plot, x, columnWidth, unit: size.unit };
  const lanes: SceneLane[] = [];
  const yOfLane = new Map<number, number>();
  for (const [place, own] of index.lanes.entries()) {
    const y = yOf(place);
    yOfLane.set(own.lane, y);
    if (y + rowHeight / 2 < plot.top || y - rowHeight / 2 > plot.bottom) continue;
    lanes.push({
      lane: own.lane,
      name: history.lanes[own.lane]?.name ?? '',
      y,
      ...itemsOf(own, shown),
      roles: rolesOf(own.lane, shown),
    });
  }
  const arrows = arrowsOf(shown, yOfLane);
  const most = Math.max(
    1,
    ...lanes.map(({ density }) => density?.counts.reduce((a, b) => Math.max(a, b), 0) ?? 1),
  );
  return {
    plot,
    window,
    rowHeight,
    columnWidth,
    lanes,
    ...arrows,
    faults: faultsOf(shown),
    ticks: ticksOf(shown),
    most,
  };
}

interface Shown {
  readonly history: ForeignHistory;
  readonly window: ForeignWindow;
  readonly plot: ForeignPlot;
  readonly x: (at: number) => number;
  readonly columnWidth: number;
  readonly unit: number;
}

function itemsOf(own: LaneItems, shown: Shown): Pick<SceneLane, 'items' | 'density'> {
  const { window, plot, columnWidth } = shown;
  const begin = firstFrom(own.reach, window.from);
  const end = firstFrom(own.at, window.to);
  const columns = Math.max(1, Math.floor((plot.right - plot.left) / columnWidth));
  if (end - begin > columns / 2) return { items: [], density: densityOf(own, shown, columns) };
  const items: SceneItem[] = [];
  for (let i = begin; i < end; i++) {
    const item = own.items[i] ?? 0;
    const next = i + 1 < own.items.length ? (own.at[i + 1] ?? Infinity) : Infinity;
    items.push(itemOf(item, next, shown));
  }
  return { items, density: undefined };
}

function itemOf(item: number, next: number, { history, plot, x, unit }: Shown): SceneItem {
  const { items, levels } = history;
  const at = items.at[item] ?? 0;
  const end = items.end[item] ?? at;
  const isOpen = end === Infinity;
  // One that did not return is drawn as far as the next one of its lane.
  const drawn = isOpen ? Math.min(next, history.axis.end) : end;
  const outcome = outcomes[items.outcome[item] ?? 0] ?? 'event';
  const left = x(at);
  return {
    item,
    x: left,
    end: Math.max(left, x(drawn)),
    outcome,
    isBad: outcome === 'fail' || outcome === 'unknown' || isGrave(levels[(items.level[item] ?? 0) - 1]),
    isOpen,
    room: Math.max(0, (next === Infinity ? plot.right : x(next)) - Math.max(left, plot.left) - 6 * unit),
    label: items.label[item] ?? '',
  };
}

function densityOf(own: LaneItems, { window }: Shown, columns: number): LaneDensity {
  const counts = new Uint32Array(columns);
  const bad = new Uint8Array(columns);
  const hits = new Uint8Array(columns);
  const step = (window.to - window.from) / columns;
  const walk = (sorted: Float64Array, take: (column: number, count: number) => void): void => {
    let before = firstFrom(sorted, window.from);
    for (let column = 0; column < columns; column++) {
      const after = firstFrom(sorted, window.from + (column + 1) * step, before);
      if (after > before) take(column, after - before);
      before = after;
    }
  };
  walk(own.at, (column, count) => (counts[column] = count));
  walk(own.bad, (column) => (bad[column] = 1));
  walk(own.hits, (column) => (hits[column] = 1));
  return { counts, bad, hits };
}

function rolesOf(lane: number, { history, window, x }: Shown): SceneRole[] {
  return history.roles
    .filter((span) => span.lane === lane && span.to >= window.from && span.from <= window.to)
    .map(({ from, to, role, term }) => ({ from: x(from), to: x(to), role, term }));
}

function arrowsOf(
  { history, window, x }: Shown,
  yOfLane: ReadonlyMap<number, number>,
): Pick<ForeignScene, 'arrows' | 'arrowsLeft'> {
  const { arrows, items } = history;
  const ends = arrowEnds(history);
  const begin = firstFrom(ends.reach, window.from);
  const end = firstFrom(ends.at, window.to);
  if (end - begin > ARROWS_MAX) return { arrows: [], arrowsLeft: end - begin };
  const found: SceneArrow[] = [];
  for (let i = begin; i < end; i++) {
    const [from = 0, to = 0] = [arrows.from[i], arrows.to[i]];
    const [y1, y2] = [yOfLane.get(items.lane[from] ?? 0), yOfLane.get(items.lane[to] ?? 0)];
    const [a, b] = [items.at[from] ?? 0, items.at[to] ?? 0];
    if (y1 === undefined || y2 === undefined || Math.max(a, b) < window.from) continue;
    found.push({ x1: x(a), y1, x2: x(b), y2, from, to });
  }
  return { arrows: found, arrowsLeft: 0 };
}

interface ArrowEnds {
  readonly at: Float64Array;
  readonly reach: Float64Array;
}

const ofHistory = new WeakMap<ForeignHistory, ArrowEnds>();

/** When each arrow begins, and the latest arrival of it and all before it. */
function arrowEnds(history: ForeignHistory): ArrowEnds {
  let ends = ofHistory.get(history);
  if (ends === undefined) {
    const { arrows, items } = history;
    const at = Float64Array.from(arrows.from, (item) => items.at[item] ?? 0);
    const reach = new Float64Array(arrows.count);
    let latest = -Infinity;
    for (let i = 0; i < arrows.count; i++) {
      latest = Math.max(latest, at[i] ?? 0, items.at[arrows.to[i] ?? 0] ?? 0);
      reach[i] = latest;
    }
    ends = { at, reach };
    ofHistory.set(history, ends);
  }
  return ends;
}

function faultsOf({ history, window, x, plot }: Shown): SceneFault[] {
  return history.faults
    .filter(({ from, to }) => to >= window.from && from <= window.to)
    .map((fault) => ({
      from: Math.max(plot.left, x(fault.from)),
      to: Math.min(plot.right, fault.to === Infinity ? plot.right : x(fault.to)),
      fault,
    }));
}

/** About one every six rem; of steps whole ones only. */
function ticksOf({ history, window, plot, x, unit }: Shown): ForeignScene['ticks'] {
  const count = Math.max(2, Math.floor((plot.right - plot.left) / (6 * 16 * unit)));
  return ticks(window.from, window.to, count)
    .filter((at) => at >= 0 && (history.axis.type === 'time' || Number.isInteger(at)))
    .map((at) => ({ x: x(at), at }));
}

/** What is at a place of the picture: an item, a column of many, a fault, or nothing. */
export type ForeignHit =
  | { readonly type: 'item'; readonly item: number }
  | {
      readonly type: 'column';
      readonly lane: number;
      readonly count: number;
      readonly from: number;
      readonly to: number;
    }
  | { readonly type: 'fault'; readonly fault: FaultSpan };

export function hitForeign(
  scene: ForeignScene,
  px: number,
  py: number,
  reach: number,
): ForeignHit | undefined {
  const { plot, lanes, rowHeight, columnWidth, window } = scene;
  const lane = lanes.find(({ y }) => Math.abs(y - py) <= rowHeight / 2);
  if (lane !== undefined && py >= plot.top) {
    let best: { readonly item: number; readonly far: number } | undefined;
    for (const { item, x, end } of lane.items) {
      const far = px < x ? x - px : px > end ? px - end : 0;
      // Of two that cover each other the later one is on top.
      if (far <= reach && (best === undefined || far <= best.far)) best = { item, far };
    }
    if (best !== undefined) return { type: 'item', item: best.item };
    const column = Math.floor((px - plot.left) / columnWidth);
    const count = lane.density?.counts[column] ?? 0;
    const step = (window.to - window.from) / Math.max(1, lane.density?.counts.length ?? 1);
    if (count > 0) {
      const from = window.from + column * step;
      return { type: 'column', lane: lane.lane, count, from, to: from + step };
    }
  }
  const fault = scene.faults.find(({ from, to }) => px >= from - reach && px <= to + reach);
  return fault && { type: 'fault', fault: fault.fault };
}

/** The window made `factor` times as long around an instant, which keeps its place, within what there is. */
export function zoomForeign(
  window: ForeignWindow,
  around: number,
  factor: number,
  history: ForeignHistory,
): ForeignWindow {
  const { axis } = history;
  const least = axis.type === 'time' ? 10 : 2;
  const whole = wholeOf(history);
  const span = Math.min(whole.to - whole.from, Math.max(least, (window.to - window.from) * factor));
  const part = (around - window.from) / (window.to - window.from);
  return within({ from: around - part * span, to: around + (1 - part) * span }, history);
}

/** All of it, with a little room at both ends. */
export function wholeOf({ axis }: ForeignHistory): ForeignWindow {
  const room = Math.max(axis.type === 'time' ? 1 : 0.5, axis.end * 0.02);
  return { from: -room, to: axis.end + room };
}

/** The window, moved so that it shows the history and hardly anything beside it. */
export function within({ from, to }: ForeignWindow, history: ForeignHistory): ForeignWindow {
  const whole = wholeOf(history);
  const span = Math.min(to - from, whole.to - whole.from);
  const edge = span * EDGE;
  const begin = Math.max(whole.from - edge, Math.min(from, whole.to + edge - span));
  return { from: begin, to: begin + span };
}

/** So much of a window may be beyond either end. */
const EDGE = 0.05;
