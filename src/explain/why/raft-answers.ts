import type { NodeId, Term } from '../../base/flavor.ts';
import type { EntryId } from '../../raft/trace.ts';
import type { NoNumbers } from './plain.ts';

/** A vote that was asked for: who asked whom, in which term, and where their logs end. */
interface AskedVote {
  readonly voter: NodeId;
  readonly candidate: NodeId;
  readonly term: Term;
}

/** Codes of answers about raft, each with its numbers (`Plain`). */
export interface RaftAnswers {
  /** Nobody has asked this node for its vote. */
  voteNotAsked: { readonly voter: NodeId };
  voteGranted: AskedVote & { readonly own: EntryId; readonly theirs: EntryId };
  voteLogBehind: AskedVote & { readonly own: EntryId; readonly theirs: EntryId };
}

/** Codes of what would have to happen, each with its numbers. */
export interface RaftNeeds {
  /** The candidate's log becomes as new as this. */
  logUpTo: { readonly node: NodeId; readonly own: EntryId };
}

/** Codes of what keeps a node from something, each with its numbers. */
export interface RaftHindrances {
  killed: NoNumbers;
  paused: NoNumbers;
  cutOff: NoNumbers;
}
