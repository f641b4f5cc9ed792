import type { Micros } from '../base/flavor.ts';

/** Counts by kind over buckets of time that follow each other without a gap. */
export interface Buckets<Kind> {
  /** Buckets are so wide, a power of two, and begin at whole multiples of it. */
  readonly width: Micros;
  /** Where the first bucket begins, at or before the window. */
  readonly begin: Micros;
  /** How many there are: together they cover the window. */
  readonly length: number;
  /** Kinds of which there is something in the window; `counts[i]` is of bucket i. */
  readonly rows: readonly { readonly kind: Kind; readonly counts: Uint32Array }[];
}

interface BucketsOpen<Kind> {
  readonly shift: number;
  readonly begin: Micros;
  readonly end: Micros;
  readonly add: (at: Micros, kind: number, count: number) => void;
  readonly result: () => Buckets<Kind>;
}

/** Empty buckets for a window of time, at most `pixels` and one more. */
export function bucketsOf<Kind>(
  from: Micros,
  to: Micros,
  pixels: number,
  kindOf: (number: number) => Kind,
): BucketsOpen<Kind> {
  let shift = 0;
  while ((to - from) / 2 ** shift > pixels) shift++;
  const width = 2 ** shift;
  const first = Math.floor(from / width);
  const length = Math.floor(to / width) - first + 1;
  const rows: (Uint32Array | undefined)[] = [];
  return {
    shift,
    begin: first * width,
    end: (first + length) * width,
    add: (at, kind, count) => {
      const counts = (rows[kind] ??= new Uint32Array(length));
      const bucket = Math.floor(at / width) - first;
      counts[bucket] = (counts[bucket] ?? 0) + count;
    },
    result: () => ({
      width,
      begin: first * width,
      length,
      rows: rows.flatMap((counts, number) =>
        counts === undefined ? [] : [{ kind: kindOf(number), counts }],
      ),
    }),
  };
}
