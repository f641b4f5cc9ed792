import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { assert } from '../base/assert.ts';
import type { NodeId } from '../base/flavor.ts';
import { KvStore } from '../etcd/mvcc/kv-store.ts';
import { MemoryStorage } from '../raft/memory-storage.ts';
import { RawNode } from '../raft/raw-node.ts';
import type { DiskOperation } from '../storage/disk.ts';
import { recover, type Recovered } from '../storage/recover.ts';
import { createWal, type WalPosition } from '../storage/wal-writer.ts';
import type { MemberBoot, MemberConfig } from './io.ts';
import type { MemberState } from './member-state.ts';
import { makeRaftConfig } from './raft-config.ts';
import { makeReads } from './reads.ts';
import { restoreStore } from './storing.ts';

export interface Booted {
  readonly state: MemberState;
  /** To be written before all else: a first log, or the end of one repaired. */
  readonly operations: readonly DiskOperation[];
  readonly recovered: Recovered;
}

/** A member as its disk remembers it. Throws StorageError if the disk cannot be trusted. */
export function bootState({ config, disk }: MemberBoot): Booted {
  const recovered = recover(disk);
  const { position, operations } = openLog(config, recovered);
  const { snapshot, snapshots } = recovered;
  const storage = makeStorage(config, recovered);
  const applied = snapshot?.index ?? 0;
  const state: MemberState = {
    config,
    storage,
    raft: new RawNode(makeRaftConfig(config, storage, applied)),
    store: snapshot === undefined ? KvStore.create() : restoreStore(snapshot),
    applied,
    appliedTerm: snapshot?.term ?? 0,
    disk: { nextId: 1, waiting: [], position, snapshots },
    applying: { nextId: 1, waiting: [] },
    requestCounter: 0,
    proposals: new Map(),
    reads: makeReads(),
  };
  return { state, operations, recovered };
}

/** What was stable when the member went down. Committed entries are handed out again from the snapshot on. */
function makeStorage(config: MemberConfig, { snapshot, hardState, entries }: Recovered): MemoryStorage {
  const storage = new MemoryStorage(config.initialConfState);
  if (snapshot !== undefined) storage.applySnapshot(snapshot);
  storage.setHardState(hardState);
  storage.append(entries);
  return storage;
}

function openLog(
  config: MemberConfig,
  recovered: Recovered,
): { position: WalPosition; operations: readonly DiskOperation[] } {
  const { position, repairs } = recovered;
  if (position === undefined) return createWal(encodeMetadata(config.id));
  const owner = decodeMetadata(position.metadata);
  assert(owner === config.id, `this is the disk of member ${owner}, not of ${config.id}`);
  return { position, operations: repairs };
}

/** etcdserverpb.Metadata: whose log it is. There is one cluster only, so its id (field 2) stays 0. */
function encodeMetadata(id: NodeId): Uint8Array {
  return new BinaryWriter().tag(1, WireType.Varint).uint64(id).finish();
}

function decodeMetadata(bytes: Uint8Array): NodeId {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === 1) return Number(reader.uint64());
    reader.skip(wireType);
  }
  return 0;
}
