import { assert, present } from '../base/assert.ts';
import { countWhile } from '../base/column.ts';
import { largeBytes, withKept } from '../base/large-bytes.ts';
import type { Cluster } from '../sim/cluster.ts';
import type { Command } from '../sim/command/command.ts';
import type { Journal, WorldEvent } from '../sim/record/world-event.ts';
import type { World } from '../sim/world/world.ts';
import type { CheckpointPool } from './checkpoint-pool.ts';
import { Checkpoints, type Checkpoint } from './checkpoints.ts';
import { CommandList, type RecordedCommand } from './command-list.ts';
import { EventLog } from './event-log.ts';
import { Facts } from './facts.ts';
import type { Waypoint } from './position.ts';

/**
 * A checkpoint is made when a replay from the last one has this much to do. The unit is an ordinary event, some 10 to 20 µs
 * (test/bench/seek.bench.ts): the writing of this many bytes, a snapshot's mostly, costs as much as one, and a start
 * from disk as much as many. So runs with large stores have more checkpoints, and no seek is slower for them.
 */
export const CHECKPOINT_WORK = 500;
/** The fingerprint is noted down after so many events, to hold another computation of the same run against it. */
export const WAYPOINT_EVENTS = 1000;
const BYTES_PER_EVENT = 1000;
/** A start from disk. */
export const START_WORK = 200;

/** What a checkpoint has for itself, as measured: for each machine, and of the trees of its store for each change since the last. */
const MACHINE_BYTES = 14_000;
const CHANGE_BYTES = 1200;

interface Parts {
  readonly events: EventLog;
  readonly facts: Facts;
  readonly commands: CommandList;
  readonly checkpoints: Checkpoints;
}

/**
 * The truth of one run: every event in order, the commands among them, and checkpoints. All of it comes in through
 * `append`, and a position is an event number. What is full is in chunks that never change: `branch` gives another history
 * with the same past, which shares them, and neither of the two sees what happens in the other from then on.
 */
export class History implements Journal {
  readonly events: EventLog;
  /** What members were, in a few numbers. */
  readonly facts: Facts;
  readonly #commands: CommandList;
  readonly #checkpoints: Checkpoints;
  /** Commands with large values that are not known yet to be kept elsewhere, by their place among the commands. */
  #unshared: number[] = [];
  /** Of commands with large values: their event, and the bytes of all such commands up to it. */
  #large: { readonly event: number; readonly sum: number }[] = [];
  /** The newest revision of any store at the last checkpoint. */
  #revision = 0;
  /** Ascending by event. */
  #waypoints: Waypoint[] = [];
  /** What has to be done again from the last checkpoint on, and from the beginning on. */
  #work = 0;
  #workDone = 0;

  constructor(parts?: Partial<Parts>) {
    this.events = parts?.events ?? new EventLog();
    this.facts = parts?.facts ?? new Facts();
    this.#commands = parts?.commands ?? new CommandList();
    this.#checkpoints = parts?.checkpoints ?? new Checkpoints();
  }

