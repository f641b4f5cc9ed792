import { drawInt, makeDice } from '../../src/base/random.ts';
import { Monitors } from '../../src/check/monitors.ts';
import { History } from '../../src/history/history.ts';
import { Member } from '../../src/node/member.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import { CommandError } from '../../src/sim/command/command.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { WorldEvent } from '../../src/sim/record/world-event.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { drawCommand } from '../sim/random-commands.ts';

/** A run as it was lived: its record, and every event as it happened, by its number less one. */
export interface LivedRun {
  readonly history: History;
  readonly events: readonly WorldEvent[];
  readonly cluster: Cluster;
}

/** A run of so many events with random commands, faults and client programs among them. */
export async function livedRun(
  seed: number,
  events: number,
  fields: Partial<LabConfig> = {},
  draw = drawCommand,
): Promise<LivedRun> {
  const history = new History();
  const lived: WorldEvent[] = [];
  const journal = {
    append: (event: WorldEvent) => {
      history.append(event);
      lived.push(event);
    },
  };
  const config = parseConfig({ seed, loss: 0.02, clientTimeoutMs: 500, ...fields });
  const cluster = await Cluster.create(config, new InProcessHost(Member), new Monitors(), journal);
  history.begin(cluster);
  const dice = makeDice(seed, 'commands');
  let next = 10;
  while (cluster.world.events < events) {
    const before = cluster.world.events;
    await cluster.run({ until: Infinity, events: 1 });
    if (cluster.world.events === before || cluster.world.events >= next) {
      next += drawInt(dice, 5, 60);
      await cluster.act(draw(dice, cluster.world)).catch((error: unknown) => {
        if (!(error instanceof CommandError)) throw error;
      });
    }
    history.maybeCheckpoint(cluster);
  }
  return { history, events: lived, cluster };
}
