import { BTree } from '../mvcc/btree.ts';
import { compareKeys } from '../mvcc/key-range.ts';
import type { TxnOperation, TxnRequest } from '../request.ts';
import { KeyIntervals } from './key-intervals.ts';

/** What a list of operations writes. */
interface Writes {
  readonly puts: BTree<Uint8Array, undefined>;
  readonly deletions: KeyIntervals;
}

/**
 * 'duplicateKey' if a branch of a transaction writes a key twice, whatever its compares will say (etcd:
 * checkIntervals, api/v3rpc/key.go): two puts, or a put and a deletion. Two deletions are fine, and so are puts in the
 * two branches of one inner transaction, since only one of them is taken.
 *
 * Two holes, kept as they are: a deletion that is open-ended (its end is the one byte 0, and of the bytes as they are
 * nothing lies below that) never counts, and of two inner transactions the puts of the first are not held against the
 * deletions of the second.
 */
export function findDuplicateKey(operations: readonly TxnOperation[]): 'duplicateKey' | undefined {
  return writesOf(operations) === undefined ? 'duplicateKey' : undefined;
}

/** Undefined if a key is written twice. */
function writesOf(operations: readonly TxnOperation[]): Writes | undefined {
  const puts = new BTree<Uint8Array, undefined>(undefined, compareKeys);
  const writes: Writes = { puts, deletions: deletionsOf(operations) };
  for (const operation of operations) {
    if (operation.type === 'txn' && !addInner(writes, operation)) return undefined;
  }
  for (const operation of operations) {
    if (operation.type === 'put' && !addPut(writes, operation.key)) return undefined;
  }
  return writes;
}

function deletionsOf(operations: readonly TxnOperation[]): KeyIntervals {
  const deletions = new KeyIntervals();
  for (const operation of operations) {
    if (operation.type !== 'deleteRange') continue;
    const { key, rangeEnd } = operation;
    deletions.add(key, rangeEnd === undefined || rangeEnd.length === 0 ? Uint8Array.of(...key, 0) : rangeEnd);
  }
  return deletions;
}

function addInner(writes: Writes, { success, failure }: TxnRequest): boolean {
  const taken = writesOf(success);
  const other = writesOf(failure);
  if (taken === undefined || other === undefined) return false;
  for (const key of taken.puts.keys()) if (!addPut(writes, key)) return false;
  for (const key of other.puts.keys()) {
    if (!taken.puts.has(key) && !addPut(writes, key)) return false;
  }
  writes.deletions.addAll(taken.deletions);
  writes.deletions.addAll(other.deletions);
  return true;
}

/** False if the key is written already. */
function addPut(writes: Writes, key: Uint8Array): boolean {
  return !writes.deletions.has(key) && writes.puts.setIfNotPresent(key, undefined);
}
