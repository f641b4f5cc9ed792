import { drawInt, drawUnit, makeDice, type Dice } from '../base/random.ts';
import { microsToMs } from '../base/flavor.ts';
import { Monitors } from '../check/monitors.ts';
import type { ClientOperation } from '../etcd/request.ts';
import { Cluster } from '../sim/cluster.ts';
import { CommandError, type Command } from '../sim/command/command.ts';
import type { LabConfig } from '../sim/world/config.ts';
import { drawFault, type FaultName } from '../sim/command/faults.ts';
import { InProcessHost, type MemberFactory } from '../sim/in-process-host.ts';
import { calmCommands } from './calm.ts';
import type { World } from '../sim/world/world.ts';
import { encodeUtf8 } from '../base/utf8.ts';

/** A run with random clients and random trouble, every check on. */
export interface RandomRun {
  readonly config: LabConfig;
  readonly faults: readonly FaultName[];
  /** How many events it lasts. */
  readonly events: number;
}

/** How it went; `failure` names the first broken promise, or the member that fell by itself. */
export interface RandomRunReport {
  readonly failure: string | undefined;
  readonly events: number;
  readonly timeMs: number;
  /** Entries committed, calls answered ok: so that a quiet run is not taken for a good one. */
  readonly committed: number;
  readonly answered: number;
  readonly hash: string;
}

/** Between two actions pass up to so many events. */
const EVENTS_BETWEEN = 60;

/** The same configuration (its seed too), faults and length give the same run. */
export async function runRandomly(run: RandomRun, factory: MemberFactory): Promise<RandomRunReport> {
  const { config, faults, events } = run;
  const cluster = await Cluster.create(config, new InProcessHost(factory), new Monitors());
  const { world } = cluster;
  const dice = makeDice(config.seed, 'random run');
  let failure = failureOf(world);
  while (failure === undefined && world.events < events) {
    const before = world.events;
    await cluster.run({ until: Infinity, events: drawInt(dice, 1, EVENTS_BETWEEN) });
    const isStill = world.events === before;
    const commands = isStill ? calmCommands(world) : drawAction(dice, world, faults);
    for (const command of commands) await attempt(cluster, command);
    failure = failureOf(world);
  }
  return {
    failure,
    events: world.events,
    timeMs: microsToMs(world.now),
    committed: commitOf(cluster),
    answered: world.calls.ended.slice(0).filter((call) => call.result?.status === 'ok').length,
    hash: world.hash.hex(),
  };
}

/** What cannot be done now is not done. */
async function attempt(cluster: Cluster, command: Command): Promise<void> {
  try {
    await cluster.act(command);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
  }
}

/** Mostly clients' calls, several at once, so that there is something to lose; trouble; now and then its end. */
export function drawAction(dice: Dice, world: World, faults: readonly FaultName[]): Command[] {
  const chance = drawUnit(dice);
  const fault = faults[drawInt(dice, 0, faults.length - 1)];
  if (chance < 0.3 && fault !== undefined) return [drawFault(dice, world, fault)];
  if (chance < 0.36) return calmCommands(world);
  const first = world.calls.lastId + 1;
  return Array.from({ length: drawInt(dice, 1, 4) }, (_, i) => drawCall(dice, world, first + i));
}

function drawCall(dice: Dice, world: World, request: number): Command {
  const nodes = [...world.machines.keys()];
  const node = nodes[drawInt(dice, 0, nodes.length - 1)] ?? 1;
  const key = encodeUtf8(`k${drawInt(dice, 0, 7)}`);
  return { type: 'request', request, node, operation: drawOperation(drawInt(dice, 0, 9), key, request) };
}

function drawOperation(choice: number, key: Uint8Array, request: number): ClientOperation {
  if (choice === 0) return { type: 'deleteRange', key };
  if (choice <= 2) return { type: 'range', key, revision: 0, consistency: 'linearizable' };
  return { type: 'put', key, value: encodeUtf8(`v${request}`) };
}

function failureOf(world: World): string | undefined {
  const violation = world.watcher.violations[0];
  if (violation !== undefined) {
    const { property, event, at, detail } = violation;
    return `${property} at event ${event}, ${microsToMs(at)} ms: ${detail}`;
  }
  for (const machine of world.machines.values()) {
    if (machine.crashed !== undefined) return `node ${machine.id} fell by itself: ${machine.crashed}`;
  }
  return undefined;
}

function commitOf(cluster: Cluster): number {
  return Math.max(0, ...[...cluster.world.machines.values()].map(({ image }) => image?.view().commit ?? 0));
}
