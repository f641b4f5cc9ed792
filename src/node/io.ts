import type { LogIndex, Micros, NodeId, Revision, Term } from '../base/flavor.ts';
import type {
  ClientOperation,
  EtcdErrorCode,
  LeaseId,
  MemberId,
  OperationResult,
  ResponseIdentity,
  WatchRequest,
  WatchResponse,
} from '../etcd/request.ts';
import type { HttpHead, HttpRequest } from '../etcd/gateway/http.ts';
import type { ConfChange, ConfChangeV2, ConfState } from '../raft/entry.ts';
import type { Message } from '../raft/message.ts';
import type { RaftTrace } from '../raft/trace.ts';
import type { DiskImage, DiskOperation } from '../storage/disk.ts';

import type { PeerMessage } from './core/peer-message.ts';
import type { MemberChanges } from './report/changes.ts';
import type { MemberSettings } from './settings.ts';

/** What a member is told at its start and never changes afterwards. Plain data. */
export interface MemberConfig extends MemberSettings {
  readonly id: NodeId;
  /** How often this member has started before. */
  readonly incarnation: number;
  /**
   * The configuration at index 0, for a member that has no snapshot. Empty for a machine that joins later: it learns
   * the one in force from a snapshot or from the first change of members in the log.
   */
  readonly initialConfState: ConfState;
  /** It goes on alone from what its disk knows to be committed (etcd: --force-new-cluster). */
  readonly forceNewCluster: boolean;
  /** It joins a cluster that is there, though it is named among the first members: its disk was lost. */
  readonly joining: boolean;
  /** The members that were on this machine and were removed, before it began again with an empty disk. */
  readonly formerIds: readonly MemberId[];
  /** Who it is, where the cluster has added it before it begins, as etcd asks for; absent: it will hear of it. */
  readonly memberId: MemberId | undefined;
  /** Ticks after which an unanswered ReadIndex is asked again (etcd: readIndexRetryTime, 500 ms). */
  readonly readIndexRetryTicks: number;
  /** When this life of the member began, in ms of the run: ticks count on from it. */
  readonly startedAtMs: number;
  /** How far the clock on its wall is ahead of the run's then; absent: not at all. */
  readonly wallAheadMs?: number;
  /** The machines from which it has connections as it begins; absent: as many as there are. */
  readonly connected?: readonly NodeId[];
  /** Of a cluster that began elsewhere; absent: it is made of the first members. */
  readonly clusterId?: bigint;
  /** The members a run begins with, by the ids of their machines; all of them are told the same. */
  readonly initialMembers: readonly InitialMember[];
  /** What machines 1, 2, .. are called, as far as somebody has said. */
  readonly addresses: readonly MemberAddress[];
  /** How this machine is called and reached. */
  readonly address: MemberAddress;
}

/** What a machine is called and where it is reached. */
export interface MemberAddress {
  readonly name: string;
  readonly peerUrls: readonly string[];
  readonly clientUrls: readonly string[];
  /** Who is there, in a cluster that began elsewhere; absent: whom the URLs and the cluster's token make. */
  readonly memberId?: MemberId;
}

export interface InitialMember extends MemberAddress {
  readonly node: NodeId;
  readonly isLearner: boolean;
}

/** How a member comes up: empty disk for a first start, what was synced for a restart. */
export interface MemberBoot {
  readonly config: MemberConfig;
  readonly disk: DiskImage;
}

/** A change of members by the numbers of machines. */
export interface AskedConfChange {
  readonly change: ConfChange | ConfChangeV2;
  /**
   * What ConfChangeAddNode means; absent: a learner is promoted, any other machine added. raft: the change goes to raft as it
   * stands, without etcd's checks, and is applied without them.
   */
  readonly means?: 'add' | 'promote' | 'raft';
}

/** Connections from peers that are no more, and then those that are new. One that was made again is in both. */
export interface ConnectionNews {
  readonly lost: readonly NodeId[];
  readonly opened: readonly NodeId[];
}

/** How a write fails: the disk is full, or has an error. */
export type DiskFailure = 'ENOSPC' | 'EIO';

