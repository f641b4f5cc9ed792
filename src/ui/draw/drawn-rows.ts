import type { WorldState } from '../../lab/frame/world-state.ts';
import type { DrawnNode } from '../../sim/world/drawing.ts';

/** A node as it is typed: its terms and numbers are texts until somebody wants to begin. */
export interface DrawnRow {
  readonly node: number;
  /** The term of each entry; never one that is empty. */
  readonly log: readonly string[];
  readonly term: string;
  readonly vote: number;
  readonly commit: string;
  readonly up: boolean;
}

export function rowOf({ node, log, term, vote, commit, up }: DrawnNode): DrawnRow {
  return { node, log: log.map(String), term: String(term), vote, commit: String(commit), up };
}

export function emptyRow(node: number): DrawnRow {
  return { node, log: [], term: '0', vote: 0, commit: '0', up: true };
}

/** What is typed as a drawing; what is no number is none, and whoever checks the drawing says so. */
export function drawingOf(rows: readonly DrawnRow[]): readonly DrawnNode[] {
  return rows.map(({ node, log, term, vote, commit, up }) => ({
    node,
    log: log.map(numberOf),
    term: numberOf(term),
    vote,
    commit: numberOf(commit),
    up,
  }));
}

function numberOf(text: string): number {
  return /^\d+$/.test(text.trim()) ? Number(text) : NaN;
}

/** The entry at a place has this term now; none: the log ends before it. Behind the last entry a new one is added. */
export function withTerm(row: DrawnRow, place: number, text: string): DrawnRow {
  const log = text === '' ? row.log.slice(0, place) : row.log.toSpliced(place, 1, text);
  const last = numberOf(log.at(-1) ?? '0');
  // A node is in the term of its last entry at the least: to draw the entry draws that along.
  const term = numberOf(row.term) < last ? String(last) : row.term;
  const commit = numberOf(row.commit) > log.length ? String(log.length) : row.commit;
  return { ...row, log, term, commit };
}

/** The nodes of a run as they are now; undefined where a log does not begin at its first entry any more, or a term is too large. */
export function rowsOf(state: WorldState): readonly DrawnRow[] | undefined {
  const rows = state.nodes.map(
    ({ id, log, term, vote, commitIndex, firstIndex, status }): DrawnRow | undefined =>
      firstIndex > 1 || typeof term === 'bigint'
        ? undefined
        : {
            node: id,
            log: log.map((entry) => String(entry.term)),
            term: String(term),
            vote,
            commit: String(commitIndex),
            up: status !== 'killed',
          },
  );
  return rows.includes(undefined) ? undefined : rows.flatMap((row) => row ?? []);
}
