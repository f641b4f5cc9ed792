import type { LogIndex, NodeId } from '../base/flavor.ts';
import type { Entry, HardState, Snapshot } from './entry.ts';
import type { Message } from './message.ts';

export type StateType = 'StateFollower' | 'StateCandidate' | 'StateLeader' | 'StatePreCandidate';

/** Volatile, for the application's information (etcd: raft.SoftState). */
export interface SoftState {
  readonly lead: NodeId;
  readonly raftState: StateType;
}

/** The answer to a ReadIndex: serve the read once applied >= index. */
export interface ReadState {
  readonly index: LogIndex;
  readonly requestCtx: Uint8Array;
}

/** What the application has to do next (etcd: raft.Ready, node.go). Values, never live state. */
export interface Ready {
  readonly softState: SoftState | undefined;
  /** Only when it changed since the last accepted Ready. */
  readonly hardState: HardState | undefined;
  readonly readStates: readonly ReadState[];
  readonly entries: readonly Entry[];
  readonly snapshot: Snapshot | undefined;
  readonly committedEntries: readonly Entry[];
  readonly messages: readonly Message[];
  readonly mustSync: boolean;
}
