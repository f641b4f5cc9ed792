import { Monitors } from '../../../src/check/monitors.ts';
import { copyInProcess } from '../../../src/history/replay.ts';
import { Member } from '../../../src/node/member.ts';
import { Cluster } from '../../../src/sim/cluster.ts';
import { checkCommand } from '../../../src/sim/command/check-command.ts';
import { CommandError, type Command } from '../../../src/sim/command/command.ts';
import { enabledActions } from '../../../src/sim/hand/enabled-actions.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import type { LabConfig } from '../../../src/sim/world/config.ts';
import { parseConfig } from '../../../src/sim/world/parse-config.ts';
import { settleNow } from './random-hand.ts';
import { universe } from './universe.ts';

/** What was seen on the way through all orders. */
export interface Seen {
  /** Instants that were looked at, one for each order of picks. */
  states: number;
  accepted: number;
  readonly refused: Map<string, number>;
  readonly kinds: Set<string>;
}

/** A cluster by hand in which these have been picked. */
export async function standing(config: Partial<LabConfig>, picks: readonly Command[]): Promise<Cluster> {
  const cluster = await Cluster.create(parseConfig(config), new InProcessHost(Member), new Monitors());
  for (const command of [{ type: 'byHand', on: true } as const, ...picks]) {
    await cluster.act(command);
    await settleNow(cluster);
  }
  return cluster;
}

/**
 * Goes through every order of picks of this length: at each instant what is offered is accepted, and whatever else could be asked is
 * refused with a code and a reason. Throws where it is not so. Every order is done, and no member falls by it.
 */
export async function everyOrder(cluster: Cluster, depth: number, seen: Seen, path = ''): Promise<void> {
  const { world } = cluster;
  const actions = enabledActions(world);
  const offered = new Map(actions.map(({ command, id }) => [JSON.stringify(command), id]));
  seen.states++;
  for (const command of universe(world)) {
    const refusal = refusalOf(cluster, command);
    const isOffered = offered.has(JSON.stringify(command));
    if (isOffered !== (refusal === undefined)) {
      const what = isOffered ? `is offered and refused: ${String(refusal)}` : 'is accepted and not offered';
      throw new Error(`after${path}: ${JSON.stringify(command)} ${what}`);
    }
    if (refusal === undefined) seen.accepted++;
    else seen.refused.set(refusal.code, (seen.refused.get(refusal.code) ?? 0) + 1);
  }
  if (depth === 0) return;
  for (const { id, type, command } of actions) {
    const copy = copyInProcess({ world, members: cluster.members() }, Member);
    await copy.act(command);
    await settleNow(copy);
    const fallen = [...copy.world.machines.values()].find(({ crashed }) => crashed !== undefined);
    const [broken] = copy.world.watcher.violations;
    if (fallen !== undefined || broken !== undefined)
      throw new Error(`after${path} ${id}: ${fallen?.crashed ?? ''} ${broken?.detail ?? ''}`);
    seen.kinds.add(type);
    await everyOrder(copy, depth - 1, seen, `${path} ${id}`);
  }
}

function refusalOf({ world }: Cluster, command: Command): CommandError | undefined {
  try {
    checkCommand(world, command);
    return undefined;
  } catch (error) {
    if (error instanceof CommandError && error.message !== '') return error;
    throw error;
  }
}

export function nothingSeen(): Seen {
  return { states: 0, accepted: 0, refused: new Map(), kinds: new Set() };
}