  /** Begins the record of a cluster at time 0. */
  begin(cluster: Cluster): void {
    assert(this.#checkpoints.all.length === 0, 'a record is begun once');
    this.facts.begin(cluster.world);
    this.checkpoint(cluster);
  }

  get commands(): readonly RecordedCommand[] {
    return this.#commands.all();
  }

  /** Bytes of large values that came with the commands: the record keeps them, and so does every member. */
  get largeBytes(): number {
    return this.#large.at(-1)?.sum ?? 0;
  }

  get checkpoints(): readonly Checkpoint[] {
    return this.#checkpoints.all;
  }

  /** What is shared with branches, beside the checkpoints. */
  get chunks(): readonly object[] {
    return [...this.events.chunks, ...this.facts.chunks, ...this.#commands.chunks];
  }

  append(event: WorldEvent): void {
    if (event.number !== this.events.last + 1)
      assert(false, `event ${event.number} follows ${this.events.last}`);
    this.events.append(event);
    this.facts.append(event);
    const work = workOf(event);
    this.#work += work;
    this.#workDone += work;
    if (event.command !== undefined) {
      this.#commands.push({ event: event.number, at: event.at, command: event.command });
      const bytes = largeBytes(event.command);
      if (bytes > 0) {
        this.#large.push({ event: event.number, sum: this.largeBytes + bytes });
        this.#unshared.push(this.#commands.length - 1);
      }
    }
    if (this.#unshared.length > 0 && event.calls.some(({ status }) => status !== 'invoked')) this.#share();
  }

  /** At a clean point: keeps the state, and notes the fingerprint down, if it is time to. */
  maybeCheckpoint(cluster: Cluster): void {
    if (this.#work >= CHECKPOINT_WORK) this.checkpoint(cluster);
    const { events, hash } = cluster.world;
    if (events >= (this.#waypoints.at(-1)?.event ?? 0) + WAYPOINT_EVENTS)
      this.#waypoints.push({ event: events, hash: hash.hex() });
  }

  /** Of every thousandth event or so after this one what the fingerprint was. */
  waypointsAfter(event: number): readonly Waypoint[] {
    return this.#waypoints.slice(
      countWhile(this.#waypoints.length, (i) => this.#eventOfWaypoint(i) <= event),
    );
  }

  #eventOfWaypoint(place: number): number {
    return present(this.#waypoints[place], 'within the list').event;
  }

  checkpoint(cluster: Cluster): void {
    this.#work = 0;
    const revision = revisionOf(cluster.world);
    const changes = revision - this.#revision;
    this.#revision = revision;
    for (const { id, image } of cluster.world.machines.values()) {
      if (image === undefined) continue;
      image.workOut();
      cluster.host.member(id)?.shareStoreWith(image);
    }
    const world = cluster.world.clone();
    // Time may have gone on since the last event: whoever goes there finds the clock at the event.
    world.now = this.events.timeOf(world.events);
    this.#checkpoints.add({
      event: world.events,
      work: this.#workDone,
      objects: cluster.world.machines.size * (MACHINE_BYTES + changes * CHANGE_BYTES),
      world,
      members: cluster.members().map((member) => member.clone()),
    });
  }

  /** The state at the newest instant is a checkpoint. */
  checkpointAtEnd(cluster: Cluster): void {
    if (this.checkpointFor(cluster.world.events).event < cluster.world.events) this.checkpoint(cluster);
  }

  /** What this and all branches of it keep for seeks. */
  get pool(): CheckpointPool {
    return this.#checkpoints.pool;
  }

  /** Nobody goes back to anything of it any more; what branches of it have stays. */
  end(): void {
    this.pool.leave(this.#checkpoints);
  }

  /** The newest checkpoint at or before an event. */
  checkpointFor(event: number): Checkpoint {
    return this.#checkpoints.before(event);
  }

  /** The first checkpoint at or after an event; undefined: there is none. */
  checkpointAfter(event: number): Checkpoint | undefined {
    const { all } = this.#checkpoints;
    return all[countWhile(all.length, (i) => present(all[i], 'within the list').event < event)];
  }

  /** The first command after an event. */
  commandAfter(event: number): RecordedCommand | undefined {
    const place = this.#commands.countUpTo(event);
    return place < this.#commands.length ? this.#commands.at(place) : undefined;
  }

  /** The last command up to an event of which this is so. */
  lastCommandUpTo(event: number, isIt: (command: Command) => boolean): RecordedCommand | undefined {
    return this.#commands.lastUpTo(event, isIt);
  }

  /** How many commands there are after an event. */
  countCommandsAfter(event: number): number {
    return this.#commands.length - this.#commands.countUpTo(event);
  }

  /** The commands after an event, in order. */
  commandsAfter(event: number): readonly RecordedCommand[] {
    return this.#commands.from(this.#commands.countUpTo(event));
  }

  /** The command that an event is; undefined: it is none. */
  commandAt(event: number): Command | undefined {
    const recorded = this.commandAfter(event - 1);
    return recorded?.event === event ? recorded.command : undefined;
  }

  /** Another history with the same past up to an event. Its full chunks and its checkpoints are this one's. */
  branch(event: number): History {
    assert(event >= 0 && event <= this.events.last, 'a branch begins at an event of the record');
    const copy = new History({
      events: this.events.branch(event),
      facts: this.facts.branch(event),
      commands: this.#commands.branch(event),
      checkpoints: this.#checkpoints.branch(event),
    });
    copy.#unshared = this.#unshared.filter((place) => place < copy.#commands.length);
    copy.#waypoints = this.#waypoints.filter((waypoint) => waypoint.event <= event);
    copy.#large = this.#large.filter((large) => large.event <= event);
    const last = copy.#checkpoints.before(event);
    copy.#revision = revisionOf(last.world);
    copy.#work = event - last.event;
    copy.#workDone = last.work + copy.#work;
    return copy;
  }

  /** A call has ended: the values that entries of the log have are kept there, and no longer as the client gave them. */
  #share(): void {
    this.#unshared = this.#unshared.filter((place) => {
      const { command } = this.#commands.at(place);
      const kept = withKept(command);
      if (kept === command) return true;
      this.#commands.replace(place, kept);
      return false;
    });
  }
}

function revisionOf({ machines }: World): number {
  let newest = 0;
  for (const { image } of machines.values()) newest = Math.max(newest, image?.view().revision ?? 0);
  return newest;
}

function workOf({ command, output }: WorldEvent): number {
  let work = command?.type === 'restart' || command?.type === 'forceNewCluster' ? START_WORK : 1;
  for (const write of output?.writes ?? []) work += write.bytes / BYTES_PER_EVENT;
  return work;
}
