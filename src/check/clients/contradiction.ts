import type { LogIndex, NodeId, Revision, Term } from '../../base/flavor.ts';

/** What is broken of what clients were promised, in numbers; `earlier` is the event that it contradicts. `key`: a character a byte. */
export type ClientContradiction =
  /** `newest`: the highest revision that anybody had been answered before the call was made, in event `earlier`. */
  | {
      readonly type: 'staleAnswer';
      readonly request: number;
      readonly revision: Revision;
      readonly newest: Revision;
      readonly earlier: number;
    }
  /** `newest`: the highest revision that any member has applied. */
  | {
      readonly type: 'answerOfFuture';
      readonly request: number;
      readonly revision: Revision;
      readonly newest: Revision;
    }
  /** The store was not so at that revision. */
  | { readonly type: 'wrongAnswer'; readonly request: number; readonly revision: Revision }
  /** Two calls were told to have made this revision. */
  | {
      readonly type: 'claimedTwice';
      readonly request: number;
      readonly other: number;
      readonly revision: Revision;
      readonly earlier: number;
    }
  /** A member that had answered reads of `newest` answers with less. */
  | {
      readonly type: 'wentBack';
      readonly request: number;
      readonly revision: Revision;
      readonly newest: Revision;
      readonly earlier: number;
    }
  /** Refused as compacted, though nobody has compacted so far. */
  | {
      readonly type: 'notCompacted';
      readonly revision: Revision;
      readonly compacted: Revision;
      readonly request?: number;
      readonly stream?: number;
    }
  /** One proposal is in the log twice. */
  | {
      readonly type: 'appliedTwice';
      readonly id: number;
      readonly index: LogIndex;
      readonly before: LogIndex;
    }
  /** The leader of `leaderTerm` lacks an entry that a client's answer told of. */
  | {
      readonly type: 'lacksAnswered';
      readonly index: LogIndex;
      readonly leaderTerm: Term;
      readonly revision: Revision;
      readonly request: number;
      readonly earlier: number;
    }
  /** Of one watch: what it was sent, and what it should have been sent; 0: nothing. */
  | {
      readonly type: 'watchBroken';
      readonly how: WatchFault;
      readonly stream: number;
      readonly watch: string;
      readonly revision: Revision;
      readonly expected: Revision;
      readonly key: string;
    }
  | {
      readonly type: 'leaseEarly';
      readonly lease: string;
      readonly ttl: number;
      /** Since it was granted or renewed for the last time. */
      readonly lastedMs: number;
      readonly earlier: number;
    }
  | { readonly type: 'leaseByOther'; readonly lease: string; readonly node: NodeId }
  /** The lease is gone (or never was) and the key is there. */
  | {
      readonly type: 'leaseLeaves' | 'leaseGhost';
      readonly lease: string;
      readonly key: string;
      readonly revision: Revision;
    }
  /** A lease that was gone since event `earlier` was told to be alive. */
  | { readonly type: 'leaseUntrue'; readonly lease: string; readonly ttl: number; readonly earlier: number };

/** How a watch can be wrong. */
export type WatchFault =
  | 'unasked'
  | 'before'
  | 'backwards'
  | 'twice'
  | 'split'
  | 'skipped'
  | 'begunLate'
  | 'invented'
  | 'mark'
  | 'markBack'
  | 'create'
  | 'previous'
  | 'afterEnd';
