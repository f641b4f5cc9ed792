import { microsToMs } from '../../base/flavor.ts';
import type { ClientHistory, SeenCall, ServerMark } from '../../lab/look/client-history.ts';
import { shownCalls, type Findings } from './shown-calls.ts';

/** Colours by what they mean; the names are those of the page's tokens. */
export type Ink =
  | 'ink'
  | 'ink-2'
  | 'line'
  | 'good'
  | 'bad'
  | 'warn'
  | 'accent'
  | 'surface'
  | 'bad-soft'
  | 'good-soft'
  | 'surface-2';

/** What a picture is made of, in pixels. */
export type Shape =
  | {
      readonly type: 'path';
      readonly d: string;
      readonly fill?: Ink;
      readonly stroke?: Ink;
      readonly width?: number;
      readonly dashed?: boolean;
    }
  | {
      readonly type: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly ink: Ink;
      readonly size: number;
      readonly bold?: boolean;
      readonly anchor?: 'middle' | 'end';
    };

/** A call as it is drawn. `seen`: its place in the history. */
export interface DrawnCall {
  readonly seen: number;
  readonly x: number;
  readonly end: number;
  readonly y: number;
  readonly shapes: readonly Shape[];
}

export interface ClientsViewScene {
  readonly width: number;
  readonly height: number;
  /** Lanes, instants, faults and elections: what is behind the calls. */
  readonly ground: readonly Shape[];
  readonly calls: readonly DrawnCall[];
  /** On top of them: where each may have been done. */
  readonly points: readonly Shape[];
  readonly leftOut: number;
}

export interface ClientsViewWords {
  readonly client: (call: SeenCall) => string;
  /** What was asked and what came back, shortly. */
  readonly label: (call: SeenCall) => string;
  readonly mark: (mark: ServerMark) => string;
  readonly faults: string;
  readonly servers: string;
}

/** order: instants stand side by side, however far apart. time: to scale. */
export type Axis = 'order' | 'time';

export interface ClientsViewAsk {
  readonly history: ClientHistory;
  readonly findings: Findings;
  /** Of calls that an order has, by place in the history: the event at which it may have been done; in the order in which they were. */
  readonly points: ReadonlyMap<number, number>;
  readonly axis: Axis;
  /** Nothing but what contradicts itself. */
  readonly only: boolean;
  /** So many calls at most. */
  readonly most: number;
  readonly width: number;
  readonly words: ClientsViewWords;
}

const GUTTER = 96;
const RIGHT = 28;
const ROW = 30;
const BAR = 20;
const TICKS = 22;
const SERVER_ROW = 26;
const LANE_GAP = 8;
/** Rough width of a character of a label. */
const CHARACTER = 6.2;
const LABEL_SIZE = 11;
/** An instant has so much room where they stand side by side; less where there are many. */
const SLOTS = [72, 44, 26, 12] as const;
const SLOTS_OF = [24, 80, 400] as const;
/** What nobody has ended goes on so far. */
const TAIL = 16;
const BADGE = 7;

/**
 * What clients saw, as lanes over one axis with what befell the servers: a bar a call from its making to its answer (open to the right:
 * nobody knows whether or when it was done), a diamond where it may have been done, a cross at the answer that no order
 * explains, numbers on what contradicts each other.
 */
