import { drawInt, makeDice } from '../../src/base/random.ts';
import { Monitors } from '../../src/check/monitors.ts';
import { Recorder } from '../../src/lab/play/recorder.ts';
import { calmCommands } from '../../src/swarm/calm.ts';
import { Member } from '../../src/node/member.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import { CommandError, type Command } from '../../src/sim/command/command.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import type { WorldEvent } from '../../src/sim/record/world-event.ts';
import { drawCommand } from '../sim/random-commands.ts';

/** A recorded run of random commands, and every event of it as it was told: what an index says can be held against them. */
export interface ToldRun {
  readonly recorder: Recorder;
  readonly cluster: Cluster;
  /** The event with number n is at place n - 1. */
  readonly events: readonly WorldEvent[];
}

export interface Told {
  readonly seed: number;
  readonly events: number;
  readonly config?: Partial<LabConfig>;
  /** Called after each event, with the world as it has left it. */
  readonly after?: (event: WorldEvent, cluster: Cluster) => void;
}

export async function tellRun({ seed, events: count, config, after }: Told): Promise<ToldRun> {
  const recorder = new Recorder();
  const events: WorldEvent[] = [];
  const parsed = parseConfig({ nodes: 3, seed, ...config });
  const cluster: Cluster = await Cluster.create(parsed, new InProcessHost(Member), new Monitors(), recorder);
  recorder.begin(cluster);
  recorder.listener = (event) => {
    events.push(event);
    after?.(event, cluster);
  };
  const dice = makeDice(seed, 'told run');
  while (events.length < count) {
    const before = events.length;
    const end = cluster.world.events + drawInt(dice, 1, 120);
    while (cluster.world.events < end && cluster.runNext(Infinity, 1) === 'done')
      recorder.history.maybeCheckpoint(cluster);
    const still = events.length === before || drawInt(dice, 0, 9) === 0;
    const commands = still ? calmCommands(cluster.world) : [drawCommand(dice, cluster.world)];
    for (const command of commands) await attempt(cluster, command);
  }
  return { recorder, cluster, events };
}

/** What cannot be done now is not done. */
async function attempt(cluster: Cluster, command: Command): Promise<void> {
  try {
    await cluster.act(command);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
  }
}
