import { describe, expect, it } from 'vitest';
import { Lab } from '../../src/lab/lab.ts';
import { bareFrameRequest } from '../../src/lab/play/opening.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';

const HOUR_MS = 3_600_000;

describe('a tab that has slept', () => {
  it('does not play the time that passed meanwhile', async () => {
    let now = 0;
    const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => now });
    await lab.play(1);
    const { at: before } = await lab.frame({ ...bareFrameRequest, elapsedMs: 16 });
    // The machine was closed: its clock has gone on, and the page says how long it was.
    now += 8 * HOUR_MS;
    const { at: after, playing } = await lab.frame({ ...bareFrameRequest, elapsedMs: 8 * HOUR_MS });
    expect(after - before).toBeLessThanOrEqual(100_000);
    expect(after).toBeGreaterThan(before);
    expect(playing).toBe(true);
  });
});
