import type { LogIndex, NodeId, Term } from '../base/flavor.ts';
import type { ConfState } from './entry.ts';
import type { MessageType } from './message.ts';
import type { RuleName } from './rules.ts';

/** The last entry of a log: what two logs are compared by. */
export interface EntryId {
  readonly term: Term;
  readonly index: LogIndex;
}

/** Of the voters of one half of a configuration: those whose Match has reached an index. */
export interface Count {
  readonly have: readonly NodeId[];
  readonly voters: number;
}

/**
 * Why raft did, or did not do, something: one event a decision, with its reason code and its numbers, in the past
 * tense and never in prose. Sentences in each language are made from them at the edge (src/ui/messages). `rule` is the
 * one that decided (rules.ts), where one did: with it switched to a broken form, the decision might have been another.
 */
export type RaftTrace = Decided & { readonly rule?: RuleName };

type Decided =
  | { type: 'becameFollower'; term: Term; lead: NodeId; reason: FollowerReason }
  | { type: 'becamePreCandidate'; term: Term }
  | { type: 'becameCandidate'; term: Term; transfer: boolean }
  | { type: 'becameLeader'; term: Term }
  | {
      type: 'campaignRefused';
      reason: 'alreadyLeader' | 'notPromotable' | 'unappliedConfChange';
      index: LogIndex;
    }
  | { type: 'voteGranted'; pre: boolean; candidate: NodeId; term: Term; own: EntryId; theirs: EntryId }
  | {
      type: 'voteRejected';
      pre: boolean;
      candidate: NodeId;
      term: Term;
      reason: 'votedForAnother' | 'leaderKnown' | 'logBehind' | 'lowerTerm';
      vote: NodeId;
      lead: NodeId;
      own: EntryId;
      theirs: EntryId;
    }
  | {
      type: 'voteIgnored';
      pre: boolean;
      candidate: NodeId;
      term: Term;
      reason: 'inLease';
      lead: NodeId;
      remainingTicks: number;
    }
  | {
      type: 'voteCounted';
      pre: boolean;
      from: NodeId;
      granted: boolean;
      grantedCount: number;
      rejectedCount: number;
      result: 'won' | 'lost' | 'pending';
    }
  | {
      type: 'messageIgnored';
      messageType: MessageType;
      from: NodeId;
      messageTerm: Term;
      term: Term;
      reason: 'lowerTerm' | 'noProgress' | 'notLeader' | 'wrongRole';
    }
  | { type: 'staleLeaderAnswered'; from: NodeId; messageTerm: Term; term: Term }
  | { type: 'entriesAppended'; first: LogIndex; last: LogIndex; term: Term }
  | { type: 'appendAccepted'; from: NodeId; prev: EntryId; last: LogIndex }
  | { type: 'appendRejected'; from: NodeId; prev: EntryId; reason: 'mismatch'; own: EntryId; hint: EntryId }
  | { type: 'appendStale'; from: NodeId; prev: EntryId; commit: LogIndex }
  | { type: 'logTruncated'; from: LogIndex; oldTerm: Term; newTerm: Term }
  | {
      type: 'committed';
      from: LogIndex;
      to: LogIndex;
      by: 'quorum';
      /** What the leader has counted, a half of the configuration each. */
      counted: readonly Count[];
    }
  | { type: 'committed'; from: LogIndex; to: LogIndex; by: 'leaderCommit' | 'heartbeat' | 'snapshot' }
  | {
      type: 'notCommitted';
      index: LogIndex;
      commit: LogIndex;
      reason: 'noQuorum' | 'olderTerm';
      entryTerm: Term;
      term: Term;
    }
  | { type: 'proposalForwarded'; lead: NodeId }
  | {
      type: 'proposalDropped';
      reason:
        'noLeader' | 'forwardingDisabled' | 'notMember' | 'transferring' | 'uncommittedLimit' | 'candidate';
    }
  | {
      type: 'confChangeRefused';
      reason: 'pending' | 'mustLeaveJoint' | 'notJoint';
      pendingIndex: LogIndex;
      applied: LogIndex;
    }
  | { type: 'configSwitched'; confState: ConfState }
  | {
      type: 'progressChanged';
      peer: NodeId;
      before: ProgressState;
      after: ProgressState;
      match: LogIndex;
      next: LogIndex;
      reason: ProgressReason;
    }
  | { type: 'snapshotSent'; to: NodeId; index: LogIndex; term: Term }
  | { type: 'snapshotNotSent'; to: NodeId; reason: 'inactive' | 'unavailable' }
  | { type: 'snapshotRestored'; from: NodeId; index: LogIndex; term: Term }
  | {
      type: 'snapshotIgnored';
      from: NodeId;
      index: LogIndex;
      reason: 'old' | 'notFollower' | 'notMember' | 'fastForwarded';
      commit: LogIndex;
    }
  | { type: 'quorumChecked'; active: boolean; activeIds: readonly NodeId[] }
  | { type: 'readIndexAsked'; from: NodeId; mode: 'safe' | 'leaseBased' | 'singleton'; index: LogIndex }
  | { type: 'readIndexPostponed'; from: NodeId; commit: LogIndex; term: Term }
  | { type: 'readIndexForwarded'; lead: NodeId }
  | { type: 'readIndexDropped'; reason: 'noLeader' }
  | { type: 'readIndexConfirmed'; to: NodeId; index: LogIndex }
  | { type: 'transferStarted'; to: NodeId }
  | { type: 'transferAborted'; to: NodeId; reason: 'timeout' | 'replaced' | 'targetRemoved' | 'steppedDown' }
  | { type: 'transferRefused'; to: NodeId; reason: 'learner' | 'self' | 'inProgress' | 'noLeader' }
  | { type: 'timeoutNowSent'; to: NodeId }
  | { type: 'leaderForgotten'; lead: NodeId }
  | { type: 'forgetRefused'; reason: 'leaseBasedReads' | 'leader' }
  | { type: 'staleAppendResponse'; messageTerm: Term; term: Term };

export type FollowerReason =
  | 'start'
  | 'higherTerm'
  | 'leaderSeen'
  | 'lostElection'
  | 'quorumInactive'
  | 'removed'
  | 'snapshotWhileLeading';
export type ProgressState = 'StateProbe' | 'StateReplicate' | 'StateSnapshot';
export type ProgressReason =
  | 'accepted'
  | 'rejected'
  | 'unreachable'
  | 'snapshotSent'
  | 'snapshotDone'
  | 'snapshotFailed'
  | 'reset'
  | 'caughtUp';
