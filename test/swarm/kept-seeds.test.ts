import { describe, expect, it } from 'vitest';
import { Member } from '../../src/node/member.ts';
import { faultNames } from '../../src/sim/command/faults.ts';
import { runSwarm } from '../../src/swarm/swarm-run.ts';

/** Seeds that once failed, and why. The faults are those there were then. */
const KEPT = [
  {
    seed: 1171,
    nodes: 5,
    events: 5000,
    why: 'two disks still had 81 writes of half a second each in their queues when the calm began, which is not calm yet',
  },
];

describe('seeds that once failed', () => {
  it.each(KEPT)('seed $seed passes: $why', async ({ seed, nodes, events }) => {
    const { failure, judgedLive } = await runSwarm(
      { seed, nodes, events, faults: faultNames.slice(0, 14), rules: [] },
      Member,
    );
    expect(failure).toBeUndefined();
    expect(judgedLive).toBe(true);
  });
});
