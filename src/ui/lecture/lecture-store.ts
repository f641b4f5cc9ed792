import { create } from 'zustand';
import type { LessonStep } from '../../lessons/course/lesson.ts';

/** A question goes through them in this order: a vote, a talk among neighbours, a vote once more, the run, and both votes with the answer. */
export const PHASES = ['first', 'talk', 'second', 'run', 'votes'] as const;
export type Phase = (typeof PHASES)[number];
export type Round = Extract<Phase, 'first' | 'second'>;

/** What an audience has answered in one round. */
export interface RoundVotes {
  /** By a show of hands, for each choice. */
  readonly hands: readonly number[];
  /** Codes, as they were pasted. */
  readonly pasted: string;
}

interface LectureState {
  /** Of which question: `E1.who`. */
  readonly of: string;
  readonly phase: Phase;
  readonly rounds: Readonly<Record<Round, RoundVotes>>;
}

const NO_VOTES: RoundVotes = { hands: [], pasted: '' };

/** The votes stay when the question is closed, and until another is asked. */
export const useLecture = create<LectureState>(() => begun(''));

/** Another question begins with no votes; the same one goes on where it was. */
export function askQuestion(of: string): void {
  if (useLecture.getState().of !== of) beginAnew(of);
}

export function beginAnew(of: string): void {
  useLecture.setState(begun(of), true);
}

export function goToPhase(phase: Phase): void {
  useLecture.setState({ phase });
}

const WITHOUT_RUN: readonly Phase[] = PHASES.filter((phase) => phase !== 'run');

/** Those of a question: what is asked of a history that stands there already has no run to be shown. */
export function phasesOf({ history }: LessonStep): readonly Phase[] {
  return history === undefined ? PHASES : WITHOUT_RUN;
}

/** The phase after this one, or before it (`by` -1); the first and the last stay. */
export function phaseBeside(phases: readonly Phase[], phase: Phase, by: 1 | -1): Phase {
  return phases[phases.indexOf(phase) + by] ?? phase;
}

/** Nobody has fewer hands than none. */
export function setHands(round: Round, choice: number, count: number): void {
  change(round, ({ hands, pasted }) => {
    const next = Array.from({ length: Math.max(hands.length, choice + 1) }, (_, i) => hands[i] ?? 0);
    next[choice] = Math.max(0, Math.min(HANDS_MAX, Math.round(count)));
    return { hands: next, pasted };
  });
}

export function addHand(round: Round, choice: number, by: 1 | -1): void {
  setHands(round, choice, (useLecture.getState().rounds[round].hands[choice] ?? 0) + by);
}

export function setPasted(round: Round, pasted: string): void {
  change(round, ({ hands }) => ({ hands, pasted }));
}

const HANDS_MAX = 9999;

function begun(of: string): LectureState {
  return { of, phase: 'first', rounds: { first: NO_VOTES, second: NO_VOTES } };
}

function change(round: Round, next: (votes: RoundVotes) => RoundVotes): void {
  useLecture.setState(({ rounds }) => ({ rounds: { ...rounds, [round]: next(rounds[round]) } }));
}
