import { sha256 } from '@noble/hashes/sha2.js';
import { EtcdState, type EtcdOptions } from '../../etcd/etcd-state.ts';
import type { SnapshotStatus } from './printer.ts';
import { crc32c } from '../../storage/crc32c.ts';

const HASH_BYTES = 32;

/** A file of `snapshot save`: the store, and behind it the hash of its bytes. */
export interface SavedStore {
  readonly store: Uint8Array;
  readonly hash: 'right' | 'wrong' | 'missing';
}

/** What a file holds; undefined: no store. A file without a hash is one that was not saved by `snapshot save`. */
export function readSavedStore(file: Uint8Array): SavedStore | undefined {
  const [store, hash] = [file.subarray(0, -HASH_BYTES), file.subarray(-HASH_BYTES)];
  if (stateIn(store) !== undefined) {
    const isRight = sha256(store).every((byte, i) => byte === hash[i]);
    return { store, hash: isRight ? 'right' : 'wrong' };
  }
  return stateIn(file) === undefined ? undefined : { store: file, hash: 'missing' };
}

/** What `snapshot status` counts: records of every bucket that etcd's database would have. */
export function statusOf(store: Uint8Array): SnapshotStatus | undefined {
  const state = stateIn(store);
  if (state === undefined) return undefined;
  let records = 0;
  let revision = 0;
  state.kv.visitChanges(0, ({ main }) => {
    records++;
    revision = main;
  });
  return {
    hash: crc32c(store),
    revision,
    totalKey: records + countBeside(state, records),
    totalSize: store.length,
  };
}

function countBeside({ kv, auth, leases, alarms, cluster }: EtcdState, records: number): number {
  // The index up to which all is applied is written with the first change of a key, a user or a role.
  const index = records > 0 || kv.revision > 1 || auth.revision > 1 ? 1 : 0;
  const compaction = kv.compactRevision > 0 ? 2 : 0;
  const authentication = 1 + Number(auth.enabled) + auth.users().length + auth.roles().length;
  const members = cluster.members().length + Number(cluster.version !== undefined);
  return index + compaction + authentication + members + leases.size + alarms.alarms().length;
}

/** Nothing of these is looked at here. */
const OPTIONS: EtcdOptions = {
  clusterId: 0n,
  memberId: 0n,
  quotaBytes: 0,
  maxTxnOps: 128,
  minLeaseTtl: 1,
  bcryptCost: 4,
  leaseCheckpoints: false,
};

function stateIn(bytes: Uint8Array): EtcdState | undefined {
  try {
    return EtcdState.restore(bytes, OPTIONS);
  } catch {
    // Whatever it is: no saved store.
    return undefined;
  }
}
