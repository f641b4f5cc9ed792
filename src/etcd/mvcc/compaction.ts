import type { Revision } from '../../base/flavor.ts';
import { forgetUnseen, isUnseenAt } from './key-index.ts';
import type { KeyRecord, StoreRevision } from './key-record.ts';
import type { StoreState } from './store-state.ts';
import { storedSize } from './stored-form.ts';

/**
 * A compaction is two things (etcd: updateCompactRev, scheduleCompaction). At once, and the same on all members: reads
 * below its revision fail, and what they alone could see counts as forgotten. In pieces, whenever the member has time:
 * the forgotten records are removed. In between they are there and nobody is shown them, so that what a store answers,
 * hashes and saves does not depend on how far it has come.
 *
 *     put a (2), put a (3), put b (4), del b (5), put a (6), compact at 5
 *
 *     a2   b4   b5t    forgotten: at 5 and later nobody sees them
 *     a3               stays: a reader at 5 sees it
 *     a6               stays: newer than the compaction
 *
 * Where tombstones are kept (as later etcds do, issue 19179), b5t stays until the next compaction: a watch that begins at 5
 * is owed it.
 */
export function beginCompaction(state: StoreState, at: Revision): void {
  state.compacted = at;
  // Records that an earlier compaction kept may go by this one: again from the beginning.
  state.sweptTo = FIRST;
}

/** Looks at up to `records` records and removes the forgotten ones among them. Whether there is more to do. */
export function compactStep(state: StoreState, records: number): boolean {
  const { sweptTo, compacted } = state;
  if (sweptTo === undefined) return false;
  let seen = 0;
  let next: StoreRevision | undefined;
  state.changes.editRange(sweptTo, { main: compacted + 1, sub: 0 }, false, (_, record) => {
    if (seen === records) {
      next = { main: record.main, sub: record.sub };
      return { break: true };
    }
    seen++;
    if (!forgetUnseen(state.index, record, compacted, state.keepsTombstones)) return undefined;
    state.bytesInUse -= storedSize(record);
    return { delete: true };
  });
  state.sweptTo = next;
  return next !== undefined;
}

/** Whether the record belongs to what the last compaction hides: nobody reading at or after it sees it. */
export function isForgotten(state: StoreState, record: KeyRecord): boolean {
  if (record.main > state.compacted || state.sweptTo === undefined) return false;
  return isUnseenAt(state.index, record, state.compacted, state.keepsTombstones);
}

/** Calls `visit` with each record that is not forgotten, from main revision `from` on, until it returns false. */
export function visitChanges(
  state: StoreState,
  from: Revision,
  visit: (record: KeyRecord) => boolean | void,
): void {
  const last = state.changes.maxKey();
  if (last === undefined) return;
  state.changes.forRange({ main: from, sub: 0 }, last, true, (_, record) => {
    if (isForgotten(state, record)) return undefined;
    return visit(record) === false ? { break: true } : undefined;
  });
}

const FIRST: StoreRevision = { main: 0, sub: 0 };
