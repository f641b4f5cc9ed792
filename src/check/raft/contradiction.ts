import type { LogIndex, NodeId, Revision, Term } from '../../base/flavor.ts';
import type { MessageType } from '../../raft/message.ts';
import type { StateType } from '../../raft/ready.ts';
import type { EntryId, ProgressState } from '../../raft/trace.ts';

/** What is broken of Raft, in numbers; `earlier` is the event that it contradicts. */
export type RaftContradiction =
  | { readonly type: 'twoLeaders'; readonly term: Term; readonly earlier: number; readonly before: NodeId }
  /** The new leader of leaderTerm has no such entry, or another one there. */
  | {
      readonly type: 'lacksCommitted';
      readonly index: LogIndex;
      readonly entryTerm: Term;
      readonly commitTerm: Term;
      readonly leaderTerm: Term;
      readonly hasOther: boolean;
      readonly before: NodeId;
      readonly earlier: number;
    }
  | {
      readonly type: 'leaderSkipped';
      readonly term: Term;
      readonly last: LogIndex;
      readonly index: LogIndex;
    }
  | { readonly type: 'leaderRemoved'; readonly term: Term; readonly index: LogIndex }
  | {
      readonly type: 'committedRemoved';
      readonly index: LogIndex;
      readonly commit: LogIndex;
      readonly earlier: number | undefined;
    }
  | {
      readonly type: 'logsDiffer';
      readonly index: LogIndex;
      readonly entryTerm: Term;
      /** Who had that entry first, in the other log. */
      readonly before: NodeId;
      readonly earlier: number;
    }
  | {
      readonly type: 'committedTwice';
      readonly index: LogIndex;
      readonly entryTerm: Term;
      readonly beforeTerm: Term;
      readonly before: NodeId;
      readonly earlier: number;
    }
  | {
      readonly type: 'notDurable';
      readonly index: LogIndex;
      readonly have: readonly NodeId[];
      readonly voters: readonly NodeId[];
    }
  | {
      readonly type: 'wrongSnapshot';
      readonly index: LogIndex;
      readonly entryTerm: Term;
      /** Undefined: nothing is committed there. */
      readonly beforeTerm: Term | undefined;
      readonly earlier: number | undefined;
    }
  /** revision: of the store of the one that was looked at last. */
  | {
      readonly type: 'statesDiffer';
      readonly index: LogIndex;
      readonly revision: Revision;
      readonly before: NodeId;
      readonly earlier: number;
    }
  | {
      readonly type: 'revisionsDiffer';
      readonly revision: Revision;
      readonly before: NodeId;
      readonly earlier: number;
    }
  /** An assertion of its code did not hold, or its worker has died; in the code's own words. */
  | { readonly type: 'fellByItself'; readonly reason: string }
  | ElectionContradiction
  | LogContradiction
  | CommitContradiction
  | StateContradiction
  | ConfigurationContradiction
  | ReplicationContradiction
  | ReadContradiction;

type ElectionContradiction =
  | {
      readonly type: 'votedTwice';
      readonly term: Term;
      readonly candidate: NodeId;
      readonly before: NodeId;
      readonly earlier: number;
    }
  | {
      readonly type: 'unjustifiedVote';
      readonly term: Term;
      readonly candidate: NodeId;
      readonly own: EntryId;
      readonly theirs: EntryId;
    }
  /** The vote was told, or counted, when the disk had no such vote. */
  | {
      readonly type: 'voteNotDurable';
      readonly term: Term;
      readonly candidate: NodeId;
      readonly isCounted: boolean;
    }
  | { readonly type: 'termFell'; readonly from: Term; readonly to: Term; readonly onDisk: boolean }
  | { readonly type: 'illegalRole'; readonly from: StateType; readonly to: StateType }
  | {
      readonly type: 'electedWithoutQuorum';
      readonly term: Term;
      readonly have: readonly NodeId[];
      readonly voters: readonly NodeId[];
    }
  | {
      readonly type: 'termOfFuture';
      readonly messageType: MessageType;
      readonly term: Term;
      readonly own: Term;
    };

type LogContradiction =
  /** An entry that no log had before was made by somebody who is not the leader of its term. */
  | {
      readonly type: 'strangeOrigin';
      readonly index: LogIndex;
      readonly entryTerm: Term;
      /** Undefined: nobody leads that term. */
      readonly before: NodeId | undefined;
      readonly earlier: number | undefined;
    }
  | {
      readonly type: 'entryTermFell';
      readonly index: LogIndex;
      readonly entryTerm: Term;
      readonly previousTerm: Term;
    }
  | {
      readonly type: 'entryTermAhead';
      readonly index: LogIndex;
      readonly entryTerm: Term;
      readonly term: Term;
    }
  | {
      readonly type: 'indexOrder';
      readonly low: IndexName;
      readonly lowIndex: LogIndex;
      readonly high: IndexName;
      readonly highIndex: LogIndex;
    };

