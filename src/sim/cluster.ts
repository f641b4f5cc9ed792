import type { Micros } from '../base/flavor.ts';
import type { Member } from '../node/member.ts';
import type { Command } from './command/command.ts';
import type { LabConfig } from './world/config.ts';
import type { NodeBatchResult, NodeHost } from './node-host.ts';
import { parseCommand } from './command/check-command.ts';
import { perform, type Performed } from './command/perform.ts';
import {
  absorb,
  advanceClock,
  closeEvent,
  makeEvent,
  settle,
  settleCrash,
  type Surroundings,
} from './settle.ts';
import { takeBatch, type Batch, type BatchLimit } from './take-batch.ts';
import type { Watcher } from './record/watcher.ts';
import type { Journal } from './record/world-event.ts';
import { bootOf, World } from './world/world.ts';

/**
 * A world and the host of its members, in lockstep: take what is due, let the members run, act on their outputs. The
 * host may answer at once or with promises; calls must not overlap.
 */
export class Cluster {
  readonly world: World;
  readonly host: NodeHost;
  readonly #around: Surroundings;

  constructor(world: World, host: NodeHost, journal?: Journal) {
    this.world = world;
    this.host = host;
    this.#around = { end: (node) => host.kill(node), journal };
  }

  /** A new world on this host; members that were there before are gone. */
  static async create(
    config: LabConfig,
    host: NodeHost,
    watcher: Watcher,
    journal?: Journal,
  ): Promise<Cluster> {
    await host.restore([]);
    const cluster = new Cluster(World.create(config, watcher), host, journal);
    for (const id of cluster.world.machines.keys()) {
      cluster.#begin(await host.start(bootOf(cluster.world, id)));
    }
    return cluster;
  }

  /** The running members, for checkpoints; what they are, `machine.image` tells. */
  members(): Member[] {
    return [...this.world.machines.keys()].flatMap((id) => this.host.member(id) ?? []);
  }

  /** Does everything that is due within the limit; the clock stands at the last of it. */
  async run(limit: BatchLimit): Promise<void> {
    const end = this.#endOf(limit);
    for (let batch = this.#take(limit, end); batch !== undefined; batch = this.#take(limit, end)) {
      const running = this.runBatch(batch);
      if (running !== undefined) await running;
    }
    await this.confirm();
  }

  /**
   * One step of lockstep: what `takeBatch` gave is run by the members and acted on. Done when this returns, or when the
   * promise that it returns is kept. Whoever has done with stepping calls `confirm`.
   */
  runBatch(batch: Batch): Promise<void> | undefined {
    const { inputs } = batch;
    const { host } = this;
    const answer = inputs.length === 0 ? [] : (host.runAhead?.(inputs) ?? host.run(inputs));
    if (answer instanceof Promise) return this.#settleLater(batch, answer);
    settle(this.world, batch, answer, this.#around);
    return host.isFarAhead === true ? this.confirm() : undefined;
  }

  /** Waits until the host stands by all that its members have said; one that fails then has crashed now. */
  async confirm(): Promise<void> {
    const failed = (await this.host.confirm?.()) ?? [];
    for (const { node, crashed } of failed) {
      const machine = this.world.machine(node);
      if (machine.status !== 'killed') settleCrash(this.world, machine, crashed, this.#around);
    }
  }

  /** Does a command now. Rejects with a CommandError, and nothing has changed, if it cannot be done. */
  async act(command: Command): Promise<void> {
    await this.actAgain(parseCommand(command));
  }

  /** The same with a command that has been checked for its form before: one of a record. */
  async actAgain(command: Command): Promise<void> {
    const effect = perform(this.world, command);
    if (effect.kill !== undefined) this.host.kill(effect.kill);
    this.#finish(effect, effect.start === undefined ? undefined : await this.host.start(effect.start));
  }

  /** Only while no time was skipped: nothing is due before `to`. */
  setClock(to: Micros): void {
    advanceClock(this.world, to);
  }

  async #settleLater(batch: Batch, answer: Promise<readonly NodeBatchResult[]>): Promise<void> {
    settle(this.world, batch, await answer, this.#around);
  }

  #endOf(limit: BatchLimit): number {
    return this.world.events + limit.events;
  }

  #take(limit: BatchLimit, end: number): Batch | undefined {
    return takeBatch(this.world, { until: limit.until, events: end - this.world.events });
  }

  /** The first output of a member at time 0, before any event. */
  #begin(result: NodeBatchResult): void {
    const machine = this.world.machine(result.node);
    const output = result.outputs[0];
    if (output !== undefined) {
      const event = makeEvent(0, 0, 'command', result.node);
      absorb(this.world, machine, output, event);
      this.world.watcher.look(event);
    }
    if (result.crashed !== undefined) settleCrash(this.world, machine, result.crashed, this.#around);
  }

  #finish({ event }: Performed, started: NodeBatchResult | undefined): void {
    const machine = started === undefined ? undefined : this.world.machine(started.node);
    const output = started?.outputs[0];
    if (machine !== undefined && output !== undefined) {
      absorb(this.world, machine, output, event);
    }
    closeEvent(this.world, event, this.#around);
    if (machine !== undefined && started?.crashed !== undefined) {
      settleCrash(this.world, machine, started.crashed, this.#around);
    }
  }
}
