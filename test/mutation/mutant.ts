/** One change of one expression, condition or block. */
export interface Mutant {
  readonly id: string;
  /** Within src/raft: `quorum/quorum.ts`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The line of source it begins on, without indentation. */
  readonly source: string;
  readonly mutator: string;
  /** What is put in the place of what: `a > 0 → a >= 0`; long ones shortened in the middle. */
  readonly change: string;
}

/** What became of a mutant. */
export type Verdict =
  | { readonly type: 'caught'; readonly by: string }
  /** It never ends: seen by the count of its own evaluations, or by the clock where it is not itself in the loop. */
  | { readonly type: 'endless'; readonly by: string }
  | { readonly type: 'survived'; readonly tests: number }
  | { readonly type: 'notReached' };

export function isCaught(verdict: Verdict): boolean {
  return verdict.type === 'caught' || verdict.type === 'endless';
}

const HEAD = 60;
const TAIL = 24;

/** On one line; of a long text only how it begins and ends. */
export function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= HEAD + TAIL + 3 ? line : `${line.slice(0, HEAD)} … ${line.slice(-TAIL)}`;
}
