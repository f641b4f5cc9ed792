import type { Dice } from '../base/random.ts';
import type { LogIndex, NodeId } from '../base/flavor.ts';
import type { StateTracer } from './state-trace.ts';
import type { Storage } from './storage.ts';

/** etcd: raft.Config. Sizes in bytes; Infinity is no limit. */
export interface RaftConfig {
  readonly id: NodeId;
  readonly electionTick: number;
  readonly heartbeatTick: number;
  /** The randomized election timeout, the same after every reset; 0 or absent: drawn each time, as Raft wants it. */
  readonly fixedElectionTimeout?: number;
  readonly storage: Storage;
  /** The last index the application has applied; raft hands out committed entries after it. */
  readonly applied: LogIndex;
  readonly asyncStorageWrites: boolean;
  readonly maxSizePerMsg: number;
  readonly maxCommittedSizePerReady: number;
  readonly maxUncommittedEntriesSize: number;
  readonly maxInflightMsgs: number;
  readonly maxInflightBytes: number;
  readonly checkQuorum: boolean;
  readonly preVote: boolean;
  readonly readOnlyOption: 'safe' | 'leaseBased';
  readonly disableProposalForwarding: boolean;
  readonly disableConfChangeValidation: boolean;
  readonly stepDownOnRemoval: boolean;
  /** The node's own stream: drawn from on every reset of the randomized election timeout, and for nothing else. */
  readonly dice: Dice;
  /** Names of rules replaced by their broken form (rules.ts). */
  readonly brokenRules: readonly string[];
  /** Record decisions for takeTrace(). Off: no cost. */
  readonly trace: boolean;
  /** Told of every step that the specification in TLA+ knows (state-trace.ts). Absent: no cost. */
  readonly tracer?: StateTracer | undefined;
}
