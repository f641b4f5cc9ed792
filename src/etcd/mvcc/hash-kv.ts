import type { Revision } from '../../base/flavor.ts';
import { crc32c } from '../../storage/crc32c.ts';
import { visitChanges } from './compaction.ts';
import { recordAt, visitRange } from './key-index.ts';
import type { StoreState } from './store-state.ts';
import { ByteSink, writeKeyValue, writeRevisionKey } from './stored-form.ts';

/** compactRevision is -1 before any compaction, as etcd tells it. */
export interface HashKv {
  readonly hash: number;
  readonly compactRevision: Revision;
  readonly revision: Revision;
}

/** What a hash is taken of: the store as a reader at `at` has it, whose last compaction was at `compacted`. */
export interface HashedState {
  readonly at: Revision;
  /** -1 before any compaction. */
  readonly compacted: Revision;
  /** Whether a reader at `at` sees any key at all. */
  readonly isAnythingThere: boolean;
}

/** "key". */
const BUCKET_NAME = Uint8Array.of(0x6b, 0x65, 0x79);
const EVERYTHING = { key: new Uint8Array(0), rangeEnd: Uint8Array.of(0) };

/** The hash that every hash of a store goes on from: CRC-32C over the name of the bucket. */
export const HASH_BEGIN = crc32c(BUCKET_NAME);

/**
 * Whether a record is part of the hash (kvHasher, hash.go). Of what the last compaction has kept for its own readers, only
 * what a reader at that revision sees is hashed, so that all members agree whenever they were compacted; if nothing is seen
 * at all, then everything. A tombstone at the compaction's own revision never is: some etcds remove it, later ones keep it.
 */
export function hashedPart(
  { at, compacted, isAnythingThere }: HashedState,
  main: Revision,
  isTombstone: boolean,
): 'hashed' | 'hashedIfSeen' | 'not' | 'beyond' {
  if (main > at) return 'beyond';
  if (main === compacted && isTombstone) return 'not';
  return main <= compacted && isAnythingThere ? 'hashedIfSeen' : 'hashed';
}

/**
 * etcd's hash of what there is up to `revision` (0: the newest), equal on all members whenever they were compacted
 * (HashByRev, kvstore.go): CRC-32C over the name of the bucket, then over key and value of each record in order that
 * `hashedPart` names.
 */
export function hashKv(state: StoreState, revision: Revision): HashKv | 'compacted' | 'futureRevision' {
  if (revision > 0 && revision <= state.compacted) return 'compacted';
  if (revision > 0 && revision > state.revision) return 'futureRevision';
  const at = revision === 0 ? state.revision : revision;
  const hashed = { at, compacted: state.compacted, isAnythingThere: isAnythingThere(state, at) };
  const sink = new ByteSink();
  let hash = HASH_BEGIN;
  visitChanges(state, 0, (record) => {
    const part = hashedPart(hashed, record.main, record.deleted);
    if (part === 'beyond') return false;
    if (part === 'not') return true;
    if (part === 'hashedIfSeen' && recordAt(state.index, record.key, at) !== record) return true;
    sink.clear();
    writeRevisionKey(sink, record);
    writeKeyValue(sink, record);
    hash = crc32c(sink.written(), hash);
    return true;
  });
  return { hash, compactRevision: state.compacted, revision: state.revision };
}

function isAnythingThere(state: StoreState, at: Revision): boolean {
  if (at === state.revision) return state.liveKeys > 0;
  let found = false;
  visitRange(state.index, EVERYTHING, at, () => {
    found = true;
  });
  return found;
}
