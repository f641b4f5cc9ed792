import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import type { PlainValue } from '../origin/origin-step.ts';

/** What somebody wants to follow. Without a term: the newest entry of this index; a node: the one in its log. */
export type Followed =
  | {
      readonly type: 'entry';
      readonly index: LogIndex;
      readonly term?: Term | undefined;
      readonly node?: NodeId | undefined;
    }
  | { readonly type: 'call'; readonly id: number };

/**
 * What became of an entry, a call that proposed one, or a read, from its beginning to its end or to the playhead, across all nodes.
 *
 *     underWay    nothing is decided yet
 *     committed   the entry is committed: it is never lost
 *     lost        no log that was looked at has the entry any more
 *     answered    the call was answered; `gaveUp`: it ended without an answer
 */
export interface Story {
  readonly followed: Followed;
  readonly kind: 'entry' | 'read' | 'call';
  /** 0: none is known. */
  readonly index: LogIndex;
  readonly term: Term;
  /** The client's call; 0: none. */
  readonly call: number;
  readonly outcome: 'underWay' | 'committed' | 'lost' | 'answered' | 'gaveUp';
  /** In the order in which they happened. */
  readonly steps: readonly StoryStep[];
  /** Messages that carried it or spoke for it. */
  readonly messages: readonly number[];
}

/**
 * One event of a story.
 *
 *     called       the client made its call
 *     tookUp       the member that was asked took it up
 *     forwarded    it sent the proposal on to the leader; `postponed` it waits, as no leader is known
 *     dropped      the proposal was dropped (`reason`)
 *     appended     the leader gave it term and index, and appended it
 *     sent         the leader sent it to a member
 *     lost         that message was lost (`end`)
 *     took         the member has it in its log
 *     stored       it is on the member's disk
 *     counted      the leader heard so, and noted its Match
 *     committed    by counting these
 *     told         the member was told that it is committed
 *     applied      the member applied it
 *     snapshot     the member got it with a snapshot
 *     overwritten  the member's log had it, and has another one in its place, of whom
 *     forgotten    the process ended before it was on the disk
 *     readAsked    the leader took note of the read at this commit index, and asks all whether it still leads
 *     readForwarded the member asked the leader for a read index
 *     roundSent    the heartbeat that asks
 *     roundAnswered the answer to it
 *     readConfirmed a quorum answered: this is the read index
 *     readHeard    the member was told the read index
 *     waitedApply  it has applied up to that index
 *     answered     the client was answered
 *     gaveUp       the call ended without an answer
 */
export type StoryDeed =
  | 'called'
  | 'tookUp'
  | 'forwarded'
  | 'dropped'
  | 'appended'
  | 'sent'
  | 'lost'
  | 'took'
  | 'stored'
  | 'counted'
  | 'committed'
  | 'told'
  | 'applied'
  | 'snapshot'
  | 'overwritten'
  | 'forgotten'
  | 'readAsked'
  | 'readForwarded'
  | 'roundSent'
  | 'roundAnswered'
  | 'readConfirmed'
  | 'readHeard'
  | 'waitedApply'
  | 'answered'
  | 'gaveUp';

export interface StoryStep {
  readonly event: number;
  readonly timeMs: number;
  readonly node: NodeId;
  readonly did: StoryDeed;
  /** The message that was sent, came, or was lost. */
  readonly message?: number;
  readonly numbers: Readonly<Record<string, PlainValue>>;
  /** In English, for scripts. */
  readonly text: string;
}
