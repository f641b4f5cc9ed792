import type { LogIndex, NodeId, Revision, Term } from '../../base/flavor.ts';
import type { LeaseId } from '../../etcd/request.ts';
import type { ProgressState } from '../../raft/trace.ts';
import type { Deed, PlainValue } from './origin-step.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';

/** Single values of a member that its records name. */
export type FieldName =
  'term' | 'vote' | 'lead' | 'leadTransferee' | 'state' | 'commit' | 'applied' | 'stable' | 'confState';

/** What some event must have brought about. Each is as of an instant (`Ask.at`), in the life that the member then had. */
export type Fact =
  | { readonly type: 'field'; readonly node: NodeId; readonly field: FieldName }
  /** That it has got at least this far. */
  | {
      readonly type: 'reached';
      readonly node: NodeId;
      readonly field: 'commit' | 'applied';
      readonly index: LogIndex;
    }
  /** Its disk has this of the hard state, in this term. */
  | {
      readonly type: 'disk';
      readonly node: NodeId;
      readonly field: 'term' | 'vote' | 'commit';
      readonly term: Term;
      readonly value: number | bigint;
    }
  /** Its log has this entry; undefined term: whatever it has there. */
  | {
      readonly type: 'entry';
      readonly node: NodeId;
      readonly index: LogIndex;
      readonly term: Term | undefined;
    }
  /** Its disk has this entry. */
  | { readonly type: 'stored'; readonly node: NodeId; readonly index: LogIndex; readonly term: Term }
  /** A snapshot up to this index is on its disk, with what it brings. */
  | {
      readonly type: 'snapshot';
      readonly node: NodeId;
      readonly index: LogIndex;
      readonly holds: Fact | undefined;
    }
  | {
      readonly type: 'progress';
      readonly node: NodeId;
      readonly of: NodeId;
      readonly field: 'match' | 'next' | 'state';
      readonly value: LogIndex | ProgressState;
    }
  /** Its store has got to this revision. */
  | { readonly type: 'revision'; readonly node: NodeId; readonly revision: Revision }
  /** `end`: it ends when it now does; otherwise: it was granted. */
  | { readonly type: 'lease'; readonly node: NodeId; readonly id: LeaseId; readonly what: 'grant' | 'end' }
  | { readonly type: 'answer'; readonly request: number }
  /** That this event came about, for what it did: its input, back to a first one. */
  | { readonly type: 'cause'; readonly did: Done };

/** What somebody wants to know of an event, besides that it happened. */
export type Done =
  /** It sent this message; `tells`: what the message says, which is what is gone on with. */
  | { readonly type: 'sent'; readonly message: number; readonly tells?: Fact }
  /** It asked for this write; `brought`: what it wrote had come in a message, and is gone on with at the sender. */
  | { readonly type: 'write'; readonly write: number; readonly brought?: Fact }
  | { readonly type: 'apply'; readonly apply: number }
  | { readonly type: 'called'; readonly request: number }
  | { readonly type: 'commanded' };

/** A fact as of right after event `at`. */
export interface Ask {
  readonly fact: Fact;
  readonly at: number;
}

/** The event that brought a fact about, and what it goes back to; undefined: it is a first input. */
export interface Told {
  /** Undefined: the beginning of the run. */
  readonly event: WorldEvent | undefined;
  /** Whose value it is. */
  readonly node: NodeId;
  readonly did: Deed;
  /** What of the node it is about, in the language of conditions, without `node(n).`; '' for the event itself. */
  readonly place: string;
  readonly value: PlainValue | undefined;
  readonly numbers?: Readonly<Record<string, PlainValue>>;
  readonly next: Ask | undefined;
}
