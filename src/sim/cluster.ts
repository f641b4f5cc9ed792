import type { Micros } from '../base/flavor.ts';
import type { Member } from '../node/member.ts';
import { tellAsked } from './clients/asked.ts';
import { loadConsoles, opensConsole } from './clients/console-step.ts';
import { CommandError, type Command } from './command/command.ts';
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
  settleOne,
  type Ask,
  type Surroundings,
} from './settle.ts';
import { nextDue, takeBatch, withNews, type BatchLimit } from './take-batch.ts';
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
  /** Undefined: the host's members take their time to answer. */
  readonly #ask: Ask | undefined;

  constructor(world: World, host: NodeHost, journal?: Journal) {
    this.world = world;
    this.host = host;
    this.#around = { end: (node) => host.kill(node), journal };
    this.#ask = host.step?.bind(host);
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
    for (const { id, status } of cluster.world.machines.values()) {
      if (status === 'up') cluster.#begin(await host.start(bootOf(cluster.world, id)));
    }
    return cluster;
  }

  /** The running members, for checkpoints; what they are, `machine.image` tells. */
  members(): Member[] {
    return [...this.world.machines.keys()].flatMap((id) => this.host.member(id) ?? []);
  }

  /** Does everything that is due within the limit; the clock stands at the last of it. */
  async run(limit: BatchLimit): Promise<void> {
    const end = this.world.events + limit.events;
    for (;;) {
      const step = this.runNext(limit.until, end - this.world.events);
      if (step === 'nothing') break;
      if (step !== 'done') await step;
    }
    await this.confirm();
  }

  /**
   * One step of lockstep: what is due next, and no later than `until`, happens. It is one thing where the host answers
   * at once; otherwise a batch of at most `events`. It is done when this returns, or when the promise is kept. Whoever has
   * done with stepping calls `confirm`.
   */
  runNext(until: Micros, events: number): Promise<void> | 'done' | 'nothing' {
    if (events <= 0) return 'nothing';
    if (this.world.asked.length > 0) return this.#doAsked();
    const ask = this.#ask;
    if (ask === undefined) return this.#runBatch({ until, events });
    const { world, host } = this;
    const next = nextDue(world, until);
    if (next === undefined) return 'nothing';
    world.due.pop();
    settleOne(world, withNews(world, next), ask, this.#around);
    return host.isFarAhead === true ? this.confirm() : 'done';
  }

  #runBatch(limit: BatchLimit): Promise<void> | 'done' | 'nothing' {
    const batch = takeBatch(this.world, limit);
    if (batch === undefined) return 'nothing';
    const answer = batch.inputs.length === 0 ? [] : this.host.run(batch.inputs);
    if (answer instanceof Promise) {
      return answer.then((results) => settle(this.world, batch, results, this.#around));
    }
    settle(this.world, batch, answer, this.#around);
    return 'done';
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
    if (opensConsole(command)) await loadConsoles();
    const effect = perform(this.world, command);
    if (effect.kill !== undefined) this.host.kill(effect.kill);
    this.#finish(effect, effect.start === undefined ? undefined : await this.host.start(effect.start));
  }

  /** What a console has asked for first, and nothing else: if it cannot be done, the console hears why. */
  async #doAsked(): Promise<void> {
    const command = this.world.asked[0]?.command;
    if (command === undefined) return;
    try {
      await this.act(command);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      tellAsked(this.world, error);
    }
  }

  /** Only while no time was skipped: nothing is due before `to`. */
  setClock(to: Micros): void {
    advanceClock(this.world, to);
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
