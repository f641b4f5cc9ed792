import type { EntryLog } from '../../datadir/wal/entry-log.ts';

/** Entries of one term in a row. */
export interface TermRun {
  readonly term: number;
  readonly from: number;
  readonly to: number;
}

/** What stands out in a log. */
export interface LogMark {
  readonly kind: 'membership' | 'snapshot' | 'replaced' | 'gap';
  readonly from: number;
  readonly to: number;
}

/** A log along its indexes: terms as bands, and marks on them. */
export interface LogStrip {
  /** 0 for an empty log. */
  readonly firstIndex: number;
  readonly lastIndex: number;
  readonly count: number;
  readonly commit: number | undefined;
  readonly terms: readonly TermRun[];
  /** Runs that were too many to be told one by one. */
  readonly moreTerms: number;
  readonly marks: readonly LogMark[];
  readonly moreMarks: number;
}

/** More bands, or marks, than this are not told apart by anybody. */
const RUNS_MAX = 300;

/** raftpb.EntryNormal. */
const NORMAL = 0;

export function logStrip(
  log: EntryLog,
  { commit, snapshots }: { commit: number | undefined; snapshots: readonly { readonly index: number }[] },
): LogStrip {
  const terms: TermRun[] = [];
  const marks: LogMark[] = snapshots
    .filter(({ index }) => index > 0)
    .map(({ index }) => ({ kind: 'snapshot', from: index, to: index }));
  let runs = 0;
  let count = 0;
  let from = 0;
  let term = -1;
  let last = 0;
  const close = (): void => {
    if (term < 0) return;
    runs++;
    if (terms.length < RUNS_MAX) terms.push({ term, from, to: last });
    else terms[RUNS_MAX - 1] = { term, from: terms[RUNS_MAX - 1]?.from ?? from, to: last };
  };
  for (const range of log.ranges) {
    if (last > 0) marks.push({ kind: 'gap', from: last + 1, to: range.first - 1 });
    for (let index = range.first; index <= range.last; index++) {
      const record = log.recordAt(index);
      if (record === undefined) continue;
      const own = Number(log.termOf(record));
      if (own !== term || index === range.first) {
        close();
        term = own;
        from = index;
      }
      if (log.typeOf(record) !== NORMAL) marks.push({ kind: 'membership', from: index, to: index });
      last = index;
      count++;
    }
  }
  close();
  for (const { first, last: end } of log.overwritten) marks.push({ kind: 'replaced', from: first, to: end });
  return {
    firstIndex: log.firstIndex,
    lastIndex: log.lastIndex,
    count,
    commit,
    terms,
    moreTerms: Math.max(0, runs - RUNS_MAX),
    marks: marks.toSorted((a, b) => a.from - b.from).slice(0, RUNS_MAX),
    moreMarks: Math.max(0, marks.length - RUNS_MAX),
  };
}

/** The index of a row of the list of entries, where the log has gaps; undefined behind its end. */
export function indexOfRow(log: EntryLog, row: number): number | undefined {
  let before = 0;
  for (const { first, last } of log.ranges) {
    const length = last - first + 1;
    if (row < before + length) return first + row - before;
    before += length;
  }
  return undefined;
}

/** The row of an index, or of the next one that there is. */
export function rowOfIndex(log: Pick<LogStrip, 'marks' | 'firstIndex'>, index: number): number {
  let row = index - log.firstIndex;
  for (const { kind, from, to } of log.marks)
    if (kind === 'gap' && from <= index) row -= Math.min(to, index) - from + 1;
  return Math.max(0, row);
}
