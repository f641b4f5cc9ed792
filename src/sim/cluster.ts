import type { Micros } from '../base/flavor.ts';
import type { Member } from '../node/member.ts';
import type { Command } from './command.ts';
import type { LabConfig } from './config.ts';
import type { NodeBatchResult, NodeHost } from './node-host.ts';
import { perform, type Effect } from './perform.ts';
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
import type { Watcher } from './watcher.ts';
import type { Journal } from './world-event.ts';
import { bootOf, World } from './world.ts';

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
    this.#around = { member: (node) => host.member(node), journal };
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

  /** The running members, as they are. */
  members(): Member[] {
    return [...this.world.machines.keys()].flatMap((id) => this.host.member(id) ?? []);
  }

  /** Does everything that is due within the limit; the clock stands at the last of it. */
  async run(limit: BatchLimit): Promise<void> {
    const end = this.#endOf(limit);
    for (let batch = this.#take(limit, end); batch !== undefined; batch = this.#take(limit, end)) {
      await this.runBatch(batch);
    }
  }

  /** One step of lockstep: what `takeBatch` gave is run by the members and acted on. */
  async runBatch(batch: Batch): Promise<void> {
    const answer = batch.inputs.length === 0 ? [] : this.host.run(batch.inputs);
    const results = answer instanceof Promise ? await answer : answer;
    settle(this.world, batch, results, this.#around);
  }

  /** Does a command now. Rejects with a CommandError, and nothing has changed, if it cannot be done. */
  async act(command: Command): Promise<void> {
    const effect = perform(this.world, command);
    if (effect.kill !== undefined) this.host.kill(effect.kill);
    this.#finish(effect, effect.start === undefined ? undefined : await this.host.start(effect.start));
  }

  /** Only while no time was skipped: nothing is due before `to`. */
  setClock(to: Micros): void {
    advanceClock(this.world, to);
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
      absorb(this.world, machine, output, event, this.#around);
      this.world.watcher.look(event, this.host.member(result.node));
    }
    if (result.crashed !== undefined) settleCrash(this.world, machine, result.crashed, this.#around);
  }

  #finish({ event }: Effect, started: NodeBatchResult | undefined): void {
    const machine = started === undefined ? undefined : this.world.machine(started.node);
    const output = started?.outputs[0];
    if (machine !== undefined && output !== undefined) {
      absorb(this.world, machine, output, event, this.#around);
    }
    closeEvent(this.world, event, this.#around);
    if (machine !== undefined && started?.crashed !== undefined) {
      settleCrash(this.world, machine, started.crashed, this.#around);
    }
  }
}
