import type { Micros, NodeId } from '../../base/flavor.ts';
import type { Frame, RequestFrame, Selection, TimelineMark } from '../../lab/frame/frame.ts';
import { twoOwners, type TwoOwners } from './owners.ts';
import { timeAxis, timeScale, type AxisTick, type TimePlot, type TimeWindow } from './space-time-axis.ts';

/**
 * Clients' calls as bars on the time axis of the space-time diagram: a lane a client, the page first. While the page is
 * the only one that calls, its calls are in lanes of the members they were made to.
 */
export interface ClientsScene {
  readonly from: Micros;
  readonly to: Micros;
  readonly width: number;
  /** As high as its lanes need. */
  readonly height: number;
  readonly plot: TimePlot & { readonly top: number; readonly bottom: number };
  readonly lanes: readonly ClientLane[];
  readonly bars: readonly CallBar[];
  readonly faults: readonly {
    readonly x: number;
    readonly at: Micros;
    readonly node: NodeId | undefined;
    readonly command: Extract<TimelineMark, { type: 'command' }>['command'];
    readonly label: Extract<TimelineMark, { type: 'command' }>['label'];
  }[];
  /** In the lanes of both: while two believe to own the same. */
  readonly owners: readonly {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly height: number;
    readonly two: TwoOwners;
  }[];
  readonly axis: readonly AxisTick[];
  readonly playhead: number | undefined;
}

export interface ClientLane {
  /** The member's number; of clients their place, 0 for the page. */
  readonly id: number;
  /** What is written before it; undefined: the page's own. */
  readonly name: string | undefined;
  readonly top: number;
  readonly height: number;
}

export interface CallBar {
  readonly request: RequestFrame;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly height: number;
  /** It goes on beyond the left edge of the plot. */
  readonly begunBefore: boolean;
  /** It goes on beyond the right edge of the plot. */
  readonly endsAfter: boolean;
}

/** How many of the calls of one lane that overlap in time are told apart; the rest lie on the last of these. */
export const strandsMax = 4;
const strandHeight = 12;
const lanePadding = 6;
const barWidthMin = 3;

/** Lays out the calls that touch the window. A pending call's bar ends at the instant shown. */
export function clientsScene(frame: Frame, window: TimeWindow, width: number, unit = 1): ClientsScene {
  const callers = callersOf(frame);
  const left = (callers.byClient ? 72 : 34) * unit;
  const plot = { left, right: Math.max(width - 10 * unit, left + unit), top: 16 * unit };
  const x = timeScale(window, plot);
  const seen = [...frame.requests, ...frame.http].filter(
    (request) => request.invokedAt <= window.to && (request.returnedAt ?? frame.at) >= window.from,
  );
  const lanes: ClientLane[] = [];
  const bars: CallBar[] = [];
  let top = plot.top;
  for (const { id, name, isTheirs } of callers.lanes) {
    const calls = seen.filter(isTheirs);
    const strands = strandsOf(calls, frame.at);
    const count = Math.max(1, ...strands.map((strand) => strand + 1));
    const height = (lanePadding + count * strandHeight) * unit;
    lanes.push({ id, name, top, height });
    calls.forEach((request, i) => {
      const left = Math.max(plot.left, x(request.invokedAt));
      const end = x(request.returnedAt ?? frame.at);
      bars.push({
        request,
        left,
        right: Math.min(plot.right, Math.max(end, left + barWidthMin * unit)),
        top: top + (lanePadding / 2 + (strands[i] ?? 0) * strandHeight + 1) * unit,
        height: (strandHeight - 2) * unit,
        begunBefore: request.invokedAt < window.from,
        endsAfter: end > plot.right,
      });
    });
    top += height;
  }
  return {
    from: window.from,
    to: window.to,
    width,
    height: top + 20 * unit,
    plot: { ...plot, bottom: top },
    lanes,
    bars,
    faults: frame.timeline.marks.flatMap((mark) =>
      mark.type === 'command' && mark.command !== 'request' && mark.at >= window.from && mark.at <= window.to
        ? [{ x: x(mark.at), at: mark.at, node: mark.node, command: mark.command, label: mark.label }]
        : [],
    ),
    owners: twoOwners(frame.clients, frame.at).flatMap((two) => {
      const right = Math.min(plot.right, x(two.to ?? frame.at));
      const left = Math.max(plot.left, x(two.from));
      if (right <= plot.left || left >= plot.right) return [];
      return lanes
        .filter(({ name }) => name === two.loser.client || name === two.owner.client)
        .map(({ top, height }) => ({ left, right: Math.max(right, left + unit), top, height, two }));
    }),
    axis: timeAxis(window, plot, 72 * unit),
    playhead: frame.at >= window.from && frame.at <= window.to ? x(frame.at) : undefined,
  };
}

interface Caller {
  readonly id: number;
  readonly name: string | undefined;
  readonly isTheirs: (request: RequestFrame) => boolean;
}

function callersOf(frame: Frame): { readonly byClient: boolean; readonly lanes: readonly Caller[] } {
  const names = new Set(frame.clients.filter(({ load }) => load === undefined).map(({ name }) => name));
  for (const { client } of [...frame.requests, ...frame.http]) if (client !== undefined) names.add(client);
  if (names.size === 0) {
    const lanes = frame.nodes.map(({ id }) => ({
      id,
      name: `n${id}`,
      isTheirs: ({ node }: RequestFrame) => node === id,
    }));
    return { byClient: false, lanes };
  }
  const lanes = [undefined, ...names].map((name, id) => ({
    id,
    name,
    isTheirs: ({ client }: RequestFrame) => client === name,
  }));
  return { byClient: true, lanes };
}

/** For each call, in order of invocation, the first strand that is free again when it begins. */
function strandsOf(calls: readonly RequestFrame[], at: Micros): number[] {
  const order = calls.map((_, i) => i).sort((a, b) => begin(calls, a) - begin(calls, b) || a - b);
  const busyUntil: Micros[] = [];
  const strands = calls.map(() => 0);
  for (const i of order) {
    const call = calls[i];
    if (!call) continue;
    const free = busyUntil.findIndex((until) => until <= call.invokedAt);
    const strand = Math.min(free === -1 ? busyUntil.length : free, strandsMax - 1);
    strands[i] = strand;
    busyUntil[strand] = Math.max(busyUntil[strand] ?? 0, call.returnedAt ?? at + 1);
  }
  return strands;
}

function begin(calls: readonly RequestFrame[], i: number): Micros {
  return calls[i]?.invokedAt ?? 0;
}

/** The calls to list: the newest first, at most `limit`. */
export function newestCalls(frame: Frame, limit: number): readonly RequestFrame[] {
  return [...frame.requests, ...frame.http]
    .sort((a, b) => b.invokedAt - a.invokedAt || b.id - a.id)
    .slice(0, limit);
}

export function countOfCalls({ requests, http }: Frame): number {
  return requests.length + http.length;
}

/** HTTP calls have numbers of their own. */
export function selectionOf({ kind, id }: RequestFrame): Extract<Selection, { type: 'request' | 'http' }> {
  return { type: kind === 'http' ? 'http' : 'request', id };
}

/** The call under a point; `reach` pixels off still counts. */
export function hitClients(scene: ClientsScene, x: number, y: number, reach = 3): RequestFrame | undefined {
  return scene.bars.find(
    (bar) =>
      x >= bar.left - reach &&
      x <= bar.right + reach &&
      y >= bar.top - reach / 2 &&
      y <= bar.top + bar.height + reach / 2,
  )?.request;
}
