import type { LogIndex, Micros, NodeId, Revision, Term } from '../base/flavor.ts';
import type { ClientOperation, EtcdErrorCode, OperationResult } from '../etcd/request.ts';
import type { ConfChange, ConfChangeV2, ConfState } from '../raft/entry.ts';
import type { Message } from '../raft/message.ts';
import type { RaftTrace } from '../raft/trace.ts';
import type { DiskImage, DiskOperation } from '../storage/disk.ts';

/** What a member is told at its start and never changes afterwards. Plain data. */
export interface MemberConfig {
  readonly id: NodeId;
  /** Of the whole run; the member's own stream of dice is made from (seed, 'node', id, incarnation). */
  readonly seed: number;
  /** How often this member has started before. */
  readonly incarnation: number;
  /**
   * The configuration at index 0, for a member that has no snapshot. Empty for a machine that joins later: it learns
   * the one in force from a snapshot or from the first change of members in the log.
   */
  readonly initialConfState: ConfState;
  readonly electionTicks: number;
  readonly heartbeatTicks: number;
  readonly preVote: boolean;
  readonly checkQuorum: boolean;
  readonly readOnly: 'safe' | 'leaseBased';
  readonly stepDownOnRemoval: boolean;
  readonly maxSizePerMsg: number;
  readonly maxInflightMsgs: number;
  /** Applied entries between two snapshots (etcd --snapshot-count). */
  readonly snapshotCount: number;
  /** Entries kept behind a snapshot for slow followers (etcd: SnapshotCatchUpEntries). */
  readonly snapshotCatchUpEntries: number;
  /** Ticks after which an unanswered ReadIndex is asked again (etcd: readIndexRetryTime, 500 ms). */
  readonly readIndexRetryTicks: number;
  /** Rules of Raft replaced by their broken form (src/raft/rules.ts). */
  readonly brokenRules: readonly string[];
}

/** How a member comes up: empty disk for a first start, what was synced for a restart. */
export interface MemberBoot {
  readonly config: MemberConfig;
  readonly disk: DiskImage;
}

/** One thing that happens to a member. It processes one input at a time, to the end. */
export type NodeInput =
  | { readonly type: 'tick' }
  | { readonly type: 'message'; readonly message: Message }
  /** The disk has finished the write with this id; writes finish in the order they were asked for. */
  | { readonly type: 'writeDone'; readonly write: number }
  /** The apply thread has had its time for this piece of work; in the order they were asked for. */
  | { readonly type: 'applyDone'; readonly apply: number }
  | { readonly type: 'request'; readonly request: number; readonly operation: ClientOperation }
  /** The client has given up: forget the request, answer nothing. */
  | { readonly type: 'requestGone'; readonly request: number }
  | { readonly type: 'campaign' }
  | { readonly type: 'transferLeader'; readonly to: NodeId }
  | { readonly type: 'forgetLeader' }
  | { readonly type: 'confChange'; readonly request: number; readonly change: ConfChange | ConfChangeV2 }
  | { readonly type: 'snapshotNow' }
  | { readonly type: 'unreachable'; readonly peer: NodeId }
  | { readonly type: 'snapshotStatus'; readonly peer: NodeId; readonly ok: boolean };

/** Everything one input led to. Plain data; the world acts on it. */
export interface NodeOutput {
  /** To other members, in the order they were sent. */
  readonly sends: readonly Message[];
  /** For the member's own disk, to be done in order, each with its own sync. */
  readonly writes: readonly DiskWrite[];
  /** For the apply thread: reported back by applyDone after the apply time. */
  readonly applies: readonly ApplyWork[];
  readonly answers: readonly ClientAnswer[];
  readonly trace: readonly NodeTrace[];
}

export interface DiskWrite {
  /** Counts up from 1 within one life of the member. */
  readonly id: number;
  readonly operations: readonly DiskOperation[];
  /** MustSync: the write lasts an fsync; otherwise it is buffered and takes no time but may be lost. */
  readonly sync: boolean;
  /** What it carries, for the picture of the disk queue. */
  readonly entries: number;
  readonly hardState: boolean;
  readonly snapshot: boolean;
  readonly bytes: number;
}

export interface ApplyWork {
  readonly id: number;
  readonly first: LogIndex;
  readonly last: LogIndex;
}

export interface ClientAnswer {
  readonly request: number;
  readonly result:
    | {
        readonly status: 'ok';
        readonly result: OperationResult | { readonly type: 'confChange'; readonly confState: ConfState };
      }
    | {
        /** failed: certainly without effect. unknown: it may take effect, now, later or never. */
        readonly status: 'failed' | 'unknown';
        readonly error: EtcdErrorCode;
      };
}

/** What a member reports beyond raft's own decisions. */
export type NodeTrace =
  | RaftTrace
  | {
      type: 'localMessage';
      messageType:
        | 'MsgHup'
        | 'MsgBeat'
        | 'MsgCheckQuorum'
        | 'MsgUnreachable'
        | 'MsgSnapStatus'
        | 'MsgTransferLeader'
        | 'MsgForgetLeader';
    }
  | { type: 'applied'; first: LogIndex; last: LogIndex; revision: Revision }
  | { type: 'snapshotTaken'; index: LogIndex; term: Term; bytes: number }
  | { type: 'logCompacted'; index: LogIndex }
  | { type: 'snapshotInstalled'; index: LogIndex; revision: Revision }
  | {
      type: 'started';
      term: Term;
      vote: NodeId;
      commit: LogIndex;
      last: LogIndex;
      snapshot: LogIndex;
      tornBytes: number;
    }
  /** index: the ReadIndex it was served at; 0 for a serializable read, which asks nobody. */
  | { type: 'readServed'; request: number; index: LogIndex; applied: LogIndex };

/** A virtual instant with the number of the input it belongs to. */
export interface Instant {
  readonly at: Micros;
  readonly event: number;
}
