import type { LogIndex, NodeId, Revision, Term } from '../../base/flavor.ts';

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
  | { readonly type: 'logsDiffer'; readonly index: LogIndex; readonly entryTerm: Term }
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
    }
  /** An assertion of its code did not hold, or its worker has died; in the code's own words. */
  | { readonly type: 'fellByItself'; readonly reason: string };
