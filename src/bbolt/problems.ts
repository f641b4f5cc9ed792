import type { PageProblem, ProblemKind } from './report.ts';

/** So many of each kind are kept in words; all are counted. */
const KEPT = 1000;

/** Collects what is wrong with a file. */
export class Problems {
  readonly found: PageProblem[] = [];
  readonly counts: Partial<Record<ProblemKind, number>> = {};

  /** `words` is asked only if the problem is kept. */
  add(kind: ProblemKind, page: number, bbolt: PageProblem['bbolt'], words: () => string): void {
    const count = this.many(kind, 1);
    if (count <= KEPT) this.found.push({ kind, page, words: words(), bbolt });
  }

  /** Counts some that are too many to be told one by one; how many of the kind there are then. */
  many(kind: ProblemKind, count: number): number {
    const sum = (this.counts[kind] ?? 0) + count;
    this.counts[kind] = sum;
    return sum;
  }
}
