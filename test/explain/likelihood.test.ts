import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../src/base/flavor.ts';
import { chanceAt } from '../../src/explain/likelihood/chance.ts';
import { continuesTo, type Goal } from '../../src/explain/likelihood/continuation.ts';
import { bendOf, boundsOf, chancesOver, type Chance } from '../../src/explain/likelihood/likelihood.ts';
import { computePast, runToThere } from '../../src/lab/debug/computed-past.ts';
import { RunPast } from '../../src/lab/debug/run-past.ts';
import { Run } from '../../src/lab/play/run.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import type { World } from '../../src/sim/world/world.ts';
import { work } from './recorded-run.ts';

const noRest = (): Promise<void> => Promise.resolve();

function leads(world: World, node: NodeId): boolean {
  return world.machines.get(node)?.image?.view().state === 'StateLeader';
}

function goalThat(holds: (world: World) => boolean): () => Goal {
  return () => ({ isReached: (_event, world) => holds(world) });
}

/** Up to the first leader, and the event that made it one. */
async function untilElected(
  config: Partial<LabConfig>,
): Promise<{ run: Run; leader: NodeId; event: number }> {
  const run = await Run.begin(parseConfig(config), new InProcessHost(Member), Member);
  for (;;) {
    await run.goOnTo(run.live.world.events + 1, work);
    const { world } = run.live;
    const leader = [...world.machines.keys()].find((id) => leads(world, id));
    if (leader !== undefined) return { run, leader, event: world.events };
  }
}

describe('a continuation', async () => {
  const { run, leader, event } = await untilElected({ nodes: 3, seed: 11, preVote: false });
  const past = new RunPast(run);
  const reach = { until: run.history.events.timeOf(event) + 2_000_000, choices: 0, commands: [] };
  const goal = goalThat((world) => leads(world, leader));

  it('is the same for the same seed, and leaves where it began as it was', async () => {
    const cluster = await past.at(0);
    const beginning = { world: cluster.world, members: cluster.members() };
    const before = cluster.world.hash.hex();
    const views = beginning.members.map((member) => member.view());
    const courses: boolean[][] = [];
    for (let again = 0; again < 2; again++) {
      const course: boolean[] = [];
      for (let seed = 0; seed < 12; seed++)
        course.push(await continuesTo(beginning, Member, seed, goal(), reach));
      courses.push(course);
    }
    expect(courses[0]).toEqual(courses[1]);
    expect(new Set(courses[0]).size).toBe(2);
    expect(cluster.world.hash.hex()).toBe(before);
    expect(beginning.members.map((member) => member.view())).toEqual(views);
  });

  it('may elect any of three equal nodes at the beginning, and no other once it has won', async () => {
    const plan = { runs: 90, seed: 1, until: reach.until, reachedAt: event, repeats: true };
    const shares: number[] = [];
    for (const id of [1, 2, 3]) {
      // The first leader, and none after it.
      let first: NodeId | undefined;
      const isFirst = (): Goal => {
        first = undefined;
        return {
          isReached: (_event, world) => {
            first ??= [...world.machines.keys()].find((each) => leads(world, each));
            return first === id;
          },
        };
      };
      const { reached, runs } = await chanceAt(past, Member, 0, plan, isFirst, noRest);
      shares.push(reached / runs);
    }
    // Ninety throws of a die with three sides: each comes 30 times, give or take 4.5; four times that is a mistake.
    for (const share of shares) expect(share).toBeGreaterThan(0.13);
    for (const share of shares) expect(share).toBeLessThan(0.54);
    expect(shares.reduce((a, b) => a + b, 0)).toBeGreaterThan(0.95);
    const last = await chanceAt(past, Member, event - 1, plan, goal, noRest);
    expect(last.reached).toBe(last.runs);
  });

  it('does again what people did, if it is asked to, and leaves out what cannot be done', async () => {
    const killed = await untilElected({ nodes: 3, seed: 11, preVote: false });
    await killed.run.act({ type: 'kill', node: killed.leader }, () => undefined);
    const reachedAt = killed.run.live.world.events;
    const dead = goalThat((world) => world.machines.get(killed.leader)?.status === 'killed');
    const { at } = { at: killed.run.live.world.now };
    const plan = { runs: 5, seed: 3, until: at + 1000, reachedAt, repeats: true };
    const there = new RunPast(killed.run);
    expect((await chanceAt(there, Member, 1, plan, dead, noRest)).reached).toBe(5);
    expect((await chanceAt(there, Member, 1, { ...plan, repeats: false }, dead, noRest)).reached).toBe(0);
  });

  it('by hand picks by chance: with as many choices as it takes somebody is elected', async () => {
    const byHand = await Run.begin(parseConfig({ nodes: 3, seed: 5 }), new InProcessHost(Member), Member);
    await byHand.act({ type: 'byHand', on: true }, () => undefined);
    const cluster = await new RunPast(byHand).at(1);
    const beginning = { world: cluster.world, members: cluster.members() };
    const elected = goalThat((world) => [...world.machines.keys()].some((id) => leads(world, id)));
    const choices = { until: 0, choices: 400, commands: [] };
    let reached = 0;
    for (let seed = 0; seed < 10; seed++)
      if (await continuesTo(beginning, Member, seed, elected(), choices)) reached++;
    expect(reached).toBeGreaterThan(5);
    expect(await continuesTo(beginning, Member, 1, elected(), { ...choices, choices: 3 })).toBe(false);
  });

  it('is the same in a run that was computed again elsewhere', async () => {
    const elsewhere = await computePast(structuredClone(await runToThere(run, event)), Member);
    const plan = { runs: 8, seed: 9, until: reach.until, reachedAt: event, repeats: true };
    for (const from of [0, 5, event - 1]) {
      const here = await chanceAt(past, Member, from, plan, goal, noRest);
      expect(await chanceAt(elsewhere, Member, from, plan, goal, noRest)).toEqual(here);
    }
    const other = { ...(await runToThere(run, event)), config: parseConfig({ nodes: 3, seed: 12 }) };
    await expect(computePast(other, Member)).rejects.toThrow('is another one');
  });
});

