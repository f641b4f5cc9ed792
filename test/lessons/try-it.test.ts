import { describe, expect, test } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { doMoves } from '../../src/lab/do-moves.ts';
import type { GoalFrame } from '../../src/lab/debug/goal.ts';
import { Lab } from '../../src/lab/lab.ts';
import { bareFrameRequest } from '../../src/lab/play/opening.ts';
import { catalogue, loadLesson } from '../../src/lessons/course/catalogue.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';

function makeLab(): Lab {
  // The clock stands: a frame looks for the goal to the end of the record.
  return new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
}

async function goalOf(lab: Lab): Promise<GoalFrame | undefined> {
  return (await lab.frame(bareFrameRequest)).goal;
}

describe('try it yourself', () => {
  test.each(catalogue.map(({ id }) => id))(
    '%s: its goal does not hold at the beginning, and its solution reaches it',
    async (id) => {
      const { tryIt } = present(await loadLesson(id), `lesson ${id} is there`);
      if (tryIt === undefined) return;
      const lab = makeLab();
      await lab.reset(tryIt.config);
      await doMoves(lab, tryIt.prepare ?? []);
      await lab.setGoal(tryIt.goal);
      const { total, hits } = await lab.holds(tryIt.goal);
      expect(hits, `it held ${total} times before anybody had played`).toEqual([]);
      expect(await goalOf(lab)).toEqual({ condition: tryIt.goal, reached: undefined });
      await doMoves(lab, tryIt.solution);
      expect((await goalOf(lab))?.reached).toMatchObject({ branch: 1, event: expect.any(Number) });
    },
  );
});

describe('a goal', () => {
  test('is found in the event in which it began to hold, whatever went on after it', async () => {
    const lab = makeLab();
    await lab.reset({ nodes: 3, seed: 4 });
    await lab.setGoal('leader != none');
    await lab.runFor(5000);
    const reached = present((await goalOf(lab))?.reached, 'somebody has been elected');
    await lab.seekEvent(reached.event - 1);
    expect((await lab.state()).nodes.filter(({ role }) => role === 'leader')).toHaveLength(0);
    await lab.seekEvent(reached.event);
    expect((await lab.state()).nodes.filter(({ role }) => role === 'leader')).toHaveLength(1);
    expect((await lab.state()).timeMs).toBe(reached.atMs);
  });

  test('is looked for in each branch from where it left the run, and never before it was set', async () => {
    const lab = makeLab();
    await lab.reset({ nodes: 3, seed: 4 });
    await lab.runUntil('leader != none');
    const { events: elected } = await lab.state();
    await lab.setGoal('leader != none');
    await lab.runFor(100);
    expect((await goalOf(lab))?.reached).toBeUndefined();
    // A leader that is killed in another branch has a successor there.
    const leader = present(
      (await lab.state()).nodes.find(({ role }) => role === 'leader'),
      'a leader',
    );
    await lab.seekEvent(elected);
    await lab.act({ type: 'kill', node: leader.id });
    await lab.runFor(10_000);
    const reached = present((await goalOf(lab))?.reached, 'a successor');
    expect(reached.branch).toBe(2);
    expect(reached.event).toBeGreaterThan(elected);
    await lab.switchTo(1);
    expect((await goalOf(lab))?.reached).toBeUndefined();
  });

  test('is none of another run, and one that means nothing is refused', async () => {
    const lab = makeLab();
    await lab.reset({ nodes: 3, seed: 4 });
    await lab.setGoal('leader != none');
    await expect(lab.setGoal('leader is none')).rejects.toThrow(/setGoal: .* character/);
    expect((await goalOf(lab))?.condition).toBe('leader != none');
    await lab.reset({ nodes: 3, seed: 5 });
    expect(await goalOf(lab)).toBeUndefined();
  });
});
