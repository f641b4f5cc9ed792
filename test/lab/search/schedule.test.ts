import { describe, expect, it } from 'vitest';
import { Run } from '../../../src/lab/play/run.ts';
import { openSchedule, searchSetup } from '../../../src/lab/search/open-schedule.ts';
import { defaultBounds, type Bounds } from '../../../src/model/setup.ts';
import type { SearchGoal } from '../../../src/search/goal.ts';
import { defaultLimits } from '../../../src/search/plan.ts';
import { searchAll } from '../../../src/search/search.ts';
import { Member } from '../../../src/node/member.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import { defaultLabConfig, type LabConfig } from '../../../src/sim/world/config.ts';

async function begun(config: Partial<LabConfig>): Promise<Run> {
  const plain = { nodes: 3, preVote: false, checkQuorum: false };
  return Run.begin({ ...defaultLabConfig, ...plain, ...config }, new InProcessHost(Member), Member);
}

async function found(run: Run, goal: SearchGoal, bounds: Partial<Bounds> = {}) {
  const setup = await searchSetup(run);
  const { end } = searchAll({
    setup,
    bounds: { ...defaultBounds, ...bounds },
    goal,
    strategy: 'breadth',
    limits: defaultLimits,
    seed: 1,
  });
  if (end.type !== 'found') throw new Error(`the search ended: ${end.type}`);
  return end.schedule;
}

describe('a schedule in a lab', () => {
  it.each([
    ['voteTwice', 'ElectionSafety', {}],
    ['voteInMemory', 'ElectionSafety', {}],
    ['termInMemory', 'ElectionSafety', {}],
    ['ignoreLogInVote', 'LeaderCompleteness', {}],
    ['countOldVotes', 'ElectionSafety', {}],
    ['staysLeader', 'ElectionSafety', {}],
    ['electedByHalf', 'ElectionSafety', {}],
    ['electedByHalf', 'ElectionSafety', {}],
    ['commitByHalf', 'QuorumDurability', {}],
    ['matchOffByOne', 'QuorumDurability', {}],
    ['leaderEditsLog', 'LeaderAppendOnly', {}],
    ['acknowledgeBeforeFsync', 'QuorumDurability', {}],
    ['acceptOldAppends', 'LeaderAppendOnly', {}],
  ] as const)('breaks there what the search has found: %s', async (rule, property, bounds) => {
    const run = await begun({ brokenRules: [rule] });
    const schedule = await found(run, { type: 'violation', properties: [property] }, bounds);
    expect(schedule.broken).toEqual([property]);
    const opened = await openSchedule(run, schedule.actions, (command) => run.act(command, () => undefined));
    expect(opened.steps).toHaveLength(schedule.actions.length);
    expect(opened.violations.map((violation) => violation.property)).toContain(property);
  });

  it('grows out of an instant of a run as a branch, and what was there stays', async () => {
    const run = await begun({ brokenRules: ['voteTwice'], preVote: true, checkQuorum: true });
    await run.advance(3_000_000);
    const newest = run.live.world.events;
    const schedule = await found(run, { type: 'violation' });
    const opened = await openSchedule(run, schedule.actions, (command) => run.act(command, () => undefined));
    expect(opened.branch).toBe(2);
    expect(run.branches.kept.map(({ id }) => id)).toEqual([1, 2]);
    expect(run.cluster.world.events).toBe(opened.event);
    expect(run.cluster.world.watcher.violations).toEqual([]);
    run.goLive();
    expect(run.cluster.world.watcher.violations.length).toBeGreaterThan(0);
    await run.switchTo(run.branches.known(1));
    expect(run.live.world.events).toBe(newest);
  });
});