export function clientsViewScene(ask: ClientsViewAsk): ClientsViewScene {
  const { history, findings, only, most, words } = ask;
  const { seen } = history;
  const { shown, leftOut } = only
    ? { shown: findings.contradiction, leftOut: seen.length - findings.contradiction.length }
    : shownCalls(seen, findings, most);
  const drawn = shown.map((place) => ({ place, own: seen[place] as SeenCall }));
  const marks = marksAmong(
    history,
    drawn.map(({ own }) => own),
    leftOut > 0,
  );
  const scale = makeScale(ask, stopsOf(drawn, marks));
  const lanes = lanesOf(drawn, words);
  const ground: Shape[] = [];
  const calls: DrawnCall[] = [];
  let top = TICKS;
  top = serverRow(
    ground,
    top,
    words.servers,
    marks.filter(({ type }) => type === 'leader'),
    scale,
    words,
  );
  top = serverRow(
    ground,
    top,
    words.faults,
    marks.filter(({ type }) => type === 'fault'),
    scale,
    words,
  );
  const serversEnd = top;
  const middles = new Map<number, number>();
  for (const { name, rows } of lanes) {
    ground.push(line(0, top, scale.width, top, 'line'));
    ground.push(
      text(GUTTER - 8, top + LANE_GAP / 2 + ROW / 2 + 4, cut(name, GUTTER - 14), 'ink', {
        bold: true,
        anchor: 'end',
      }),
    );
    top += LANE_GAP / 2;
    for (const row of rows) {
      for (const [i, { place, own }] of row.entries()) {
        const next = row[i + 1];
        const room = next === undefined ? scale.width : scale.x(next.own.invoked);
        middles.set(place, top + ROW / 2);
        calls.push(drawCall(place, own, top + ROW / 2, room, scale, ask));
      }
      top += ROW;
    }
    top += LANE_GAP / 2;
  }
  for (const mark of marks) {
    const x = scale.x(mark.event);
    const isFault = mark.type === 'fault';
    ground.push(line(x, serversEnd, x, top, isFault ? 'warn' : 'accent', { dashed: isFault }));
  }
  ground.push(line(0, top, scale.width, top, 'line'));
  for (const { x, label } of scale.ticks) ground.push(text(x, 14, label, 'ink-2', { anchor: 'middle' }));
  return {
    width: scale.width,
    height: top + 4,
    ground,
    calls,
    points: pointsIn(ask, middles, scale),
    leftOut,
  };
}

interface Drawn {
  readonly place: number;
  readonly own: SeenCall;
}

/** Of a part of the history only what happened during it. */
function marksAmong(
  { marks }: ClientHistory,
  shown: readonly SeenCall[],
  isPart: boolean,
): readonly ServerMark[] {
  if (!isPart) return marks;
  const from = shown.reduce((least, { invoked }) => Math.min(least, invoked), Infinity);
  const to = shown.reduce((most, { invoked, returned }) => Math.max(most, returned ?? invoked), 0);
  return marks.filter(({ event }) => event >= from && event <= to);
}

interface Stop {
  readonly event: number;
  readonly at: number;
}

/** Every event at which something is drawn, ascending, once. */
function stopsOf(drawn: readonly Drawn[], marks: readonly ServerMark[]): readonly Stop[] {
  const stops = new Map<number, number>();
  for (const { own } of drawn) {
    stops.set(own.invoked, own.invokedAt);
    if (own.returned !== undefined) stops.set(own.returned, own.returnedAt ?? own.invokedAt);
  }
  for (const { event, at } of marks) stops.set(event, at);
  return [...stops].map(([event, at]) => ({ event, at })).sort((a, b) => a.event - b.event);
}

interface Scale {
  readonly width: number;
  readonly x: (event: number) => number;
  /** Where the next instant at which something is drawn stands. */
  readonly next: (event: number) => number;
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
}

function makeScale({ axis, width: given }: ClientsViewAsk, stops: readonly Stop[]): Scale {
  const fewer = SLOTS_OF.filter((most) => stops.length > most).length;
  const slot = axis === 'order' ? (SLOTS[fewer] ?? 12) : 0;
  const width = Math.max(given, GUTTER + RIGHT + stops.length * slot, GUTTER + RIGHT + 120);
  const left = GUTTER + 8;
  const room = width - left - RIGHT;
  const first = stops[0]?.at ?? 0;
  const span = Math.max(1, (stops.at(-1)?.at ?? 0) - first);
  const xs = stops.map(({ at }, i) =>
    axis === 'order' ? left + (room * i) / Math.max(1, stops.length) : left + (room * (at - first)) / span,
  );
  const places = new Map(stops.map(({ event }, i) => [event, i]));
  const ticks: { x: number; label: string }[] = [];
  for (const [i, { at }] of stops.entries()) {
    const x = xs[i] ?? left;
    const label = `${Math.round(microsToMs(at) * 10) / 10} ms`;
    if (ticks.length === 0 || x - (ticks.at(-1)?.x ?? 0) > Math.max(64, label.length * CHARACTER + 10))
      ticks.push({ x, label });
  }
  return {
    width,
    x: (event) => xs[places.get(event) ?? 0] ?? left,
    next: (event) => xs[(places.get(event) ?? 0) + 1] ?? width - RIGHT,
    ticks,
  };
}

