import { describe, expect, it } from 'vitest';
import { Lab } from '../../src/lab/lab.ts';
import { bareFrameRequest } from '../../src/lab/play/opening.ts';
import { Member } from '../../src/node/member.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import * as calls from '../../src/lab/call/operations.ts';
import { ask } from './ask.ts';

/** How many appends a leader's followers reject while five clients write at once, ten times over. */
async function rejectionsOfFiveWriters(config: Partial<LabConfig>): Promise<number> {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset(config);
  await lab.step('election');
  await lab.runFor(500);
  const outcomes = [];
  for (let round = 0; round < 10; round++) {
    for (let writer = 0; writer < 5; writer++) {
      outcomes.push(ask(lab, calls.put(`w${writer}`, String(round))));
    }
    await lab.runFor(7);
  }
  await lab.runFor(1000);
  for (const outcome of outcomes) expect(await outcome).toMatchObject({ status: 'ok' });
  const frame = await lab.frame({
    ...bareFrameRequest,
    timeline: { from: 0, to: 1e9, maxArrows: 100_000, hide: [] },
  });
  return frame.timeline.arrows.filter(({ type, reject }) => type === 'MsgAppResp' && reject).length;
}

describe('links', () => {
  it.each([1, 2, 3])(
    'keep their order by default: five writers at once are not rejected (seed %i)',
    async (seed) => {
      expect(await rejectionsOfFiveWriters({ seed })).toBe(0);
      expect(await rejectionsOfFiveWriters({ seed, jitterMs: 40 })).toBe(0);
    },
  );

  it('let messages overtake each other where that is chosen, and followers then reject', async () => {
    expect(await rejectionsOfFiveWriters({ seed: 1, reorder: 0.5 })).toBeGreaterThan(0);
  });
});
