import type { Tell } from '../../base/byte-source.ts';
import { compareBytes } from '../../bbolt/db.ts';
import type { TxnOperation } from '../../etcd/request.ts';
import type { KeyTimes } from '../backend/key-times.ts';
import type { StoreOperation } from './log-requests.ts';

/** A log as requests. */
export interface Operations {
  readonly firstIndex: number;
  readonly lastIndex: number;
  /** What the entry at this index asks the store to do; undefined where it asks nothing of it, or is not there. */
  readonly operationAt: (index: number) => StoreOperation | undefined;
}

/**
 * By position in `times`: the index of the entry that wrote the record, 0 where the log does not say. The log is walked backwards from
 * `appliedIndex`, the newest revision first: each revision belongs to the nearest entry before that of the next revision which could have
 * written just these records (its keys, deletes and lengths; for a lease's end, the keys that it had). `from`: no older revision is wanted.
 * `compacted`: the store's compaction, which leaves a revision only in part.
 */
export function entriesOfRevisions(
  times: KeyTimes,
  log: Operations,
  appliedIndex: number,
  {
    from = 1,
    compacted = 0,
    tell,
  }: { readonly from?: number; readonly compacted?: number; readonly tell?: Tell } = {},
): Float64Array {
  const found = new Float64Array(times.length);
  let index = Math.min(appliedIndex, log.lastIndex);
  let missed = 0;
  const total = index - log.firstIndex + 1;
  for (let end = times.length; end > 0 && index >= log.firstIndex;) {
    const main = times.main(end - 1);
    if (main < from) break;
    let begin = end - 1;
    while (begin > 0 && times.main(begin - 1) === main) begin--;
    const at = entryBefore({ times, begin, end, isWhole: main > compacted }, log, index);
    if (at === undefined) {
      if (++missed > MISSED_MAX) break;
    } else {
      missed = 0;
      found.fill(at, begin, end);
      index = at - 1;
      if (index % 4096 === 0) tell?.(total - (index - log.firstIndex), total);
    }
    end = begin;
  }
  return found;
}

/** So far back an entry is looked for: a revision that no entry here has written would otherwise use up the whole log. */
const REACH = 2000;

/** After so many revisions in a row that no entry here has written, the log is taken for another store’s: older ones are not looked for. */
const MISSED_MAX = 50;

/** The records of one revision: the positions from `begin` to before `end`. `isWhole`: none of them has been compacted away. */
interface OneRevision {
  readonly times: KeyTimes;
  readonly begin: number;
  readonly end: number;
  readonly isWhole: boolean;
}

function entryBefore(revision: OneRevision, log: Operations, from: number): number | undefined {
  const last = Math.max(log.firstIndex, from - REACH);
  for (let index = from; index >= last; index--) {
    const operation = log.operationAt(index);
    if (operation !== undefined && couldWrite(operation, revision)) return index;
  }
  return undefined;
}

/** Whether this request, done once, can have left just these records. */
function couldWrite(operation: StoreOperation, revision: OneRevision): boolean {
  const { times } = revision;
  switch (operation.type) {
    case 'put':
    case 'deleteRange':
      return branchCovers([operation], revision);
    case 'txn':
      return branchCovers(operation.success, revision) || branchCovers(operation.failure, revision);
    default:
      return everyPosition(revision, (position) => {
        if (!times.isTombstone(position)) return false;
        const before = times.ofKeyNumber(times.keyNumber(position)).findLast((other) => other < position);
        return before === undefined || times.lease(before) === BigInt.asUintN(64, operation.id);
      });
  }
}

function branchCovers(branch: readonly TxnOperation[], revision: OneRevision): boolean {
  const { times, isWhole } = revision;
  const writes = flat(branch);
  const isCovered = everyPosition(revision, (position) =>
    writes.some((write) => leaves(write, times, position)),
  );
  if (!isCovered || !isWhole) return isCovered;
  // Which branch of a txn within it was taken is not known; its own puts all leave a record.
  return branch.every((write) => write.type !== 'put' || isLeft(write, revision));
}

type Write = Extract<TxnOperation, { readonly type: 'put' | 'deleteRange' }>;

/** The writes of a branch, of both branches of a txn within it. */
function flat(branch: readonly TxnOperation[]): Write[] {
  return branch.flatMap((operation): Write[] => {
    if (operation.type === 'put' || operation.type === 'deleteRange') return [operation];
    if (operation.type === 'txn') return flat([...operation.success, ...operation.failure]);
    return [];
  });
}

function isLeft(write: Write, { times, begin, end }: OneRevision): boolean {
  for (let position = begin; position < end; position++) {
    if (leaves(write, times, position)) return true;
  }
  return false;
}

function leaves(write: Write, times: KeyTimes, position: number): boolean {
  const key = times.key(position);
  if (write.type === 'put') {
    if (times.isTombstone(position) || compareBytes(key, write.key) !== 0) return false;
    return write.ignoreValue === true || times.valueBytes(position) === write.value.length;
  }
  if (!times.isTombstone(position)) return false;
  const { key: low, rangeEnd } = write;
  if (rangeEnd === undefined || rangeEnd.length === 0) return compareBytes(key, low) === 0;
  const isOpen = rangeEnd.length === 1 && rangeEnd[0] === 0;
  return compareBytes(key, low) >= 0 && (isOpen || compareBytes(key, rangeEnd) < 0);
}

function everyPosition({ begin, end }: OneRevision, holds: (position: number) => boolean): boolean {
  for (let position = begin; position < end; position++) if (!holds(position)) return false;
  return true;
}
