import type { NodeId } from '../../base/flavor.ts';
import type { RaftId } from '../../protobuf/raftpb.ts';
import type { MsgStorageAppend, MsgStorageApply } from '../../raft/message.ts';
import type { RawNodeState } from '../../raft/raw-node.ts';
import { idMapOf } from './id-map.ts';
import type { MemberState } from './member-state.ts';

/** The raft of a member. Plain data. */
export interface MemberRaft {
  readonly raft: RawNodeState;
  /** MemoryStorage.save(). */
  readonly storage: unknown;
  /** Oldest first. */
  readonly writes: readonly MsgStorageAppend[];
  readonly applies: readonly MsgStorageApply[];
  /** Synchronous storage: a Ready has been taken and is not worked off. */
  readonly isReadyOpen: boolean;
  /** The ids that members have in entries, as this one knows them. */
  readonly wireIds: readonly (readonly [RaftId, NodeId])[];
}

export function raftStateOf(state: MemberState): MemberRaft {
  const { raft, storage, disk, applying, openReady, config } = state;
  const ids = idMapOf(config, state);
  return {
    raft: raft.save(),
    storage: storage.save(),
    writes: disk.waiting.flatMap((write) => (write.type === 'append' ? [write.message] : [])),
    applies: applying.waiting,
    isReadyOpen: openReady !== undefined,
    wireIds: config.addresses.map((_, i) => [ids.toWire(i + 1), i + 1] as const),
  };
}
