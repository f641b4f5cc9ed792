import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import type { FrameRequest } from '../../src/lab/frame/frame.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import * as calls from '../../src/lab/call/operations.ts';
import { ask } from './ask.ts';

const playing: FrameRequest = {
  elapsedMs: 100,
  log: 'tail',
  logColumns: 1,
  timeline: { from: 0, to: 1, maxArrows: 0, hide: [] },
  store: undefined,
};

/**
 * A leader and one follower, cut off from the three others: two of five are no majority, and the broken rule commits
 * what only they have on disk.
 */
async function brokenLab(): Promise<Lab> {
  let now = 0;
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => (now += 0.01) });
  await lab.reset({ nodes: 5, seed: 3, brokenRules: ['commitByHalf'] });
  await lab.step('election');
  await lab.runFor(500);
  const { nodes } = await lab.state();
  const leader = present(
    nodes.find(({ role }) => role === 'leader'),
    'a leader',
  ).id;
  const others = nodes.map(({ id }) => id).filter((id) => id !== leader);
  await lab.act({ type: 'partition', groups: [[leader, ...others.slice(0, 1)], others.slice(1)] });
  void ask(lab, calls.put('a', '0'), leader);
  return lab;
}

/** Plays until it stops by itself, but not for ever. */
async function play(lab: Lab): Promise<void> {
  await lab.play(10);
  for (let i = 0; i < 200 && (await lab.frame(playing)).playing; i++);
}

describe('playing', () => {
  it('stops at the event in which a promise is found broken, and says what was counted', async () => {
    const lab = await brokenLab();
    await play(lab);
    const frame = await lab.frame(playing);
    const { violations } = frame.checks;
    // The rule that is broken is seen each time it is used, before and just now; the promise is broken once.
    expect(violations.filter(({ property }) => property !== 'QuorumDurability')).toEqual(
      violations.filter(({ property, kind }) => property === 'CommitRule' && kind === 'rule'),
    );
    const damage = violations.filter(({ property }) => property === 'QuorumDurability');
    expect(damage.length).toBe(1);
    const violation = present(damage[0], 'a violation');
    // Nothing follows it, and in its own event it is what is told first.
    expect(violations.at(-1)?.event).toBe(violation.event);
    expect(violations.find(({ event }) => event === violation.event)).toBe(violation);
    expect(frame.playing).toBe(false);
    expect(frame.events).toBe(violation.event);
    expect(frame.at).toBe(violation.at);
    expect(violation.property).toBe('QuorumDurability');
    expect(violation.because).toMatchObject({ type: 'notDurable', index: 2, voters: [1, 2, 3, 4, 5] });
    expect(violation.because.type === 'notDurable' && violation.because.have.length).toBe(2);
    const committed = present(frame.caption, 'a caption').trace.find(({ type }) => type === 'committed');
    expect(committed).toMatchObject({ by: 'quorum', counted: [{ voters: 5 }] });
    expect(
      committed?.type === 'committed' && committed.by === 'quorum' && committed.counted[0]?.have.length,
    ).toBe(2);
  });

  it('goes on from there, and past the next ones when told so', async () => {
    const lab = await brokenLab();
    await play(lab);
    const { at, checks } = await lab.frame(playing);
    const violationNode = checks.violations[0]?.nodes[0];
    await lab.haltAtViolations(false);
    await lab.play(10);
    for (let i = 0; i < 5; i++) {
      void ask(lab, calls.put('a', String(i)), present(violationNode, 'a node'));
      await lab.frame(playing);
    }
    const after = await lab.frame(playing);
    expect(after.playing).toBe(true);
    expect(after.at).toBeGreaterThan(at);
    expect(after.checks.halts).toBe(false);
    expect(after.checks.violations.length).toBeGreaterThan(1);
  });

  it('stops there again when the recorded run is played from its beginning', async () => {
    const lab = await brokenLab();
    await lab.runFor(500);
    await lab.seek(0);
    await play(lab);
    const frame = await lab.frame(playing);
    expect(frame.events).toBe(present(frame.checks.violations[0], 'a violation').event);
    expect(frame.live).toBe(false);
  });
});
