import { expect } from 'vitest';
import { Chaos } from './chaos.ts';

/** Three members each; in the one before the last, members come and go. */
export const variants = [
  { snapshotCount: 10, snapshotCatchUpEntries: 0 },
  { snapshotCount: 12, snapshotCatchUpEntries: 4, preVote: true, checkQuorum: true },
  { maxSizePerMsg: 0, snapshotCount: 25 },
  { snapshotCount: 12, snapshotCatchUpEntries: 4, preVote: true, checkQuorum: true },
  { snapshotCount: 8, snapshotCatchUpEntries: 0, storage: 'sync' },
] as const;

/** Runs of these seeds: all have the same store at the same index and agree in the end, and enough has happened in them. */
export function checkChaos(variant: number, first: number, last: number): void {
  const totals = { answers: 0, torn: 0, installed: 0, restarts: 0 };
  for (let seed = first; seed <= last; seed++) {
    const chaos = new Chaos(seed, variants[variant]);
    chaos.membership = variant === 3;
    chaos.run(1500);
    chaos.heal();
    expect(chaos.problems, `seed ${seed}`).toEqual([]);
    totals.answers += chaos.cluster.answers.size;
    for (const { trace } of chaos.cluster.traces) {
      if (trace.type === 'snapshotInstalled') totals.installed++;
      if (trace.type !== 'started') continue;
      totals.restarts++;
      totals.torn += trace.tornBytes > 0 ? 1 : 0;
    }
  }
  const runs = last - first + 1;
  expect(totals.answers).toBeGreaterThan(80 * runs);
  expect(totals.restarts).toBeGreaterThan(8 * runs);
  expect(totals.torn).toBeGreaterThan(runs / 6);
  if (variant !== 2) expect(totals.installed).toBeGreaterThan(runs / 6);
}
