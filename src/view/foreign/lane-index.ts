import type { ForeignHistory } from '../../foreign/history.ts';

/** What of a history is shown: indexes of lanes, types and levels that are left out. */
export interface ForeignFilter {
  readonly lanes: ReadonlySet<number>;
  readonly types: ReadonlySet<number>;
  /** 0: items that have no level. */
  readonly levels: ReadonlySet<number>;
}

export const nothingHidden: ForeignFilter = { lanes: new Set(), types: new Set(), levels: new Set() };

/** The items of one lane that are shown, ascending by when they begin. */
export interface LaneItems {
  readonly lane: number;
  readonly items: Uint32Array;
  readonly at: Float64Array;
  /** The latest end of this item and all before it: whatever lasts until some instant is found by it. */
  readonly reach: Float64Array;
  /** When those began that went wrong or are warnings, and those that were searched for. */
  readonly bad: Float64Array;
  readonly hits: Float64Array;
}

export interface LaneIndex {
  readonly lanes: readonly LaneItems[];
  /** How many items are shown. */
  readonly count: number;
}

/** Made anew when a filter or a search changes, not when the window does. `hits` ascend. */
export function laneIndex(
  history: ForeignHistory,
  filter: ForeignFilter,
  hits: Uint32Array | undefined,
): LaneIndex {
  const { items, lanes } = history;
  const sizes = new Uint32Array(lanes.length);
  for (let i = 0; i < items.count; i++) {
    if (isShown(history, filter, i)) sizes[items.lane[i] ?? 0] = (sizes[items.lane[i] ?? 0] ?? 0) + 1;
  }
  const own = lanes.map((_, lane) => new Uint32Array(sizes[lane] ?? 0));
  sizes.fill(0);
  let count = 0;
  for (let i = 0; i < items.count; i++) {
    if (!isShown(history, filter, i)) continue;
    const lane = items.lane[i] ?? 0;
    const place = sizes[lane] ?? 0;
    const list = own[lane];
    if (list !== undefined) list[place] = i;
    sizes[lane] = place + 1;
    count++;
  }
  const isHit = hits === undefined ? undefined : new Set(hits);
  const shown = own.flatMap((list, lane) =>
    filter.lanes.has(lane) ? [] : [laneItems(history, lane, list, isHit)],
  );
  return { lanes: shown, count };
}

function laneItems(
  { items, levels }: ForeignHistory,
  lane: number,
  own: Uint32Array,
  isHit: ReadonlySet<number> | undefined,
): LaneItems {
  const at = new Float64Array(own.length);
  const reach = new Float64Array(own.length);
  const bad: number[] = [];
  const hits: number[] = [];
  let latest = -Infinity;
  for (let i = 0; i < own.length; i++) {
    const item = own[i] ?? 0;
    const begin = items.at[item] ?? 0;
    latest = Math.max(latest, items.end[item] ?? begin);
    at[i] = begin;
    reach[i] = latest;
    if ((items.outcome[item] ?? 0) > 1 || isGrave(levels[(items.level[item] ?? 0) - 1])) bad.push(begin);
    if (isHit?.has(item) === true) hits.push(begin);
  }
  return { lane, items: own, at, reach, bad: Float64Array.from(bad), hits: Float64Array.from(hits) };
}

export function isShown({ items }: ForeignHistory, filter: ForeignFilter, item: number): boolean {
  return !(
    filter.lanes.has(items.lane[item] ?? 0) ||
    filter.types.has(items.type[item] ?? 0) ||
    filter.levels.has(items.level[item] ?? 0)
  );
}

/** What is above `info`, by the names that loggers give it. */
export function isGrave(level: string | undefined): boolean {
  return (
    level !== undefined &&
    /^(?:w|warn|warning|e|err|error|c|crit|critical|dpanic|panic|f|fatal)$/i.test(level)
  );
}

/** The index of the first one that is not below `value`. */
export function firstFrom(sorted: Float64Array, value: number, from = 0): number {
  let [low, high] = [from, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
