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

/** "key". */
const BUCKET_NAME = Uint8Array.of(0x6b, 0x65, 0x79);
const EVERYTHING = { key: new Uint8Array(0), rangeEnd: Uint8Array.of(0) };

/**
 * etcd's hash of what there is up to `revision` (0: the newest), equal on all members whenever they were compacted
 * (HashByRev, kvstore.go): CRC-32C over the name of the bucket, then over key and value of each record in order. Of
 * what the last compaction has kept for its own readers, only what a reader at `revision` sees too is hashed; if that
 * is nothing at all, then everything.
 */
export function hashKv(state: StoreState, revision: Revision): HashKv | 'compacted' | 'futureRevision' {
  if (revision > 0 && revision <= state.compacted) return 'compacted';
  if (revision > 0 && revision > state.revision) return 'futureRevision';
  const at = revision === 0 ? state.revision : revision;
  const skips = isAnythingThere(state, at);
  const sink = new ByteSink();
  let hash = crc32c(BUCKET_NAME);
  visitChanges(state, 0, (record) => {
    if (record.main > at) return false;
    if (record.main <= state.compacted && skips && recordAt(state.index, record.key, at) !== record)
      return true;
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
