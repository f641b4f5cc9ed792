import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import type { NodeTrace } from '../../node/io.ts';
import type { MessageType } from '../../raft/message.ts';
import type { StateType } from '../../raft/ready.ts';
import type { EntryId } from '../../raft/trace.ts';
import type { RuleId } from '../rule-book.ts';
import type { NoNumbers } from '../why/plain.ts';

/**
 * An event in which a node decided, as a question: what came, what the node was right before it, what it could have answered, and
 * what the engine did answer.
 */
export interface Decision {
  /** The number of the event in which it decided. */
  readonly event: number;
  /** Virtual milliseconds. */
  readonly atMs: number;
  readonly node: NodeId;
  readonly asked: Asked;
  readonly before: NodeBefore;
  /** Two to five, all different. */
  readonly answers: readonly Answer[];
  /** The place of the engine's answer among them. */
  readonly right: number;
  /** The rule that decided, where it is written, and a link to that. */
  readonly rule: RuleId;
  readonly section: string;
  readonly link: string;
  /** What the engine says of its decision, with the numbers that decided (raft/trace.ts); empty: it said nothing. */
  readonly because: readonly NodeTrace[];
}

/** What the node has to decide about. */
export type Asked =
  | { readonly type: 'message'; readonly id: number; readonly message: AskedMessage }
  /** Its election timer has run out. */
  | { readonly type: 'timer' }
  /** Somebody tells it to campaign. */
  | { readonly type: 'told' }
  /** A leader's look, once an election timeout, at who has answered since the last; these have, itself among them. */
  | { readonly type: 'quorumCheck'; readonly heard: readonly NodeId[] }
  /** Its own disk has done what waited to be there: its own vote, or its own entries, count from now on. */
  | { readonly type: 'disk'; readonly match: LogIndex }
  /** A client wants something written. */
  | { readonly type: 'request' };

/** The fields of a message that say something in it. */
export interface AskedMessage {
  readonly type: MessageType;
  readonly from: NodeId;
  /** 0: it carries none. */
  readonly term: Term;
  /** MsgVote: the candidate's last entry. MsgApp: the entry before those it brings. MsgSnap: where the snapshot ends. */
  readonly position?: EntryId;
  /** The terms of the entries it brings, which follow `position`. */
  readonly entries?: readonly Term[];
  /** The sender's commit index, as it tells it. */
  readonly commit?: LogIndex;
  /** MsgAppResp: stored up to here, or what was refused. */
  readonly index?: LogIndex;
  readonly reject?: boolean;
  /** Of a refused MsgApp: where the logs could agree at the latest. */
  readonly hint?: EntryId;
  /** The leader has asked for this campaign. */
  readonly transfer?: boolean;
}

/** The node as far as its decisions need it, right before the event. */
export interface NodeBefore {
  readonly state: StateType;
  readonly term: Term;
  readonly vote: NodeId;
  readonly lead: NodeId;
  readonly commit: LogIndex;
  readonly last: EntryId;
  /** The newest entries, ascending. */
  readonly log: readonly EntryId[];
  /** Ticks since it has heard a leader, or begun. */
  readonly elapsed: number;
  /** So long lasts a voter's lease. */
  readonly electionTimeout: number;
  readonly voters: readonly NodeId[];
  /** A leader's, of all members. */
  readonly matches: readonly { readonly id: NodeId; readonly match: LogIndex; readonly next: LogIndex }[];
  /** A candidate's: who has answered, and how. */
  readonly granted: readonly NodeId[];
  readonly rejected: readonly NodeId[];
}

/** What a node can do, by codes, each with its numbers (named as those of *why*, explain/why/plain.ts). */
export interface Answers {
  // Asked for its vote.
  grant: { readonly candidate: NodeId; readonly term: Term };
  refuse: { readonly term: Term };
  refuseInNewTerm: { readonly term: Term };
  preGrant: { readonly candidate: NodeId; readonly term: Term };
  preRefuse: { readonly term: Term };
  /** Says nothing, and stays as it is. */
  ignore: NoNumbers;

  // Sent entries, or a heartbeat.
  accept: { readonly index: LogIndex; readonly commit: LogIndex };
  acceptCutting: { readonly first: LogIndex; readonly index: LogIndex; readonly commit: LogIndex };
  reject: { readonly hint: EntryId };
  acknowledgeCommit: { readonly commit: LogIndex };
  tellTerm: { readonly term: Term };
  follow: { readonly leader: NodeId; readonly term: Term; readonly commit: LogIndex };

  // Sent a snapshot.
  install: { readonly index: LogIndex };
  keepLog: { readonly index: LogIndex };

  // Answered, as a leader or a candidate.
  commitTo: { readonly index: LogIndex };
  commitNothing: { readonly commit: LogIndex };
  probeFrom: { readonly index: LogIndex };
  becomeLeader: { readonly term: Term };
  waitForVotes: NoNumbers;
  giveUp: { readonly term: Term };
  stepDown: { readonly term: Term };
  leadOn: NoNumbers;

  // Its timer.
  campaign: { readonly term: Term };
  preCampaign: { readonly term: Term };
  stayQuiet: NoNumbers;

  // Asked to read or to write.
  confirmRead: { readonly index: LogIndex };
  answerRead: { readonly index: LogIndex };
  postponeRead: NoNumbers;
  forward: { readonly leader: NodeId };
  drop: NoNumbers;
  append: { readonly index: LogIndex; readonly term: Term };
  appendCommitted: { readonly index: LogIndex; readonly term: Term };
}

export type AnswerCode = keyof Answers;

export type Answer = {
  readonly [Code in AnswerCode]: { readonly code: Code; readonly numbers: Answers[Code] };
}[AnswerCode];

/** Equal answers have equal keys. */
export function keyOf({ code, numbers }: Answer): string {
  const parts = Object.entries(numbers as Record<string, unknown>).map(([name, value]) => {
    const { index, term } = value as { readonly index?: number; readonly term?: Term };
    const isPosition = typeof value === 'object' && index !== undefined;
    return `${name}=${isPosition ? `${index}@${String(term)}` : String(value)}`;
  });
  return [code, ...parts].join(' ');
}
