import { LongWork } from '../../../../src/lab/play/long-work.ts';
import { checkCommand } from '../../../../src/sim/command/check-command.ts';
import { Cluster } from '../../../../src/sim/cluster.ts';
import type { Command } from '../../../../src/sim/command/command.ts';
import type { NodeHost } from '../../../../src/sim/node-host.ts';
import type { Watcher } from '../../../../src/sim/record/watcher.ts';
import type { LabConfig } from '../../../../src/sim/world/config.ts';

export interface BareParts {
  readonly clock: () => number;
  readonly breathe: () => Promise<void>;
}

/**
 * A cluster as `Run` has one at its live edge, and nobody records it: commands are checked and happen at once, time goes by
 * in slices between which the thread's other tasks have their turn, and whatever members' workers have to confirm is confirmed
 * before anything is shown. No history, no picture of it, no checkpoints, nothing that is kept.
 */
export class BareRun {
  readonly #cluster: Cluster;
  readonly #parts: BareParts;

  private constructor(cluster: Cluster, parts: BareParts) {
    this.#cluster = cluster;
    this.#parts = parts;
  }

  static async begin(
    config: LabConfig,
    host: NodeHost,
    watcher: Watcher,
    parts: BareParts,
  ): Promise<BareRun> {
    return new BareRun(await Cluster.create(config, host, watcher), parts);
  }

  /** As `Run.act`. */
  async act(asked: Command): Promise<void> {
    const command = checkCommand(this.#cluster.world, asked);
    await this.#cluster.actAgain(command);
    await this.#advance(this.#cluster.world.now, () => true);
  }

  /** As `Lab.runFor`. */
  async runFor(virtualMs: number): Promise<void> {
    const { world } = this.#cluster;
    const to = world.now + virtualMs * 1000;
    const work = new LongWork('runFor', {
      clock: this.#parts.clock,
      letOthersIn: () => this.#parts.breathe(),
      now: () => world.now,
    });
    work.begin();
    while (!(await this.#advance(to, work.hasTime))) await work.rest();
  }

  async hash(): Promise<string> {
    return this.#cluster.world.hash.hex();
  }

  async #advance(to: number, hasTime: () => boolean): Promise<boolean> {
    const cluster = this.#cluster;
    for (;;) {
      const step = cluster.runNext(to, Infinity);
      if (step === 'nothing') break;
      if (step !== 'done') await step;
      if (!hasTime()) {
        await cluster.confirm();
        return false;
      }
    }
    await cluster.confirm();
    cluster.setClock(Math.max(to, cluster.world.now));
    return true;
  }
}
