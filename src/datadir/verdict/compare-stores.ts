import type { Tell } from '../../base/byte-source.ts';
import type { DbEntry } from '../../bbolt/bucket.ts';
import { compareBytes, type Db } from '../../bbolt/db.ts';
import type { Backend } from '../backend/backend.ts';
import { bucketEntries } from '../backend/buckets.ts';
import type { KeyTimes } from '../backend/key-times.ts';

/** A store that can be held against another one. */
export interface OpenStore {
  readonly db: Db;
  readonly backend: Backend;
}

/** Where two stores part. `positions`: of the records at this revision in each one's KeyTimes; undefined where it has none. */
export interface StoresPart {
  readonly main: number;
  readonly sub: number;
  readonly positions: readonly [number | undefined, number | undefined];
}

interface Placed {
  readonly position: number;
  readonly entry: DbEntry;
}

/**
 * The first revision that two stores do not have alike, up to the newest one that both have reached; undefined: none. Up to the later of
 * their compactions only what a reader still sees counts, as one may have compacted and the other not yet. One walk over both key buckets.
 */
export function whereStoresPart(a: OpenStore, b: OpenStore, tell: Tell): StoresPart | undefined {
  const compacted = Math.max(a.backend.compactRevision, b.backend.compactRevision);
  const until = Math.min(a.backend.revision, b.backend.revision);
  const left = seenRecords(a, compacted, until, tell);
  const right = seenRecords(b, compacted, until);
  let one = left.next();
  let other = right.next();
  while (one.done !== true && other.done !== true) {
    const order = orderOf(a.backend.times, one.value.position, b.backend.times, other.value.position);
    if (order < 0) return onlyOne(a.backend.times, one.value.position, 0);
    if (order > 0) return onlyOne(b.backend.times, other.value.position, 1);
    const same =
      compareBytes(one.value.entry.key, other.value.entry.key) === 0 &&
      compareBytes(one.value.entry.value, other.value.entry.value) === 0;
    if (!same) {
      const { times } = a.backend;
      const { position } = one.value;
      return {
        main: times.main(position),
        sub: times.sub(position),
        positions: [position, other.value.position],
      };
    }
    one = left.next();
    other = right.next();
  }
  if (one.done !== true) return onlyOne(a.backend.times, one.value.position, 0);
  if (other.done !== true) return onlyOne(b.backend.times, other.value.position, 1);
  return undefined;
}

function onlyOne(times: KeyTimes, position: number, side: 0 | 1): StoresPart {
  const positions = side === 0 ? ([position, undefined] as const) : ([undefined, position] as const);
  return { main: times.main(position), sub: times.sub(position), positions };
}

function orderOf(a: KeyTimes, at: number, b: KeyTimes, bt: number): number {
  return a.main(at) - b.main(bt) || a.sub(at) - b.sub(bt);
}

/** Records with main revisions up to `until`; of those up to `compacted` only what a reader at that revision sees. */
function* seenRecords(
  { db, backend }: OpenStore,
  compacted: number,
  until: number,
  tell?: Tell,
): Generator<Placed, void> {
  const { times } = backend;
  const newest = times.newestAt(compacted);
  let position = 0;
  let told = 0;
  for (const entry of bucketEntries(db, 'key', () => undefined)) {
    if (position >= times.length) return;
    // Entries that are no revisions, and pages that cannot be read, are not among the positions.
    if (entry.page !== times.page(position) || entry.index !== times.index(position)) continue;
    const main = times.main(position);
    if (main > until) return;
    const isSeen =
      main > compacted ||
      (newest[times.keyNumber(position)] === position + 1 && !times.isTombstone(position));
    if (isSeen) yield { position, entry };
    position++;
    if (tell !== undefined && position - told > 4096) {
      told = position;
      tell(Math.floor((position / times.length) * db.size), db.size);
    }
  }
}
