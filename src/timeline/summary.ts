import type { Micros } from '../base/flavor.ts';

/**
 * How many things of each kind begin in each bucket of time, for a chunk of a run that never changes any more, at several
 * widths of bucket. A bucket of width 2^k microseconds begins at a whole multiple of it, in every chunk alike: so the
 * counts of neighbouring chunks add up.
 */
export interface Summary {
  /** Finest first. */
  readonly levels: readonly Level[];
}

interface Level {
  /** Buckets are 2^shift microseconds wide. */
  readonly shift: number;
  /** Number of the first bucket. */
  readonly first: number;
  /** Bucket i has the counts from `starts[i]` up to `starts[i + 1]`. */
  readonly starts: Uint16Array;
  readonly kinds: Uint16Array | Uint32Array;
  readonly counts: Uint16Array;
}

/** The finest level of a chunk has at most about so many buckets, each next one a quarter of them. */
const BUCKETS_MAX = 128;
const LEVELS = 4;

/** Of things in order of time: `at` and `kind` of thing i; fewer than 65,536 of them. */
export function summarise(length: number, at: (i: number) => Micros, kind: (i: number) => number): Summary {
  const span = at(length - 1) - at(0);
  let shift = 0;
  while (span / 2 ** shift > BUCKETS_MAX) shift++;
  const levels: Level[] = [];
  for (let i = 0; i < LEVELS; i++, shift += 2) levels.push(levelOf(shift, length, at, kind));
  return { levels };
}

function levelOf(
  shift: number,
  length: number,
  at: (i: number) => Micros,
  kind: (i: number) => number,
): Level {
  const width = 2 ** shift;
  const first = Math.floor(at(0) / width);
  const buckets = Math.floor(at(length - 1) / width) - first + 1;
  const starts = new Uint16Array(buckets + 1);
  const kinds: number[] = [];
  const counts: number[] = [];
  const counted = new Map<number, number>();
  let bucket = 0;
  const close = (next: number): void => {
    for (const [each, count] of counted) {
      kinds.push(each);
      counts.push(count);
    }
    counted.clear();
    while (bucket < next) starts[++bucket] = kinds.length;
  };
  for (let i = 0; i < length; i++) {
    const own = Math.floor(at(i) / width) - first;
    if (own !== bucket) close(own);
    const each = kind(i);
    counted.set(each, (counted.get(each) ?? 0) + 1);
  }
  close(buckets);
  const isWide = kinds.some((each) => each > 0xffff);
  return {
    shift,
    first,
    starts,
    kinds: isWide ? Uint32Array.from(kinds) : Uint16Array.from(kinds),
    counts: Uint16Array.from(counts),
  };
}

/** Calls `add` with what is counted at no coarser a level than this; false: the chunk knows none so fine. */
export function visitSummary(
  { levels }: Summary,
  shift: number,
  from: Micros,
  to: Micros,
  add: (at: Micros, kind: number, count: number) => void,
): boolean {
  const level = levels.findLast((each) => each.shift <= shift);
  if (level === undefined) return false;
  const width = 2 ** level.shift;
  const buckets = level.starts.length - 1;
  const begin = Math.max(0, Math.floor(from / width) - level.first);
  const end = Math.min(buckets, Math.ceil(to / width) - level.first);
  for (let bucket = begin; bucket < end; bucket++) {
    const stop = level.starts[bucket + 1] ?? 0;
    const at = (level.first + bucket) * width;
    for (let i = level.starts[bucket] ?? 0; i < stop; i++) add(at, level.kinds[i] ?? 0, level.counts[i] ?? 0);
  }
  return true;
}