/** One thing that happens to a member. It processes one input at a time, to the end. */
export type NodeInput =
  /** Time has passed; `connections`: what the transport has noticed since the tick before. */
  | { readonly type: 'tick'; readonly connections?: ConnectionNews }
  | { readonly type: 'message'; readonly message: Message }
  /** What members ask each other beside raft. */
  | { readonly type: 'peer'; readonly message: PeerMessage }
  /**
   * The disk has finished the write with this id; writes finish in the order they were asked for. `took`: how long a sync
   * took, for whom the member tells of its disk; absent: it was none. `failed`: nothing of it is there, and the member ends.
   */
  | {
      readonly type: 'writeDone';
      readonly write: number;
      readonly took?: Micros;
      readonly failed?: DiskFailure;
    }
  /** The apply thread has had its time for this piece of work; in the order they were asked for. */
  | { readonly type: 'applyDone'; readonly apply: number }
  | {
      readonly type: 'request';
      readonly request: number;
      readonly operation: ClientOperation;
      /** What an authenticate call gave. */
      readonly token?: string;
    }
  | {
      readonly type: 'openStream';
      readonly stream: number;
      readonly kind: StreamKind;
      readonly token?: string;
      /** Rather refused or ended than served by a member that knows of no leader (clientv3: WithRequireLeader). */
      readonly needsLeader?: true;
    }
  | { readonly type: 'sendStream'; readonly stream: number; readonly message: StreamRequest }
  | { readonly type: 'closeStream'; readonly stream: number }
  /** One whole HTTP request at the member's client port; its number is one of the requests'. */
  | { readonly type: 'http'; readonly request: number; readonly http: HttpRequest }
  | { readonly type: 'httpGone'; readonly request: number }
  /** The client has given up: forget the request, answer nothing. */
  | { readonly type: 'requestGone'; readonly request: number }
  | { readonly type: 'campaign' }
  | { readonly type: 'transferLeader'; readonly to: NodeId }
  | { readonly type: 'forgetLeader' }
  /** The clock on the wall was set forward, or back by a negative time; what counts ticks does not notice. */
  | { readonly type: 'clockJump'; readonly ms: number }
  /** Takes raft's next Ready, if it has one and may be given one; for members with `readyByHand`. */
  | { readonly type: 'ready' }
  /**
   * From now on the randomized election timeout is this; 0: it is drawn again. `once`: the timer begins again now and lasts so
   * long, and is drawn as ever when it is next.
   */
  | { readonly type: 'electionTimeout'; readonly ticks: number; readonly once?: true }
  /** Asks raft for a read index under this context; it comes as a decision `readConfirmed`. No call waits for it. */
  | { readonly type: 'readIndex'; readonly context: Uint8Array }
  /** Watchers that have fallen behind are told what they have missed, as far as one look goes (etcd: syncWatchersLoop). */
  | { readonly type: 'syncWatchers' }
  | ({ readonly type: 'confChange'; readonly request: number } & AskedConfChange)
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
  /** Messages of open streams, in order. */
  readonly streams: readonly StreamOutput[];
  /** Pieces of HTTP answers, in order. */
  readonly http: readonly HttpOutput[];
  /** To other members, beside raft's messages. */
  readonly peers: readonly PeerMessage[];
  readonly trace: readonly NodeTrace[];
  /** So many Readys of its raft it has taken. */
  readonly readys: number;
  /** Everything that has become of the member itself. */
  readonly changes: MemberChanges;
  /** It was removed from the cluster as this member, and ends now. */
  readonly left?: MemberId;
}

/** A snapshot stream sends the whole store at once when it is opened, and ends. */
export type StreamKind = 'watch' | 'leaseKeepAlive' | 'snapshot';

/** What a client says in a stream. */
export type StreamRequest = WatchRequest | { readonly type: 'keepAlive'; readonly id: LeaseId };

/** What a stream says to its client. A WatchResponse is the one that has no `type`. */
export type ClientStreamMessage =
  | WatchResponse
  | Extract<OperationResult, { type: 'leaseGrant' | 'leaseKeepAlive' }>
  | SnapshotChunk
  | StreamEnd;

/** SnapshotResponse; the last one carries the SHA-256 of all the others. */
export interface SnapshotChunk {
  readonly type: 'snapshot';
  readonly remainingBytes: number;
  readonly blob: Uint8Array;
}

/** The stream is over; without an error it was served to its end. */
export interface StreamEnd {
  readonly type: 'end';
  readonly error?: EtcdErrorCode;
}

export interface StreamOutput {
  readonly stream: number;
  readonly message: ClientStreamMessage;
  readonly identity: ResponseIdentity;
}

export type HttpOutput =
  | { readonly request: number; readonly type: 'head'; readonly head: HttpHead }
  | { readonly request: number; readonly type: 'body'; readonly bytes: Uint8Array }
  | { readonly request: number; readonly type: 'end' };

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
        /** Who answers, and the term of the last entry it has applied. */
        readonly identity: ResponseIdentity;
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
  /** The read index of an input `readIndex`. */
  | { type: 'readConfirmed'; context: Uint8Array; index: LogIndex }
  /** A call that had to wait goes to raft only now: what raft decides next in this input is about it. */
  | { type: 'proposedLate'; request: number }
  /** index: the ReadIndex it was served at; 0 for a serializable read, which asks nobody. */
  | { type: 'readServed'; request: number; index: LogIndex; applied: LogIndex };

/** A virtual instant with the number of the input it belongs to. */
export interface Instant {
  readonly at: Micros;
  readonly event: number;
}
