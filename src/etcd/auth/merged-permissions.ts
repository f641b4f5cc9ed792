import { compareKeys } from '../mvcc/key-range.ts';
import type { Permission } from '../request.ts';

/** Keys from begin up to and without end; no bytes: after every key (etcd: adt.BytesAffineComparable). */
interface Interval {
  readonly begin: Uint8Array;
  readonly end: Uint8Array;
}

const AFTER_ALL_KEYS = new Uint8Array(0);

/**
 * What one user may read and write, over all of their roles, as intervals in order of their begin. A key must lie in
 * one of them, a range in several that follow each other without a gap:
 *
 *     roles give   [a, c)  [b, d)  [d, f)      [h, ...
 *     may:         [a, f) and any part of it;  [h, z);  from h on
 *     may not:     [a, g), which has a key nobody gave; [e, i), which has a gap; from a on
 *
 * (etcd: auth/range_perm_cache.go over pkg/adt/interval_tree.go.)
 */
export class MergedPermissions {
  readonly #readable: readonly Interval[];
  readonly #writable: readonly Interval[];

  constructor(permissions: readonly Permission[]) {
    this.#readable = intervalsOf(permissions.filter(({ permType }) => permType !== 'WRITE'));
    this.#writable = intervalsOf(permissions.filter(({ permType }) => permType !== 'READ'));
  }

  permits(access: 'READ' | 'WRITE', key: Uint8Array, rangeEnd: Uint8Array | undefined): boolean {
    const given = access === 'READ' ? this.#readable : this.#writable;
    if (rangeEnd === undefined || rangeEnd.length === 0) {
      const point = pointOf(key);
      return given.some((interval) => isOverlap(point, interval));
    }
    return covers(given, { begin: key, end: endOf(rangeEnd) });
  }
}

function intervalsOf(permissions: readonly Permission[]): readonly Interval[] {
  return permissions
    .map(({ key, rangeEnd }) => (rangeEnd.length === 0 ? pointOf(key) : { begin: key, end: endOf(rangeEnd) }))
    .sort((a, b) => compareBounds(a.begin, b.begin));
}

/** Just this key: what lies before the first key after it. */
function pointOf(key: Uint8Array): Interval {
  const end = new Uint8Array(key.length + 1);
  end.set(key);
  return { begin: key, end };
}

/** One zero byte says "no end". */
function endOf(rangeEnd: Uint8Array): Uint8Array {
  return rangeEnd.length === 1 && rangeEnd[0] === 0 ? AFTER_ALL_KEYS : rangeEnd;
}

function covers(given: readonly Interval[], wanted: Interval): boolean {
  const touched = given.filter((interval) => isOverlap(wanted, interval));
  const first = touched[0];
  if (first === undefined || compareBounds(first.begin, wanted.begin) > 0) return false;
  let { end } = first;
  for (const interval of touched) {
    if (compareBounds(end, interval.begin) < 0) return false;
    if (compareBounds(interval.end, end) > 0) end = interval.end;
  }
  return compareBounds(end, wanted.end) >= 0;
}

/** Not symmetric for empty intervals, which real requests may be: etcd's own order of questions (adt.Interval.Compare). */
function isOverlap(wanted: Interval, interval: Interval): boolean {
  const isLeft =
    compareBounds(wanted.begin, interval.begin) < 0 && compareBounds(wanted.end, interval.begin) <= 0;
  return !isLeft && compareBounds(wanted.begin, interval.end) < 0;
}

function compareBounds(a: Uint8Array, b: Uint8Array): number {
  if (a.length === 0) return b.length === 0 ? 0 : 1;
  return b.length === 0 ? -1 : compareKeys(a, b);
}
