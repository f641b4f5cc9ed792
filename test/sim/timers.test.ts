import { describe, expect, it } from 'vitest';
import { Monitors } from '../../src/check/monitors.ts';
import { Member } from '../../src/node/member.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import type { Command } from '../../src/sim/command/command.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { WorldEvent } from '../../src/sim/record/world-event.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';

/** No election takes more. */
const EVENTS_MAX = 20_000;

interface Told {
  readonly cluster: Cluster;
  readonly events: WorldEvent[];
}

async function begin(config: Partial<LabConfig>): Promise<Told> {
  const events: WorldEvent[] = [];
  const journal = { append: (event: WorldEvent) => void events.push(event) };
  const cluster = await Cluster.create(
    parseConfig(config),
    new InProcessHost(Member),
    new Monitors(),
    journal,
  );
  return { cluster, events };
}

const act = async ({ cluster }: Told, command: Command): Promise<void> => {
  await cluster.act(command);
  await cluster.run({ until: cluster.world.now, events: Infinity });
};

const phase = (events: readonly WorldEvent[], state: string): number[] =>
  events.flatMap(({ became }) => became.filter((each) => each.state === state).map(({ node }) => node));

const leaders = ({ cluster }: Told): number[] =>
  [...cluster.world.machines.values()]
    .filter(({ state, status }) => state === 'StateLeader' && status === 'up')
    .map(({ id }) => id);

/** Runs until somebody leads, or so many ms have gone by. */
async function untilLed(told: Told, ms: number): Promise<void> {
  const { cluster } = told;
  const end = cluster.world.now + ms * 1000;
  while (leaders(told).length === 0 && cluster.world.events < EVENTS_MAX) {
    const before = cluster.world.events;
    await cluster.run({ until: end, events: 1 });
    if (cluster.world.events === before) return;
  }
}

/** A cluster whose leader has just been killed, or that has had none yet; what happened before is forgotten. */
async function leaderless(seed: number, preVote: boolean): Promise<Told> {
  const told = await begin({ seed, nodes: seed % 3 === 0 ? 4 : 5, preVote });
  if (seed % 2 === 0) return told;
  await untilLed(told, 10_000);
  await told.cluster.run({ until: told.cluster.world.now + 350_000, events: Infinity });
  await act(told, { type: 'kill', node: leaders(told)[0] ?? 0 });
  told.events.length = 0;
  return told;
}

describe('election timers', () => {
  it('that are aligned end at one instant, and the vote is split: nobody is elected in the first term that is asked for', async () => {
    for (let seed = 1; seed <= 16; seed++) {
      const told = await leaderless(seed, seed % 4 < 2);
      const voters = [...told.cluster.world.machines.values()].filter(({ status }) => status === 'up').length;
      await act(told, { type: 'alignTimers' });
      await untilLed(told, 10_000);
      const asked = told.events.filter(
        ({ type, output }) =>
          type === 'tick' &&
          output?.trace.some((each) => each.type === 'localMessage' && each.messageType === 'MsgHup') ===
            true,
      );
      expect(new Set(asked.slice(0, voters).map(({ at }) => at)).size, `seed ${seed}: one instant`).toBe(1);
      expect(new Set(asked.slice(0, voters).map(({ node }) => node)).size, `seed ${seed}: everybody`).toBe(
        voters,
      );
      const candidates = told.events.flatMap(({ became }) =>
        became.filter(({ state }) => state === 'StateCandidate'),
      );
      const first = Math.min(...candidates.map(({ term }) => Number(term)));
      const led = told.events.flatMap(({ elected }) => elected ?? []);
      expect(led, `seed ${seed}: nobody leads the split term`).not.toContain(first);
      expect(leaders(told), `seed ${seed}: a later one is won`).toHaveLength(1);
    }
  });

  it('that are spread end one after the other: the first who asks is elected in that term, and nobody else asks', async () => {
    for (let seed = 1; seed <= 16; seed++) {
      const told = await leaderless(seed, seed % 4 < 2);
      await act(told, { type: 'spreadTimers' });
      const order = [...told.cluster.world.machines.values()]
        .filter(({ status }) => status === 'up')
        .map(({ image }) => image?.view())
        .sort((a, b) => (a?.randomizedElectionTimeout ?? 0) - (b?.randomizedElectionTimeout ?? 0));
      const ticks = order.map((view) => view?.randomizedElectionTimeout ?? 0);
      expect(ticks[0], `seed ${seed}`).toBe(10);
      expect(Math.max(...ticks), `seed ${seed}: as far as timers are drawn`).toBeLessThan(20);
      expect(new Set(ticks).size).toBe(ticks.length);
      await untilLed(told, 10_000);
      expect(leaders(told), `seed ${seed}`).toEqual([order[0]?.id]);
      expect(new Set(phase(told.events, 'StateCandidate')), `seed ${seed}: one asks`).toEqual(
        new Set(leaders(told)),
      );
    }
  });

  it('are of those that are named, in that order, and the dice draw the next ones', async () => {
    const told = await begin({ seed: 4, nodes: 5 });
    await act(told, { type: 'spreadTimers', nodes: [4, 2], ticks: 3, gap: 5 });
    const timeouts = () =>
      [...told.cluster.world.machines.values()].map(({ image }) => image?.view().randomizedElectionTimeout);
    expect([timeouts()[3], timeouts()[1]]).toEqual([3, 8]);
    await untilLed(told, 2000);
    expect(leaders(told)).toEqual([4]);
    expect(timeouts()[3]).toBeGreaterThanOrEqual(10);
  });

  it('are refused where nobody could ask for votes, and why is said', async () => {
    const told = await begin({ seed: 1, nodes: 3, learners: 1 });
    await untilLed(told, 10_000);
    const [leader = 0] = leaders(told);
    const other = [1, 2, 3].find((id) => id !== leader) ?? 0;
    for (const [command, code, text] of [
      [{ type: 'alignTimers', nodes: [leader, other] }, 'badArgument', /leads/],
      [{ type: 'alignTimers', nodes: [4, other] }, 'badArgument', /no voter/],
      [{ type: 'alignTimers', nodes: [other] }, 'badArgument', /two at least/],
      [{ type: 'spreadTimers', nodes: [other, other] }, 'badArgument', /twice/],
      [{ type: 'spreadTimers', nodes: [7, 8] }, 'unknownNode', /no node 7/],
    ] as const) {
      await expect(told.cluster.act(command)).rejects.toMatchObject({ code, message: text });
    }
    await act(told, { type: 'kill', node: other });
    await expect(told.cluster.act({ type: 'alignTimers' })).rejects.toMatchObject({ code: 'nothingThere' });
  });
});
