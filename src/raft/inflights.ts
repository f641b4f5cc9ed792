import { assert } from '../base/assert.ts';
import type { LogIndex } from '../base/flavor.ts';

/**
 * The window of MsgApps sent to one peer and not yet acknowledged (etcd: tracker.Inflights), a ring.
 *
 *     indexes  [ 9 | 11 | . | . | 4 | 7 ]     start = 4, count = 4: 4, 7, 9, 11 are under way
 */
export interface Inflights {
  /** At most so many messages. */
  readonly size: number;
  /** Full once so many payload bytes are under way (one message may go over it). */
  readonly maxBytes: number;
  start: number;
  count: number;
  bytes: number;
  /** Of each message its last index, ascending from start, and its payload bytes. */
  readonly indexes: LogIndex[];
  readonly sizes: number[];
}

export function makeInflights(size: number, maxBytes: number): Inflights {
  return { size, maxBytes, start: 0, count: 0, bytes: 0, indexes: [], sizes: [] };
}

export function cloneInflights(inflights: Inflights): Inflights {
  return {
    size: inflights.size,
    maxBytes: inflights.maxBytes,
    start: inflights.start,
    count: inflights.count,
    bytes: inflights.bytes,
    indexes: inflights.indexes.slice(),
    sizes: inflights.sizes.slice(),
  };
}

export function isFull(inflights: Inflights): boolean {
  return inflights.count === inflights.size || inflights.bytes >= inflights.maxBytes;
}

/** A message whose last entry is `index` has been sent. */
export function addInflight(inflights: Inflights, index: LogIndex, bytes: number): void {
  assert(!isFull(inflights), 'a full window takes no message');
  const { indexes } = inflights;
  if (inflights.count === indexes.length) grow(inflights);
  const at = (inflights.start + inflights.count) % Math.max(1, indexes.length);
  indexes[at] = index;
  inflights.sizes[at] = bytes;
  inflights.count++;
  inflights.bytes += bytes;
}

/** Everything up to index has been acknowledged. */
export function freeTo(inflights: Inflights, index: LogIndex): void {
  const { indexes, sizes } = inflights;
  while (inflights.count > 0 && (indexes[inflights.start] as LogIndex) <= index) {
    inflights.bytes -= sizes[inflights.start] as number;
    inflights.start = inflights.start + 1 === indexes.length ? 0 : inflights.start + 1;
    inflights.count--;
  }
}

export function resetInflights(inflights: Inflights): void {
  inflights.start = 0;
  inflights.count = 0;
  inflights.bytes = 0;
}

/** Doubles the ring, never beyond size: most peers keep only a few messages under way. */
function grow(inflights: Inflights): void {
  const { indexes, sizes, start } = inflights;
  const before = indexes.length;
  const after = Math.min(Math.max(2 * before, 4), inflights.size);
  const turnedIndexes = indexes.splice(0, start);
  const turnedSizes = sizes.splice(0, start);
  indexes.push(...turnedIndexes);
  sizes.push(...turnedSizes);
  for (let i = before; i < after; i++) {
    indexes.push(0);
    sizes.push(0);
  }
  inflights.start = 0;
}
