import type { Micros, NodeId } from '../../base/flavor.ts';
import type { DensityRow, TimelineDensity } from '../../lab/frame/frame.ts';
import type { BusMessageType } from '../../sim/world/bus-message.ts';

/** How a message looks where many are drawn as one surface: in ink, stronger, or as one that came to nothing. */
export type DensityTone = 'plain' | 'strong' | 'refused' | 'gone';
export const densityTones: readonly DensityTone[] = ['plain', 'strong', 'refused', 'gone'];

/**
 * Messages that are too many to be told apart: for each column of time and each gap between two lanes that are
 * neighbours, how many messages cross it. Columns are about a pixel wide, and as long as a message takes is less than that.
 */
export interface DensityScene {
  /** Where the first column begins, and how wide each is. */
  readonly left: number;
  readonly columnWidth: number;
  readonly columns: number;
  /** From the uppermost lane to the lowest: between them are `gaps` stripes of the same height. */
  readonly top: number;
  readonly bottom: number;
  readonly gaps: number;
  /** Of each tone, by gap and column: entry `gap * columns + column`. */
  readonly counts: Readonly<Record<DensityTone, Uint32Array>>;
  /** The most of one place. */
  readonly most: number;
  /** All messages that are drawn. */
  readonly total: number;
  readonly source: TimelineDensity;
  /** Which lane each member has, from 0 at the top. */
  readonly laneOf: ReadonlyMap<NodeId, number>;
  readonly only: NodeId | undefined;
}

/** What is under a point of it. */
export interface DensityHit {
  readonly from: Micros;
  readonly to: Micros;
  readonly total: number;
  readonly refused: number;
  readonly gone: number;
  /** The types, the most frequent first. */
  readonly types: readonly { readonly type: BusMessageType; readonly count: number }[];
}

const common: ReadonlySet<BusMessageType> = new Set<BusMessageType>([
  'MsgHeartbeat',
  'MsgHeartbeatResp',
  'MsgApp',
  'MsgAppResp',
]);

export interface DensityPlace {
  readonly x: (at: Micros) => number;
  readonly lanes: readonly { readonly id: NodeId; readonly y: number }[];
}

/** `only`: no messages but those from or to this member. Undefined: nothing to draw so, or no two lanes. */
export function densityScene(
  source: TimelineDensity | undefined,
  { x, lanes }: DensityPlace,
  only: NodeId | undefined,
): DensityScene | undefined {
  const [first, last] = [lanes[0], lanes.at(-1)];
  if (source === undefined || first === undefined || last === undefined || first === last) return undefined;
  const gaps = lanes.length - 1;
  const columns = source.length;
  const laneOf = new Map(lanes.map(({ id }, i) => [id, i]));
  const empty = (): Uint32Array => new Uint32Array(gaps * columns);
  const counts = { plain: empty(), strong: empty(), refused: empty(), gone: empty() };
  let total = 0;
  for (const row of source.rows) {
    const crossed = gapsOf(row, laneOf);
    if (crossed === undefined || row.fate === 'flying' || !isMeant(row, only)) continue;
    const own = countsOf(row);
    const of = counts[toneOf(row)];
    for (const count of own) total += count;
    for (let gap = crossed.from; gap < crossed.to; gap++) {
      const start = gap * columns;
      for (let column = 0; column < columns; column++)
        of[start + column] = (of[start + column] ?? 0) + (own[column] ?? 0);
    }
  }
  let most = 0;
  for (const tone of densityTones) for (const count of counts[tone]) if (count > most) most = count;
  const left = x(source.begin);
  return {
    left,
    columnWidth: x(source.begin + source.width) - left,
    columns,
    top: first.y,
    bottom: last.y,
    gaps,
    counts,
    most,
    total,
    source,
    laneOf,
    only,
  };
}

/** How dark a place with so many messages is, 0 to 1: what is twice as much is a step darker. */
export function darkness(count: number, most: number): number {
  return count === 0 ? 0 : 0.25 + 0.75 * (Math.log2(1 + count) / Math.log2(1 + most));
}

export function hitDensity(scene: DensityScene, x: number, y: number): DensityHit | undefined {
  const { source, columns, gaps, top, bottom } = scene;
  const column = Math.floor((x - scene.left) / scene.columnWidth);
  const gap = Math.floor(((y - top) / (bottom - top)) * gaps);
  if (column < 0 || column >= columns || gap < 0 || gap >= gaps) return undefined;
  const types = new Map<BusMessageType, number>();
  let [total, refused, gone] = [0, 0, 0];
  for (const row of source.rows) {
    const crossed = gapsOf(row, scene.laneOf);
    if (crossed === undefined || row.fate === 'flying' || !isMeant(row, scene.only)) continue;
    if (gap < crossed.from || gap >= crossed.to) continue;
    const count = countsOf(row)[column] ?? 0;
    if (count === 0) continue;
    total += count;
    if (row.fate === 'refused') refused += count;
    if (row.fate === 'gone') gone += count;
    types.set(row.type, (types.get(row.type) ?? 0) + count);
  }
  if (total === 0) return undefined;
  const from = source.begin + column * source.width;
  const sorted = [...types].map(([type, count]) => ({ type, count })).sort((a, b) => b.count - a.count);
  return { from, to: from + source.width, total, refused, gone, types: sorted };
}

function isMeant({ from, to }: DensityRow, only: NodeId | undefined): boolean {
  return only === undefined || from === only || to === only;
}

function toneOf({ type, fate }: DensityRow): DensityTone {
  if (fate === 'gone' || fate === 'refused') return fate;
  return common.has(type) ? 'plain' : 'strong';
}

/** The gaps that a message crosses; one that did not arrive only those of its first half, at least one. */
function gapsOf(
  { from, to, fate }: DensityRow,
  laneOf: ReadonlyMap<NodeId, number>,
): { readonly from: number; readonly to: number } | undefined {
  const [sender, receiver] = [laneOf.get(from), laneOf.get(to)];
  if (sender === undefined || receiver === undefined) return undefined;
  const far = fate === 'gone' ? sender + halfOf(receiver - sender) : receiver;
  return { from: Math.min(sender, far), to: Math.max(sender, far) };
}

function halfOf(lanes: number): number {
  return Math.sign(lanes) * Math.ceil(Math.abs(lanes) / 2);
}

function countsOf({ counts }: DensityRow): Uint32Array {
  return new Uint32Array(counts.buffer, counts.byteOffset, counts.byteLength / 4);
}
