import type { Revision } from '../../base/flavor.ts';
import { HASH_BEGIN, hashedPart } from '../../etcd/mvcc/hash-kv.ts';
import { crc32c } from '../../storage/crc32c.ts';
import type { KeyTimes, PlacedEntry } from './key-times.ts';
import { RevisionKey } from './stored-record.ts';

/** Whose rules count: 3.4 refuses the revision of the compaction itself, 3.5 and later hash it. */
export type HashRules = '3.4' | '3.5' | '3.6';

/** The rules of a release, by its minor version. */
export function hashRulesOf(line: string): HashRules {
  if (line === '3.4' || line === '3.5') return line;
  return '3.6';
}

/** What `etcdctl endpoint hashkv --rev` says. */
export interface BucketHash {
  readonly hash: number;
  /** The revision that was hashed. 3.6 tells it, too. */
  readonly hashRevision: Revision;
  /** -1 before any compaction. */
  readonly compactRevision: Revision;
}

/** What a store is at, as an etcd that has started from the file has it. */
export interface StoreRevisions {
  readonly revision: Revision;
  /** -1 before any compaction. */
  readonly compactRevision: Revision;
}

/**
 * etcd's hash of the key bucket up to `revision` (0: the newest) as it stands in the file, with the words etcd refuses with.
 * A compaction under way makes no difference: what it has not removed yet is not hashed. (An etcd that has compacted at a
 * revision since it started answers for that very revision what it had hashed on the way, over records that are gone now:
 * no file tells that number, and the same etcd forgets it when it stops.)
 */
export function bucketHash(
  entries: Iterable<PlacedEntry>,
  times: KeyTimes,
  store: StoreRevisions,
  revision: Revision,
  rules: HashRules,
): BucketHash | 'compacted' | 'futureRevision' {
  const { compactRevision } = store;
  if (revision > 0 && revision < compactRevision + (rules === '3.4' ? 1 : 0)) return 'compacted';
  if (revision > store.revision) return 'futureRevision';
  const at = revision === 0 ? store.revision : revision;
  const newest = times.newestAt(at);
  const hashed = { at, compacted: compactRevision, isAnythingThere: isAnythingSeen(times, newest) };
  const key = new RevisionKey();
  let hash = HASH_BEGIN;
  let position = 0;
  for (const entry of entries) {
    // What is no revision is in no etcd's hash: no etcd starts with it.
    if (key.read(entry.key) !== undefined) continue;
    const { main, sub, isTombstone } = key;
    const part = hashedPart(hashed, main, isTombstone);
    if (part === 'beyond') break;
    while (position < times.length && isBefore(times, position, main, sub)) position++;
    if (part === 'not' || (part === 'hashedIfSeen' && !isSeen(times, newest, position))) continue;
    hash = crc32c(entry.value, crc32c(entry.key, hash));
  }
  return { hash, hashRevision: at, compactRevision };
}

function isBefore(times: KeyTimes, position: number, main: Revision, sub: number): boolean {
  const there = times.main(position);
  return there < main || (there === main && times.sub(position) < sub);
}

function isSeen(times: KeyTimes, newest: Int32Array, position: number): boolean {
  if (position >= times.length || times.isTombstone(position)) return false;
  return newest[times.keyNumber(position)] === position + 1;
}

function isAnythingSeen(times: KeyTimes, newest: Int32Array): boolean {
  return newest.some((after) => after > 0 && !times.isTombstone(after - 1));
}
