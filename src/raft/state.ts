import type { LogIndex, NodeId, Term } from '../base/flavor.ts';
import type { RaftConfig } from './config.ts';
import type { MsgReadIndex } from './message.ts';
import type { MessageQueue } from './message-queue.ts';
import type { RaftLog } from './raft-log.ts';
import type { ReadOnly } from './read-only.ts';
import type { ReadState, StateType } from './ready.ts';
import type { Rules } from './rules.ts';
import type { RaftTrace } from './trace.ts';
import type { Tracker } from './tracker.ts';

/**
 * Everything one node knows (paper, figure 2; etcd: raft). Plain data but for `rules` and the log's storage.
 *
 *     paper, figure 2                                    here
 *     persistent: currentTerm, votedFor, log[]           term, vote, log (on disk: HardState and entries)
 *     volatile: commitIndex, lastApplied                 log.committed (etcd writes it as well, as a hint), log.applied
 *     volatile on leaders: nextIndex[], matchIndex[]     tracker.progress[].next, .match
 *
 * Invariants between fields, beside those on the fields:
 * - role is StateLeader    =>  lead = vote = id, and all entries of `term` in the log are this node's own
 * - role is StateCandidate =>  lead = 0 and vote = id
 * - role is StatePreCandidate => lead = 0; term and vote are still those of the follower it was (thesis 9.6)
 * - whatever is in `messages` may leave at once; nothing in `messagesAfterAppend` leaves before what it vouches for is synced
 */
export interface Raft {
  readonly id: NodeId;
  readonly config: RaftConfig;
  readonly rules: Rules;
  readonly log: RaftLog;
  /** Used by a leader; kept by all, so that anybody may become one. */
  readonly tracker: Tracker;

  /** The latest term seen. Never falls. */
  term: Term;
  /** Whom this node supports in `term`; 0 for nobody. Changes from nobody to somebody, or with the term. */
  vote: NodeId;
  role: StateType;
  /** The leader of `term`, as far as known; 0 otherwise. Own id exactly while role is StateLeader. */
  lead: NodeId;
  /** Whom the leadership is being handed to; 0 when nobody. Only on a leader; then no proposals are taken. */
  leadTransferee: NodeId;

  /** Sent at once. */
  readonly messages: MessageQueue;
  /** Sent when everything they vouch for, votes and entries, is on disk. */
  readonly messagesAfterAppend: MessageQueue;

  /** Unconfirmed reads of this leadership. */
  readOnly: ReadOnly;
  /** Reads that wait for the first commit of this term. */
  postponedReads: MsgReadIndex[];
  /** Answered reads, for the application. */
  readStates: ReadState[];

  /** No further configuration change is taken before this index has been applied. On leaders. */
  pendingConfIndex: LogIndex;
  /** Payload bytes of the proposals of this leadership that have not been applied: an estimate from below. */
  uncommittedSize: number;

  /** Ticks since a leader was heard, a vote was given, or (on a leader) since the last quorum check. */
  electionElapsed: number;
  /** Ticks since the last heartbeat; on a leader. */
  heartbeatElapsed: number;
  /** In [electionTick, 2 * electionTick - 1]; drawn anew by every reset. */
  randomizedElectionTimeout: number;

  /** What every reset sets the randomized election timeout to; 0: it is drawn. Only scripts and lessons fix it. */
  fixedElectionTimeout: number;

  /** Decisions are recorded. */
  readonly tracing: boolean;
  /** Decisions since they were last taken, oldest first. */
  traces: RaftTrace[];
}
