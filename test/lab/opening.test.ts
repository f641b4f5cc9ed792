import { describe, expect, it } from 'vitest';
import { beginStory, firstCampaignAt, openStory } from '../../src/lab/play/opening.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { Frame, NodeFrame } from '../../src/lab/frame/frame.ts';
import { defaultLabConfig } from '../../src/sim/world/config.ts';

function node(fields: {
  timeout: number;
  elapsed?: number;
  nextTickAt?: number;
  member?: NodeFrame['member'];
}): NodeFrame {
  return {
    status: 'up',
    member: fields.member ?? 'voter',
    nextTickAt: fields.nextTickAt ?? 100_000,
    tick: 100_000,
    view: { randomizedElectionTimeout: fields.timeout, electionElapsed: fields.elapsed ?? 0 },
  } as NodeFrame;
}

function frame(nodes: NodeFrame[], at = 0): Pick<Frame, 'at' | 'config' | 'nodes'> {
  return { at, config: defaultLabConfig, nodes };
}

describe('the opening', () => {
  it('finds who will campaign first by the timers', () => {
    const nodes = [
      node({ timeout: 15, nextTickAt: 10_000 }),
      node({ timeout: 12, nextTickAt: 70_000 }),
      node({ timeout: 12, nextTickAt: 50_000 }),
    ];
    expect(firstCampaignAt(frame(nodes))).toBe(50_000 + 11 * 100_000);
  });

  it('counts the ticks that have gone by', () => {
    expect(firstCampaignAt(frame([node({ timeout: 12, elapsed: 9, nextTickAt: 950_000 })], 900_000))).toBe(
      950_000 + 2 * 100_000,
    );
  });

  it('asks no learner', () => {
    expect(firstCampaignAt(frame([node({ timeout: 10, member: 'learner' })]))).toBeUndefined();
  });

  it('runs to 15 ms before it, then plays by meaning', async () => {
    const calls: [string, number | string | undefined][] = [];
    const note =
      (name: string) =>
      (value?: number | string): Promise<void> => {
        calls.push([name, value]);
        return Promise.resolve();
      };
    const lab = {
      runFor: note('runFor'),
      play: note('play'),
      runUntil: () => Promise.reject(new Error('it opens at the campaign')),
    };
    await openStory(lab, frame([node({ timeout: 10, nextTickAt: 20_000 })]));
    expect(calls).toEqual([
      ['runFor', 20 + 900 - 15],
      ['play', 'meaning'],
    ]);
  });

  it.each([1, 3, 5, 9])('of %i nodes begins with votes: a candidate, and nobody leads yet', async (nodes) => {
    const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
    await beginStory(lab, { nodes }, 'votes');
    const { nodes: now, timeMs } = await lab.state();
    const roles = now.map(({ role }) => role);
    expect(roles).not.toContain('leader');
    expect(roles.includes('candidate')).toBe(nodes > 1);
    await lab.runUntil('election');
    expect((await lab.state()).timeMs - timeMs).toBeLessThan(25);
  });
});