/** A lane a client, in the order in which they came; calls that overlap stand in rows of their own. */
function lanesOf(
  drawn: readonly Drawn[],
  words: ClientsViewWords,
): readonly { readonly name: string; readonly rows: readonly (readonly Drawn[])[] }[] {
  const lanes = new Map<string, Drawn[][]>();
  for (const each of drawn) {
    const name = words.client(each.own);
    let rows = lanes.get(name);
    if (rows === undefined) lanes.set(name, (rows = []));
    const free = rows.find((row) => (row.at(-1)?.own.returned ?? Infinity) <= each.own.invoked);
    if (free === undefined) rows.push([each]);
    else free.push(each);
  }
  return [...lanes].map(([name, rows]) => ({ name, rows }));
}

function drawCall(
  place: number,
  own: SeenCall,
  y: number,
  room: number,
  scale: Scale,
  { findings, words }: ClientsViewAsk,
): DrawnCall {
  const x = scale.x(own.invoked);
  const { returned } = own;
  const isOpen = returned === undefined || own.call.status === 'unknown';
  const end = Math.max(x + 4, returned === undefined ? scale.width - RIGHT : scale.x(returned));
  const [top, bottom] = [y - BAR / 2, y + BAR / 2];
  const number = findings.contradiction.indexOf(place);
  const isFirst = findings.first === place;
  const ink: Ink = number >= 0 ? 'bad' : own.call.status === 'ok' && own.isJudged ? 'good' : 'ink-2';
  const fill: Ink = !own.isJudged
    ? 'surface'
    : number >= 0
      ? 'bad-soft'
      : ink === 'good'
        ? 'good-soft'
        : 'surface-2';
  const width = number >= 0 ? 2.5 : 1;
  const shapes: Shape[] = [];
  if (isOpen) {
    // Open to the right: no end is drawn, and its upper and lower edge go on in dashes.
    const tail = Math.min(end + TAIL, scale.width - 2);
    shapes.push({
      type: 'path',
      d: `M${n(end)} ${n(top)}H${n(x)}V${n(bottom)}H${n(end)}`,
      fill,
      stroke: ink,
      width,
    });
    shapes.push({
      type: 'path',
      d: `M${n(end)} ${n(top)}H${n(tail)}M${n(end)} ${n(bottom)}H${n(tail)}`,
      stroke: ink,
      width,
      dashed: true,
    });
  } else {
    const dashed = own.call.status === 'failed';
    shapes.push({
      type: 'path',
      d: `M${n(x)} ${n(top)}H${n(end)}V${n(bottom)}H${n(x)}Z`,
      fill,
      stroke: ink,
      width,
      ...(dashed ? { dashed } : {}),
    });
  }
  const from = x + (number >= 0 ? 2 * BADGE + 6 : 5);
  const inside = end - from - (isFirst ? 14 : 3);
  const beside = room - end - (isOpen ? TAIL : 0) - 10 - (isFirst ? 8 : 0);
  const label = words.label(own);
  const needed = label.length * CHARACTER;
  if (needed <= inside || (inside >= 40 && inside >= beside))
    shapes.push(text(from, y + 4, cut(label, inside), 'ink'));
  else if (beside >= 24)
    shapes.push(text(end + (isOpen ? TAIL : 0) + (isFirst ? 12 : 5), y + 4, cut(label, beside), 'ink'));
  if (number >= 0) {
    const cx = x + BADGE + 2;
    shapes.push({ type: 'path', d: disc(cx, y, BADGE), fill: 'bad' });
    shapes.push(text(cx, y + 3.5, String(number + 1), 'surface', { anchor: 'middle', bold: true, size: 10 }));
  }
  if (isFirst) {
    const [cx, r] = [end, 5.5];
    shapes.push({ type: 'path', d: disc(cx, y, 8), fill: 'surface', stroke: 'bad', width: 1.5 });
    shapes.push({
      type: 'path',
      d: `M${n(cx - r / 1.5)} ${n(y - r / 1.5)}L${n(cx + r / 1.5)} ${n(y + r / 1.5)}M${n(cx - r / 1.5)} ${n(y + r / 1.5)}L${n(cx + r / 1.5)} ${n(y - r / 1.5)}`,
      stroke: 'bad',
      width: 2.2,
    });
  }
  return { seen: place, x, end, y, shapes };
}

