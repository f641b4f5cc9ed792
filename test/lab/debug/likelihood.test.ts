import { describe, expect, it } from 'vitest';
import { Lab } from '../../../src/lab/lab.ts';
import { Member } from '../../../src/node/member.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';

async function labWith(config: object): Promise<Lab> {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset(config);
  return lab;
}

describe('when a state became inevitable', () => {
  it('is the loss of the majority’s other half: three of five killed, one after the other', async () => {
    const lab = await labWith({ nodes: 5, seed: 4 });
    await lab.runUntil('election');
    for (const id of [5, 4, 3]) {
      await lab.runFor(400);
      await lab.act({ type: 'kill', node: id });
    }
    const { events: thirdKill } = await lab.state();
    await lab.runFor(5000);
    const hash = await lab.hash();
    // Nobody leads any more: with CheckQuorum also the leader steps down. What people did is done again.
    const none = 'any(n in nodes, n.commit > 0) && !any(n in nodes, n.role == leader)';
    const answer = await lab.likelihood({
      condition: none,
      runs: 6,
      instants: 12,
      withinMs: 4000,
      fromMs: 0,
    });
    expect(await lab.hash()).toBe(hash);
    expect(answer.reachedEvent).toBeGreaterThan(thirdKill);
    for (const { reached, runs, low, high } of answer.points) {
      expect(reached).toBe(runs);
      expect(low).toBeLessThanOrEqual(high);
    }
    expect(answer.bend).toBeUndefined();
    // Without them it becomes sure with the third kill, the very event.
    const alone = await lab.likelihood({
      condition: none,
      runs: 6,
      instants: 24,
      withinMs: 4000,
      fromMs: 0,
      repeats: false,
    });
    expect(alone.bend).toMatchObject({ from: thirdKill - 1, to: thirdKill, before: 0, after: 1 });
  });

  it('says what it cannot be asked', async () => {
    const lab = await labWith({ nodes: 3, seed: 4 });
    await lab.runFor(3000);
    await expect(lab.likelihood({ condition: 'commit(2) >=' })).rejects.toThrow('character 13');
    await expect(lab.likelihood({ condition: 'commit(2)' })).rejects.toThrow('condition');
    await expect(lab.likelihood({ condition: 'term(1) > 99' })).rejects.toThrow('was not reached');
    await expect(lab.likelihood({ condition: 'term(1) > 0', event: 999_999 })).rejects.toThrow('no event');
    await expect(lab.likelihood({ condition: 'term(1) > 0', runs: 0 })).rejects.toThrow('runs is 0');
    await expect(lab.likelihood({ condition: 'term(1) > 0', fromMs: 2999 })).rejects.toThrow('fromMs');
  });
});
