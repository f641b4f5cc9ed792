import { assert, present } from '../base/assert.ts';
import { largeBytes, withKept } from '../base/large-bytes.ts';
import type { Micros } from '../base/flavor.ts';
import type { Cluster } from '../sim/cluster.ts';
import type { Command } from '../sim/command/command.ts';
import type { Journal, WorldEvent } from '../sim/record/world-event.ts';
import { Checkpoints, type Checkpoint } from './checkpoints.ts';
import { EventLog } from './event-log.ts';

/** A command and its place in the order: with configuration and seed, the commands are the run. */
export interface RecordedCommand {
  readonly event: number;
  readonly at: Micros;
  readonly command: Command;
}

/**
 * A checkpoint is kept when a replay from the last one has this much to do. The unit is an ordinary event, some 20 µs
 * (test/bench/seek.bench.ts): the writing of this many bytes, a snapshot's mostly, costs as much as one, and a start
 * from disk as much as many. So runs with large stores have more checkpoints, and no seek is slower for them.
 */
export const CHECKPOINT_WORK = 500;
const BYTES_PER_EVENT = 1000;
const START_WORK = 200;

/**
 * The truth of one run: every event in order, the commands among them, and checkpoints. All of it comes in through `append`. Shaped for branches: a position is an event number, everything recorded knows its
 * event, and `truncate` is the only thing that forgets.
 */
export class History implements Journal {
  readonly events = new EventLog();
  #commands: RecordedCommand[] = [];
  readonly #checkpoints: Checkpoints;
  /** Commands with large values that are not known yet to be kept elsewhere, by their place among the commands. */
  #unshared: number[] = [];
  #largeBytes = 0;
  /** What has to be done again from the last checkpoint on. */
  #work = 0;

  /** `bytesMax`: what checkpoints may keep of disks that have gone on since. */
  constructor(bytesMax?: number) {
    this.#checkpoints = new Checkpoints(bytesMax);
  }

  /** Begins the record of a cluster at time 0. */
  begin(cluster: Cluster): void {
    assert(this.#checkpoints.all.length === 0, 'a record is begun once');
    this.checkpoint(cluster);
  }

  get commands(): readonly RecordedCommand[] {
    return this.#commands;
  }

  /** Bytes of large values that came with the commands: the record keeps them, and so does every member. */
  get largeBytes(): number {
    return this.#largeBytes;
  }

  get checkpoints(): readonly Checkpoint[] {
    return this.#checkpoints.all;
  }

  append(event: WorldEvent): void {
    assert(event.number === this.events.last + 1, `event ${event.number} follows ${this.events.last}`);
    this.events.append(event);
    this.#work += workOf(event);
    if (event.command !== undefined) {
      this.#commands.push({ event: event.number, at: event.at, command: event.command });
      const bytes = largeBytes(event.command);
      this.#largeBytes += bytes;
      if (bytes > 0) this.#unshared.push(this.#commands.length - 1);
    }
    if (this.#unshared.length > 0 && event.calls.some(({ status }) => status !== 'invoked')) this.#share();
  }

  /** Keeps the state, if it is time to. */
  maybeCheckpoint(cluster: Cluster): void {
    if (this.#work >= CHECKPOINT_WORK) this.checkpoint(cluster);
  }

  checkpoint(cluster: Cluster): void {
    this.#work = 0;
    this.#checkpoints.add({
      event: cluster.world.events,
      world: cluster.world.clone(),
      members: cluster.members().map((member) => member.clone()),
    });
  }

  /** The newest checkpoint at or before an event. */
  checkpointFor(event: number): Checkpoint {
    return this.#checkpoints.before(event);
  }

  /** The first command after an event. */
  commandAfter(event: number): RecordedCommand | undefined {
    let low = 0;
    let high = this.#commands.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#commands[middle]?.event ?? Infinity) <= event) low = middle + 1;
      else high = middle;
    }
    return this.#commands[low];
  }

  /** Forgets everything after an event. */
  truncate(event: number): void {
    this.events.truncate(event);
    this.#commands = this.#commands.filter((recorded) => recorded.event <= event);
    this.#unshared = this.#unshared.filter((place) => place < this.#commands.length);
    this.#largeBytes = largeBytes(this.#commands);
    this.#checkpoints.truncate(event);
    this.#work = event - (this.#checkpoints.all.at(-1)?.event ?? 0);
  }

  /** A call has ended: the values that entries of the log have are kept there, and no longer as the client gave them. */
  #share(): void {
    this.#unshared = this.#unshared.filter((place) => {
      const recorded = present(this.#commands[place], 'a command of the record');
      const command = withKept(recorded.command);
      if (command === recorded.command) return true;
      this.#commands[place] = { ...recorded, command };
      return false;
    });
  }
}

function workOf({ command, output }: WorldEvent): number {
  let work = command?.type === 'restart' || command?.type === 'forceNewCluster' ? START_WORK : 1;
  for (const write of output?.writes ?? []) work += write.bytes / BYTES_PER_EVENT;
  return work;
}
