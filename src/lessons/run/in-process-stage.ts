import { present } from '../../base/assert.ts';
import { Monitors } from '../../check/monitors.ts';
import { Member } from '../../node/member.ts';
import { Cluster } from '../../sim/cluster.ts';
import type { Command } from '../../sim/command/command.ts';
import { InProcessHost } from '../../sim/in-process-host.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { LabConfig } from '../../sim/world/config.ts';
import { parseConfig } from '../../sim/world/parse-config.ts';
import type { World } from '../../sim/world/world.ts';
import type { ScriptStage } from './stage.ts';

/** A cluster in this thread without a record: for tests, and whoever wants nothing but the verdict. */
export class InProcessStage implements ScriptStage {
  #cluster: Cluster | undefined;

  get world(): World {
    return this.#running.world;
  }

  async begin(config: Partial<LabConfig>, listen: (event: WorldEvent) => void): Promise<void> {
    const host = new InProcessHost(Member);
    this.#cluster = await Cluster.create(parseConfig(config), host, new Monitors(), { append: listen });
  }

  async act(command: Command): Promise<void> {
    await this.#running.act(command);
    await this.#running.run({ until: this.world.now, events: Infinity });
  }

  get #running(): Cluster {
    return present(this.#cluster, 'a script begins with a cluster');
  }
}