/** The indexes of a member, in the order in which they must be. */
export type IndexName = 'snapshot' | 'applied' | 'applying' | 'commit' | 'last' | 'first' | 'pending';

type CommitContradiction =
  | {
      readonly type: 'committedOldTerm';
      readonly index: LogIndex;
      readonly entryTerm: Term;
      readonly term: Term;
    }
  | {
      readonly type: 'committedUncounted';
      readonly index: LogIndex;
      readonly have: readonly NodeId[];
      readonly voters: readonly NodeId[];
    }
  /** A follower's commit index: the leader said it, and the message proved so much of the log. */
  | {
      readonly type: 'commitBeyond';
      readonly index: LogIndex;
      readonly said: LogIndex;
      readonly proven: LogIndex;
    }
  /** A leader tells somebody a commit index that it does not know that one to have. */
  | {
      readonly type: 'commitSentBeyond';
      readonly peer: NodeId;
      readonly index: LogIndex;
      readonly match: LogIndex;
    }
  | {
      readonly type: 'ackNotDurable';
      readonly peer: NodeId;
      readonly index: LogIndex;
      readonly durable: LogIndex;
    }
  | {
      readonly type: 'indexFell';
      readonly what: 'commit' | 'diskCommit' | 'applied';
      readonly from: LogIndex;
      readonly to: LogIndex;
    }
  /** What is committed was on enough disks, and is not any more. */
  | {
      readonly type: 'durabilityLost';
      readonly index: LogIndex;
      readonly have: readonly NodeId[];
      readonly voters: readonly NodeId[];
      readonly earlier: number;
    };

type StateContradiction =
  | { readonly type: 'appliedOutOfOrder'; readonly index: LogIndex; readonly applied: LogIndex }
  | { readonly type: 'appliedUncommitted'; readonly applied: LogIndex; readonly commit: LogIndex }
  /** The snapshot that is sent has another state, or another configuration, than there was at its index. */
  | {
      readonly type: 'wrongSnapshotState';
      readonly index: LogIndex;
      readonly before: NodeId;
      readonly earlier: number;
    }
  | { readonly type: 'wrongSnapshotConf'; readonly index: LogIndex; readonly earlier: number }
  | {
      readonly type: 'notReplaced';
      readonly index: LogIndex;
      readonly before: NodeId;
      readonly earlier: number;
    };

type ConfigurationContradiction =
  | {
      readonly type: 'malformedConf';
      readonly problem: 'noVoters' | 'learnerVotes' | 'learnersNext' | 'autoLeave' | 'progress';
    }
  | { readonly type: 'bigStep'; readonly from: readonly NodeId[]; readonly to: readonly NodeId[] }
  /** Two majorities by which these two could act have nobody in common. */
  | {
      readonly type: 'noOverlap';
      readonly before: NodeId;
      readonly have: readonly NodeId[];
      readonly others: readonly NodeId[];
    }
  | {
      readonly type: 'confUnapplied';
      readonly index: LogIndex;
      readonly pending: LogIndex;
      readonly applied: LogIndex;
    }
  | { readonly type: 'campaignUnapplied'; readonly index: LogIndex; readonly applied: LogIndex }
  | {
      readonly type: 'confUncommitted';
      readonly index: LogIndex;
      readonly pending: LogIndex;
      readonly commit: LogIndex;
    }
  | { readonly type: 'learnerActs'; readonly role: StateType };

type ReplicationContradiction =
  | {
      readonly type: 'unsoundProgress';
      readonly peer: NodeId;
      readonly match: LogIndex;
      readonly next: LogIndex;
      readonly last: LogIndex;
      readonly inflight: number;
      readonly state: ProgressState;
    }
  | {
      readonly type: 'matchUntrue';
      readonly peer: NodeId;
      readonly match: LogIndex;
      readonly durable: LogIndex;
    };

type ReadContradiction =
  | {
      readonly type: 'staleReadIndex';
      readonly index: LogIndex;
      readonly committed: LogIndex;
      readonly earlier: number | undefined;
    }
  | { readonly type: 'readUnapplied'; readonly index: LogIndex; readonly applied: LogIndex }
  | {
      readonly type: 'leaseOverlap';
      readonly term: Term;
      readonly commitTerm: Term;
      readonly before: NodeId;
      readonly earlier: number;
    }
  | {
      readonly type: 'leaseIgnored';
      readonly candidate: NodeId;
      readonly term: Term;
      readonly lead: NodeId;
      readonly remainingTicks: number;
    };
