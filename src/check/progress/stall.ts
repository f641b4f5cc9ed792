import type { LogIndex, Micros, NodeId, Revision, Term } from '../../base/flavor.ts';
import type { PropertyName } from '../properties.ts';

/** What should have happened by now and has not. It is none any more as soon as it happens. */
export interface Stall {
  readonly property: PropertyName;
  /** From here on it could have happened. */
  readonly since: Micros;
  /** When it was looked at: later than the bound of the property allows. */
  readonly at: Micros;
  readonly event: number;
  readonly nodes: readonly NodeId[];
  /** One sentence in English, with its numbers. */
  readonly detail: string;
  readonly because: StallCause;
}

export type StallCause =
  /** Why each of those who could campaign would not win now. */
  | { readonly type: 'noLeader'; readonly chances: readonly Chance[] }
  | { readonly type: 'leaderFell'; readonly leader: NodeId; readonly term: Term; readonly newTerm: Term }
  | {
      readonly type: 'notCommitted';
      readonly leader: NodeId;
      readonly index: LogIndex;
      readonly commit: LogIndex;
    }
  | {
      readonly type: 'notApplied';
      readonly node: NodeId;
      readonly applied: LogIndex;
      readonly commit: LogIndex;
    }
  | { readonly type: 'notCaughtUp'; readonly node: NodeId; readonly match: LogIndex; readonly last: LogIndex }
  | { readonly type: 'zombie'; readonly leader: NodeId; readonly term: Term }
  | { readonly type: 'transferOpen' | 'transferFailed'; readonly leader: NodeId; readonly to: NodeId }
  | { readonly type: 'readOpen'; readonly node: NodeId; readonly request: number }
  | { readonly type: 'jointOpen'; readonly leader: NodeId }
  | { readonly type: 'leaseOpen'; readonly node: NodeId; readonly lease: string }
  | {
      readonly type: 'watchOpen';
      readonly node: NodeId;
      readonly told: Revision;
      readonly revision: Revision;
    };

/** Whether a node would win an election that it began now, and what each voter would do. */
export interface Chance {
  readonly node: NodeId;
  readonly wins: boolean;
  /** Why it would not even ask; undefined: it would. */
  readonly refusal: 'notVoter' | 'unappliedConf' | 'pendingSnapshot' | undefined;
  readonly voters: readonly { readonly voter: NodeId; readonly answer: VoterAnswer }[];
}

export type VoterAnswer =
  | { readonly type: 'grants' }
  /** Its process does not run, or no message comes through. */
  | { readonly type: 'down' | 'unreachable' }
  /** It ignores the question for so many ticks more: it has heard its leader. */
  | { readonly type: 'inLease'; readonly lead: NodeId; readonly ticks: number }
  /** Its log ends later than the candidate's. */
  | { readonly type: 'logBehind'; readonly own: LogEnd; readonly theirs: LogEnd };

export interface LogEnd {
  readonly term: Term;
  readonly index: LogIndex;
}
