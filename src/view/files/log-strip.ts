import type { EntryLog } from '../../datadir/wal/entry-log.ts';
import type { LogStory } from '../../datadir/wal/log-story.ts';

/** Entries of one term in a row. */
export interface TermRun {
  readonly term: number;
  readonly from: number;
  readonly to: number;
  /** Who led it, as etcd prints ids, where the log says so. */
  readonly leader: string | undefined;
}

/** What stands out in a log, in the order of the legend. */
export const markKinds = [
  'membership',
  'forced',
  'snapshot',
  'compaction',
  'version',
  'downgrade',
  'auth',
  'alarm',
  'replaced',
  'gap',
  'unknown',
] as const;
export type MarkKind = (typeof markKinds)[number];

export interface LogMark {
  readonly kind: MarkKind;
  readonly from: number;
  readonly to: number;
  /** In the protocol's own words: ids, revisions, versions. */
  readonly text: string;
}

/** A log along its indexes: terms as bands, and marks on them. */
export interface LogStrip {
  /** 0 for an empty log. */
  readonly firstIndex: number;
  readonly lastIndex: number;
  readonly count: number;
  readonly commit: number | undefined;
  readonly terms: readonly TermRun[];
  readonly marks: readonly LogMark[];
  /** Marks that were too many to be told one by one. */
  readonly moreMarks: number;
  /** Entries of each kind, the most first: `put`, `txn`, `lease_grant` … */
  readonly kinds: readonly (readonly [kind: string, count: number])[];
}

/** More bands, or marks, than this are not told apart by anybody. */
const RUNS_MAX = 300;

export interface LogFacts {
  readonly commit: number | undefined;
  readonly snapshots: readonly { readonly index: number; readonly term: number }[];
}

export function logStrip(log: EntryLog, story: LogStory, { commit, snapshots }: LogFacts): LogStrip {
  const marks = marksOf(log, story, snapshots);
  return {
    firstIndex: log.firstIndex,
    lastIndex: log.lastIndex,
    count: log.ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0),
    commit,
    terms: termRuns(story),
    marks: marks.slice(0, RUNS_MAX),
    moreMarks: Math.max(0, marks.length - RUNS_MAX),
    kinds: Object.entries(story.kinds).toSorted(([, a], [, b]) => b - a),
  };
}

/** Those behind the first few hundred are one run, of the last term of all. */
function termRuns({ terms }: LogStory): TermRun[] {
  const runs: TermRun[] = terms.slice(0, RUNS_MAX).map(({ term, first, last, leader }) => ({
    term: Number(term),
    from: first,
    to: last,
    leader: leader && hex(leader.memberId),
  }));
  const [rest, end] = [terms[RUNS_MAX], terms.at(-1)];
  if (rest !== undefined && end !== undefined)
    runs.push({ term: Number(end.term), from: rest.first, to: end.last, leader: undefined });
  return runs;
}

function at(kind: MarkKind, index: number, text: string): LogMark {
  return { kind, from: index, to: index, text };
}

function marksOf(log: EntryLog, story: LogStory, snapshots: LogFacts['snapshots']): LogMark[] {
  const marks: LogMark[] = [
    ...story.membership.map(({ index, type, memberId, name = '', isForced }) =>
      at(isForced ? 'forced' : 'membership', index, `${type} ${hex(memberId)} ${name}`.trim()),
    ),
    ...snapshots.filter(({ index }) => index > 0).map(({ index }) => at('snapshot', index, '')),
    ...story.compactions.map(({ index, revision }) => at('compaction', index, String(revision))),
    ...story.versions.map(({ index, version }) => at('version', index, version)),
    ...story.downgrades.map(({ index, enabled, version }) => at('downgrade', index, `${version} ${enabled}`)),
    ...story.auth.map(({ index, enabled }) => at('auth', index, enabled ? 'enable' : 'disable')),
    ...story.alarms.map(({ index, action, alarm, memberId }) =>
      at('alarm', index, `${action} ${alarm} ${hex(memberId)}`),
    ),
    ...story.unknown.map(({ index, problem }) => at('unknown', index, problem)),
    ...story.gaps.map(({ first, last }): LogMark => ({ kind: 'gap', from: first, to: last, text: '' })),
    ...log.overwritten.map(({ first, last }): LogMark => ({
      kind: 'replaced',
      from: first,
      to: last,
      text: '',
    })),
  ];
  return marks.toSorted((a, b) => a.from - b.from);
}

function hex(id: bigint): string {
  return BigInt.asUintN(64, id).toString(16);
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
    if (kind === 'gap' && from <= index) row -= Math.min(to + 1, index) - from;
  return Math.max(0, row);
}
