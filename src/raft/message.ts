import type { LogIndex, NodeId, Term } from '../base/flavor.ts';
import { messageType } from '../protobuf/raftpb.ts';
import { numbersOf, type NameOf } from '../protobuf/table.ts';
import type { Entry, Snapshot } from './entry.ts';

/** raftpb.MessageType by etcd's names and numbers. */
export const messageTypeNumber = numbersOf(messageType);
export type MessageType = NameOf<typeof messageType>;

export function isMessageType(name: string): name is MessageType {
  return Object.hasOwn(messageTypeNumber, name);
}

/** The local storage threads (2^64-1 and 2^64-2 on the wire): where MsgStorageAppend and MsgStorageApply go. */
export const LOCAL_APPEND_THREAD: NodeId = -1;
export const LOCAL_APPLY_THREAD: NodeId = -2;

/** Answers count from members only: what a stranger answers goes by (etcd: IsResponseMsg, ErrStepPeerNotFound). */
export function isResponse({ type }: { readonly type: string }): boolean {
  switch (type) {
    case 'MsgAppResp':
    case 'MsgVoteResp':
    case 'MsgHeartbeatResp':
    case 'MsgReadIndexResp':
    case 'MsgPreVoteResp':
      return true;
    default:
      return false;
  }
}

/**
 * What every message has. Who sends what to whom, and what answers it (paper, figure 2, has the two in capitals):
 *
 *     MsgVote, MsgPreVote      candidate -> voter        MsgVoteResp, MsgPreVoteResp       REQUESTVOTE
 *     MsgApp                   leader -> member          MsgAppResp                        APPENDENTRIES
 *     MsgHeartbeat             leader -> member          MsgHeartbeatResp                  APPENDENTRIES without entries
 *     MsgSnap                  leader -> member          MsgAppResp                        figure 13: INSTALLSNAPSHOT
 *     MsgProp                  follower -> leader        nothing: it comes back as an entry
 *     MsgReadIndex             follower -> leader        MsgReadIndexResp
 *     MsgTransferLeader        follower -> leader        nothing
 *     MsgTimeoutNow            leader -> transferee      nothing: it campaigns
 *     the others               a node to itself, or to its storage threads
 */
interface Envelope {
  readonly to: NodeId;
  readonly from: NodeId;
  /** 0 on local messages, MsgProp and MsgReadIndex, which carry no term. */
  readonly term: Term;
}

/** The election timer ran out, or an operator asks: campaign. */
export interface MsgHup extends Envelope {
  readonly type: 'MsgHup';
}
/** The leader's heartbeat clock. */
export interface MsgBeat extends Envelope {
  readonly type: 'MsgBeat';
}
/** A client's command, or several; forwarded by a follower to its leader. */
export interface MsgProp extends Envelope {
  readonly type: 'MsgProp';
  readonly entries: readonly Entry[];
}
/** Entries after (index, logTerm), or none and only the commit index. */
export interface MsgApp extends Envelope {
  readonly type: 'MsgApp';
  readonly logTerm: Term;
  readonly index: LogIndex;
  readonly entries: readonly Entry[];
  readonly commit: LogIndex;
}
/** Stored up to index; or rejected at index with (rejectHint, logTerm) as the follower's best guess of a match. */
export interface MsgAppResp extends Envelope {
  readonly type: 'MsgAppResp';
  readonly index: LogIndex;
  readonly reject: boolean;
  readonly rejectHint: LogIndex;
  readonly logTerm: Term;
}
/** A request for a vote; (index, logTerm) is the candidate's last entry, context "CampaignTransfer" a transfer's mark. */
export interface MsgVote extends Envelope {
  readonly type: 'MsgVote' | 'MsgPreVote';
  readonly logTerm: Term;
  readonly index: LogIndex;
  readonly context: Uint8Array | undefined;
}
export interface MsgVoteResp extends Envelope {
  readonly type: 'MsgVoteResp' | 'MsgPreVoteResp';
  readonly reject: boolean;
}
export interface MsgSnap extends Envelope {
  readonly type: 'MsgSnap';
  readonly snapshot: Snapshot;
}
/** commit is at most what the leader knows the peer to have; context tags a ReadIndex round. */
export interface MsgHeartbeat extends Envelope {
  readonly type: 'MsgHeartbeat';
  readonly commit: LogIndex;
  readonly context: Uint8Array | undefined;
}
export interface MsgHeartbeatResp extends Envelope {
  readonly type: 'MsgHeartbeatResp';
  readonly context: Uint8Array | undefined;
}
/** The transport could not deliver to `from`. */
export interface MsgUnreachable extends Envelope {
  readonly type: 'MsgUnreachable';
}
/** The snapshot sent to `from` has arrived, or (reject) has not. */
export interface MsgSnapStatus extends Envelope {
  readonly type: 'MsgSnapStatus';
  readonly reject: boolean;
}
export interface MsgCheckQuorum extends Envelope {
  readonly type: 'MsgCheckQuorum';
}
/** Please hand the leadership to `from`. */
export interface MsgTransferLeader extends Envelope {
  readonly type: 'MsgTransferLeader';
}
/** From the leader to the transferee: campaign now. */
export interface MsgTimeoutNow extends Envelope {
  readonly type: 'MsgTimeoutNow';
}
/** The request's context is the data of its one entry, as in etcd. */
export interface MsgReadIndex extends Envelope {
  readonly type: 'MsgReadIndex';
  readonly entries: readonly Entry[];
}
export interface MsgReadIndexResp extends Envelope {
  readonly type: 'MsgReadIndexResp';
  readonly index: LogIndex;
  readonly entries: readonly Entry[];
}
/** To the append thread: write hard state (if any of term, vote, commit is set), snapshot and entries, then hand out the responses. */
export interface MsgStorageAppend extends Envelope {
  readonly type: 'MsgStorageAppend';
  readonly vote: NodeId;
  readonly commit: LogIndex;
  readonly entries: readonly Entry[];
  readonly snapshot: Snapshot | undefined;
  readonly responses: readonly Message[];
}
/** From the append thread: (index, logTerm) is stable if the term is still the same; so is the snapshot. */
export interface MsgStorageAppendResp extends Envelope {
  readonly type: 'MsgStorageAppendResp';
  readonly index: LogIndex;
  readonly logTerm: Term;
  readonly snapshot: Snapshot | undefined;
}
export interface MsgStorageApply extends Envelope {
  readonly type: 'MsgStorageApply';
  readonly entries: readonly Entry[];
  readonly responses: readonly Message[];
}
export interface MsgStorageApplyResp extends Envelope {
  readonly type: 'MsgStorageApplyResp';
  readonly entries: readonly Entry[];
}
export interface MsgForgetLeader extends Envelope {
  readonly type: 'MsgForgetLeader';
}

export type Message =
  | MsgHup
  | MsgBeat
  | MsgProp
  | MsgApp
  | MsgAppResp
  | MsgVote
  | MsgVoteResp
  | MsgSnap
  | MsgHeartbeat
  | MsgHeartbeatResp
  | MsgUnreachable
  | MsgSnapStatus
  | MsgCheckQuorum
  | MsgTransferLeader
  | MsgTimeoutNow
  | MsgReadIndex
  | MsgReadIndexResp
  | MsgStorageAppend
  | MsgStorageAppendResp
  | MsgStorageApply
  | MsgStorageApplyResp
  | MsgForgetLeader;
