import { drawInt, drawUnit, makeDice, type Dice } from '../../../src/base/random.ts';
import { Monitors } from '../../../src/check/monitors.ts';
import { Member } from '../../../src/node/member.ts';
import { Cluster } from '../../../src/sim/cluster.ts';
import { CommandError, type Command } from '../../../src/sim/command/command.ts';
import { drawFault, faultNames } from '../../../src/sim/command/faults.ts';
import { enabledActions, type ActionKey, type ActionType } from '../../../src/sim/hand/enabled-actions.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import { parseConfig } from '../../../src/sim/world/parse-config.ts';
import type { World } from '../../../src/sim/world/world.ts';
import { drawCommand } from '../random-commands.ts';

/** Those up to changes of members: broken disks and clocks leave fewer things that may happen next (broken-machines.test.ts). */
const faults = faultNames.slice(0, faultNames.indexOf('membership') + 1);

/** Few entries until a snapshot, dice that lose and copy: so that there is something of everything. */
export const configOf = (seed: number) =>
  parseConfig({
    seed,
    nodes: 3,
    learners: 1,
    snapshotCount: 4,
    snapshotCatchUpEntries: 1,
    loss: 0.1,
    duplicate: 0.1,
    clientTimeoutMs: 400,
    storage: seed % 3 === 0 ? 'sync' : 'async',
    readyByHand: seed % 10 === 9,
    bootstrap: seed % 2 === 0 ? 'plain' : 'etcd',
  });

/** A run that has gone by time, with trouble and clients, and then by hand for some choices. */
export async function somewhere(seed: number): Promise<Cluster> {
  const cluster = await Cluster.create(configOf(seed), new InProcessHost(Member), new Monitors());
  const dice = makeDice(seed, 'by hand');
  await drawStretch(dice, cluster, drawInt(dice, 0, 40));
  await drawHandful(dice, cluster, drawInt(dice, 0, 80));
  return cluster;
}

/** What follows at once from what was done. */
export function settleNow(cluster: Cluster): Promise<void> {
  return cluster.run({ until: cluster.world.now, events: Infinity });
}

/** Time goes, with a random command after each of so many pieces of it. */
export async function drawStretch(dice: Dice, cluster: Cluster, pieces: number): Promise<void> {
  for (let i = 0; i < pieces; i++) {
    await cluster.run({ until: cluster.world.now + drawInt(dice, 1, 150_000), events: Infinity });
    await attempt(
      cluster,
      drawUnit(dice) < 0.3 ? drawTrouble(dice, cluster.world) : drawCommand(dice, cluster.world),
    );
  }
}

function drawTrouble(dice: Dice, world: World): Command {
  return drawFault(dice, world, faults[drawInt(dice, 0, faults.length - 1)] ?? 'kill');
}

/** What cannot be done now is not done. Whether it was. */
async function attempt(cluster: Cluster, command: Command): Promise<boolean> {
  try {
    await cluster.act(command);
    return true;
  } catch (error) {
    if (error instanceof CommandError) return false;
    throw error;
  }
}

/** By hand from here: so many things happen, picked by the dice. Returns the commands that were done. */
export async function drawHandful(dice: Dice, cluster: Cluster, count: number): Promise<Command[]> {
  const done: Command[] = [];
  if (!cluster.world.byHand) {
    await cluster.act({ type: 'byHand', on: true });
    done.push({ type: 'byHand', on: true });
    await settleNow(cluster);
  }
  for (let i = 0; i < count; i++) {
    const command = drawChoice(dice, cluster.world);
    if (await attempt(cluster, command)) done.push(command);
    await settleNow(cluster);
  }
  return done;
}

/** Mostly something that may happen next, messages and disks rather than crashes; now and then trouble, or a client. */
export function drawChoice(dice: Dice, world: World): Command {
  const chance = drawUnit(dice);
  if (chance < 0.08) return drawTrouble(dice, world);
  if (chance < 0.2) return drawCommand(dice, world);
  const actions = enabledActions(world);
  const likely = actions.filter(({ type, label }) => drawUnit(dice) < (odds[label.key] ?? odds[type] ?? 1));
  const from = likely.length > 0 ? likely : actions;
  return from[drawInt(dice, 0, from.length - 1)]?.command ?? { type: 'heal' };
}

const odds: Partial<Record<ActionKey | ActionType, number>> = {
  kill: 0.04,
  duplicate: 0.04,
  timeout: 0.04,
  elapse: 0.04,
  drop: 0.2,
  findNobody: 1,
};
