import { describe, expect, it } from 'vitest';
import { Chaos } from './chaos.ts';

describe('three members, whatever happens to messages, disks and processes', () => {
  const variants = [
    { snapshotCount: 10, snapshotCatchUpEntries: 0 },
    { snapshotCount: 12, snapshotCatchUpEntries: 4, preVote: true, checkQuorum: true },
    { maxSizePerMsg: 0, snapshotCount: 25 },
    { snapshotCount: 12, snapshotCatchUpEntries: 4, preVote: true, checkQuorum: true },
    { snapshotCount: 8, snapshotCatchUpEntries: 0, storage: 'sync' },
  ] as const;
  for (const [variant, settings] of variants.entries()) {
    it(`have the same store at the same index, and agree once all is well again (variant ${variant})`, () => {
      const totals = { answers: 0, torn: 0, installed: 0, restarts: 0 };
      for (let seed = 1; seed <= 12; seed++) {
        const chaos = new Chaos(seed, settings);
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
      expect(totals.answers).toBeGreaterThan(1000);
      expect(totals.restarts).toBeGreaterThan(100);
      expect(totals.torn).toBeGreaterThan(2);
      if (variant !== 2) expect(totals.installed).toBeGreaterThan(2);
    });
  }
});