/** Ten runs from each event, and so many of them reach it. */
const asks = (reachedFrom: (event: number) => number) => {
  const asked: number[] = [];
  const ask = (events: readonly number[]): Promise<Chance[]> => {
    asked.push(...events);
    return Promise.resolve(events.map((event) => ({ event, runs: 10, reached: reachedFrom(event) })));
  };
  return { asked, ask };
};

describe('the likelihood over the events before', () => {
  it('goes to where it changes: the very event is found in a long run', async () => {
    const { asked, ask } = asks((event) => (event < 7371 ? 2 : 10));
    const chances = await chancesOver({ first: 0, last: 9999, instants: 30 }, ask);
    expect(bendOf(chances, 10_000)).toEqual({ from: 7370, to: 7371, before: 0.2, after: 1 });
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.length).toBeLessThanOrEqual(30);
    const events = chances.map(({ event }) => event);
    expect(events).toEqual([...events].sort((a, b) => a - b));
    expect(events[0]).toBe(0);
    expect(events.at(-1)).toBe(9999);
  });

  it('has its bend at the very end where it stayed unlikely, and none where it was sure all the way', async () => {
    const never = await chancesOver({ first: 3, last: 90, instants: 10 }, asks(() => 0).ask);
    expect(bendOf(never, 91)).toEqual({ from: 90, to: 91, before: 0, after: 1 });
    const always = await chancesOver({ first: 3, last: 90, instants: 10 }, asks(() => 10).ask);
    expect(bendOf(always, 91)).toBeUndefined();
    const one = await chancesOver({ first: 5, last: 5, instants: 10 }, asks(() => 5).ask);
    expect(one).toEqual([{ event: 5, runs: 10, reached: 5 }]);
  });

  it('says within which bounds it lies: by the table of a textbook', () => {
    // 8 of 10: 0.490 to 0.943; 0 of 10: 0 to 0.278; 10 of 10: 0.722 to 1.
    const [low, high] = boundsOf({ event: 1, runs: 10, reached: 8 });
    expect(low).toBeCloseTo(0.49, 2);
    expect(high).toBeCloseTo(0.943, 2);
    expect(boundsOf({ event: 1, runs: 10, reached: 0 })[1]).toBeCloseTo(0.278, 2);
    expect(boundsOf({ event: 1, runs: 10, reached: 10 })[0]).toBeCloseTo(0.722, 2);
  });
});
