import type { Micros, NodeId } from '../../base/flavor.ts';
import type { RuleId } from '../rule-book.ts';
import type { DataAnswers, DataHindrances, DataNeeds } from './data-answers.ts';
import type { RaftAnswers, RaftHindrances, RaftNeeds } from './raft-answers.ts';
import type { Subject } from './subject.ts';

export type { Plain } from './plain.ts';
export type { Subject } from './subject.ts';

/** Every code with its numbers. Each hand's codes stand in a file of their own. */
export interface Answers extends RaftAnswers, DataAnswers {}
export interface Needs extends RaftNeeds, DataNeeds {}
export interface Hindrances extends RaftHindrances, DataHindrances {}

export type WhyCode = keyof Answers;
export type NeedCode = keyof Needs;
export type HindranceCode = keyof Hindrances;

/** Something that would have to happen for the answer to change. */
export type Need = {
  readonly [Code in NeedCode]: { readonly code: Code; readonly numbers: Needs[Code] };
}[NeedCode];

/** What keeps one node from what the answer is about. */
export type Hindrance = {
  readonly [Code in HindranceCode]: {
    readonly node: NodeId;
    readonly code: Code;
    readonly numbers: Hindrances[Code];
  };
}[HindranceCode];

/**
 * The answer to a *why*, made from the record and the state at the playhead. `window.quorumscope.why` adds `text`, the same in
 * English.
 */
export type Why = {
  readonly [Code in WhyCode]: WhyCommon & { readonly answer: Code; readonly numbers: Answers[Code] };
}[WhyCode];

interface WhyCommon {
  /** As it was asked, with what was found for what it left open. */
  readonly subject: Subject;
  /** The rule that decided, of raft or of the rule book; where it is written; and a link to that. */
  readonly rule: RuleId;
  readonly section: string;
  readonly link: string;
  /** What would have to happen for the answer to change, any of these; empty: it is over, and stays as it is. */
  readonly needs: readonly Need[];
  /** When it will have changed if nobody acts and the dice lose nothing; undefined: it will not by itself, or nobody can tell. */
  readonly byItselfAtMs?: number;
  /** What keeps each of the nodes that it would take. */
  readonly because: readonly Hindrance[];
  /**
   * Numbers of events, newest first: the one that decided, what led to it, and so on back to the inputs that made it, which are
   * commands or ticks.
   */
  readonly causes: readonly number[];
}

/** What a part that explains gives back; the dispatcher adds the subject as it was asked, and what the rule book says. */
export type Explained = {
  readonly [Code in WhyCode]: ExplainedCommon & { readonly answer: Code; readonly numbers: Answers[Code] };
}[WhyCode];

interface ExplainedCommon {
  /** With what was found for what it left open; absent: as it was asked. */
  readonly subject?: Subject;
  readonly rule: RuleId;
  readonly needs?: readonly Need[];
  readonly byItselfAt?: Micros | undefined;
  readonly because?: readonly Hindrance[];
  readonly causes?: readonly number[];
}
