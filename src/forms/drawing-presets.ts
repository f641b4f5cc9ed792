import type { NodeId } from '../base/flavor.ts';
import type { DrawnNode } from '../sim/world/drawing.ts';

export const presetNames = ['figure7', 'figure8a', 'figure8b', 'figure8c', 'figure8d', 'figure8e'] as const;
export type PresetName = (typeof presetNames)[number];

/** A node of a figure: its log, its term (that of its last entry unless said), its vote, what it knows committed; `down`: it has crashed. */
function drawn(
  node: NodeId,
  log: readonly number[],
  {
    term = log.at(-1) ?? 0,
    vote = 0,
    commit = 0,
    down = false,
  }: { term?: number; vote?: NodeId; commit?: number; down?: boolean } = {},
): DrawnNode {
  return { node, log, term, vote, commit, up: !down };
}

/**
 * Logs of the paper's figures (Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm"). What a figure
 * does not say is chosen: in figure 7 what all of them share is committed, and nobody is in a later term than the 7 of (d), so that
 * the leader's term is the figure's 8 when n1 has been elected. In figure 8 the first entry is committed, and votes
 * are those that its text tells.
 */
export const drawingPresets: Readonly<Record<PresetName, readonly DrawnNode[]>> = {
  /** n1 is the leader at the top, n2 to n7 are the followers (a) to (f). */
  figure7: [
    drawn(1, [1, 1, 1, 4, 4, 5, 5, 6, 6, 6], { term: 7, commit: 3 }),
    drawn(2, [1, 1, 1, 4, 4, 5, 5, 6, 6], { term: 7, commit: 3 }),
    drawn(3, [1, 1, 1, 4], { term: 7, commit: 3 }),
    drawn(4, [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6], { term: 7, commit: 3 }),
    drawn(5, [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7], { term: 7, vote: 5, commit: 3 }),
    drawn(6, [1, 1, 1, 4, 4, 4, 4], { term: 7, commit: 3 }),
    drawn(7, [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3], { term: 7, commit: 3 }),
  ],
  /** S1 leads term 2 and has replicated entry 2 to S2. */
  figure8a: [
    drawn(1, [1, 2], { vote: 1, commit: 1 }),
    drawn(2, [1, 2], { vote: 1, commit: 1 }),
    drawn(3, [1], { term: 2, vote: 1, commit: 1 }),
    drawn(4, [1], { term: 2, commit: 1 }),
    drawn(5, [1], { term: 2, commit: 1 }),
  ],
  /** S1 has crashed; S5 was elected in term 3 by S3, S4 and itself, and has another entry 2. */
  figure8b: [
    drawn(1, [1, 2], { vote: 1, commit: 1, down: true }),
    drawn(2, [1, 2], { vote: 1, commit: 1 }),
    drawn(3, [1], { term: 3, vote: 5, commit: 1 }),
    drawn(4, [1], { term: 3, vote: 5, commit: 1 }),
    drawn(5, [1, 3], { vote: 5, commit: 1 }),
  ],
  /** S5 has crashed; S1 was elected in term 4, and its entry 2 of term 2 is on a majority, but not committed. */
  figure8c: [
    drawn(1, [1, 2, 4], { vote: 1, commit: 1 }),
    drawn(2, [1, 2], { term: 4, vote: 1, commit: 1 }),
    drawn(3, [1, 2], { term: 4, vote: 1, commit: 1 }),
    drawn(4, [1], { term: 3, vote: 5, commit: 1 }),
    drawn(5, [1, 3], { vote: 5, commit: 1, down: true }),
  ],
  /** S1 has crashed; S5 was elected in term 5 and has overwritten entry 2 with its own of term 3. */
  figure8d: [
    drawn(1, [1, 3], { term: 5, commit: 1 }),
    drawn(2, [1, 3], { term: 5, vote: 5, commit: 1 }),
    drawn(3, [1, 3], { term: 5, vote: 5, commit: 1 }),
    drawn(4, [1, 3], { term: 5, vote: 5, commit: 1 }),
    drawn(5, [1, 3], { term: 5, vote: 5, commit: 1 }),
  ],
  /** Instead: S1 has replicated an entry of its own term 4 to a majority, and with it entry 2 is committed. */
  figure8e: [
    drawn(1, [1, 2, 4], { vote: 1, commit: 3, down: true }),
    drawn(2, [1, 2, 4], { vote: 1, commit: 1 }),
    drawn(3, [1, 2, 4], { vote: 1, commit: 1 }),
    drawn(4, [1], { term: 4, commit: 1 }),
    drawn(5, [1, 3], { vote: 5, commit: 1 }),
  ],
};