/** Those of one instant stand side by side before the next one, in their order. */
function pointsIn({ points }: ClientsViewAsk, middles: ReadonlyMap<number, number>, scale: Scale): Shape[] {
  const together = new Map<number, number[]>();
  for (const [place, event] of points) {
    if (!middles.has(place)) continue;
    const others = together.get(event);
    if (others === undefined) together.set(event, [place]);
    else others.push(place);
  }
  const shapes: Shape[] = [];
  for (const [event, places] of together) {
    const from = scale.x(event);
    const step = Math.min(10, (scale.next(event) - from) / (places.length + 1));
    for (const [i, place] of places.entries()) {
      const [x, y] = [from + step * (i + 1), (middles.get(place) ?? 0) - BAR / 2];
      shapes.push({
        type: 'path',
        d: `M${n(x)} ${n(y - 5)}l4 5l-4 5l-4 -5Z`,
        fill: 'ink',
        stroke: 'surface',
        width: 1,
      });
    }
  }
  return shapes;
}

/** Faults are triangles, elections are discs: each with its words where there is room. */
function serverRow(
  ground: Shape[],
  top: number,
  name: string,
  marks: readonly ServerMark[],
  scale: Scale,
  words: ClientsViewWords,
): number {
  if (marks.length === 0) return top;
  const y = top + SERVER_ROW / 2;
  ground.push(text(GUTTER - 8, y + 4, cut(name, GUTTER - 14), 'ink-2', { anchor: 'end' }));
  for (const [i, mark] of marks.entries()) {
    const x = scale.x(mark.event);
    const next = marks[i + 1];
    const room = (next === undefined ? scale.width : scale.x(next.event)) - x - 12;
    const isFault = mark.type === 'fault';
    const d = isFault ? `M${n(x)} ${n(y - 6)}l6 11h-12Z` : disc(x, y, 5);
    ground.push({ type: 'path', d, fill: isFault ? 'warn' : 'accent' });
    if (room > 20) ground.push(text(x + 9, y + 4, cut(words.mark(mark), room), 'ink-2'));
  }
  return top + SERVER_ROW;
}

function line(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  ink: Ink,
  more: { dashed?: boolean } = {},
): Shape {
  return { type: 'path', d: `M${n(x1)} ${n(y1)}L${n(x2)} ${n(y2)}`, stroke: ink, width: 1, ...more };
}

function text(
  x: number,
  y: number,
  words: string,
  ink: Ink,
  more: { readonly bold?: boolean; readonly anchor?: 'middle' | 'end'; readonly size?: number } = {},
): Shape {
  return { type: 'text', x: n(x), y: n(y), text: words, ink, size: LABEL_SIZE, ...more };
}

function disc(x: number, y: number, r: number): string {
  return `M${n(x - r)} ${n(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
}

/** As much of a text as has room. */
function cut(words: string, room: number): string {
  const most = Math.floor(room / CHARACTER);
  return words.length <= most ? words : most < 2 ? '' : `${words.slice(0, most - 1)}…`;
}

/** A tenth of a pixel is enough. */
function n(value: number): number {
  return Math.round(value * 10) / 10;
}
