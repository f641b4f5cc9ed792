import { present } from '../../base/assert.ts';
import type { Past } from '../../explain/past.ts';
import type { Checkpoint } from '../../history/checkpoints.ts';
import type { History } from '../../history/history.ts';
import { copyInProcess, replayTo } from '../../history/replay.ts';
import { Cluster } from '../../sim/cluster.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { MemberFactory } from '../../sim/in-process-host.ts';
import type { Journal, WorldEvent } from '../../sim/record/world-event.ts';
import type { World } from '../../sim/world/world.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import type { Line } from '../play/line.ts';
import type { Run } from '../play/run.ts';

/** So many stretches between two checkpoints are remembered, each with its events: a few megabytes each. */
const STRETCHES = 4;
/** In a stretch a copy of the whole state is kept after so many events: who asks for an instant replays no more than that. */
const STATE_EVERY = 500;

/** The record of a run for those who explain it. One for the whole life of a run: it remembers what was replayed last. */
export class RunPast implements Past {
  readonly #run: Run;
  /** Newest first, all of the line `#line`: another branch counts its events anew. */
  #stretches: Stretch[] = [];
  #line: Line | undefined;

  constructor(run: Run) {
    this.#run = run;
  }

  get history(): History {
    return this.#run.history;
  }

  get timeline(): Timeline {
    return this.#run.timeline;
  }

  get now(): World {
    return this.#run.cluster.world;
  }

  copy(): Cluster {
    const { cluster, factory } = this.#run;
    return copyInProcess({ world: cluster.world, members: cluster.members() }, factory);
  }

  async at(event: number): Promise<Cluster> {
    this.#check(event, event);
    return this.#stretchOf(event).at(event);
  }

  async events(first: number, last: number): Promise<readonly WorldEvent[]> {
    if (last < first) return [];
    this.#check(Math.max(first, 1), last);
    const pieces: (readonly WorldEvent[])[] = [];
    // From the back: a stretch begins after a checkpoint, which is found from an event in it.
    for (let end = last; end >= Math.max(first, 1);) {
      const stretch = this.#stretchWith(end);
      pieces.push(await stretch.events(Math.max(first, stretch.from + 1), end));
      end = stretch.from;
    }
    return pieces.length === 1 ? present(pieces[0], 'one piece') : pieces.reverse().flat();
  }

  #check(first: number, last: number): void {
    const { events } = this.history;
    if (Number.isSafeInteger(first) && Number.isSafeInteger(last) && first >= 0 && last <= events.last)
      return;
    const asked = first === last ? `event ${first}` : `events ${first} to ${last}`;
    throw new CommandError('badArgument', `there is no ${asked} in this run, which has ${events.last}`);
  }

  /** The stretch that has this event as one of its events. */
  #stretchWith(event: number): Stretch {
    return this.#stretchOf(event - 1);
  }

  /** The stretch from which the state after this event is reached. */
  #stretchOf(event: number): Stretch {
    const { line } = this.#run.branches.current;
    if (this.#line !== line) this.#stretches = [];
    this.#line = line;
    // Checkpoints get sparser as they age: what was remembered from one that is gone by now is as good.
    const stretch =
      this.#stretches.find((each) => each.from <= event && event < each.to) ??
      new Stretch(this.history, this.#run.factory, this.history.checkpointFor(event));
    this.#stretches = [stretch, ...this.#stretches.filter((each) => each !== stretch)].slice(0, STRETCHES);
    return stretch;
  }
}

/** What comes after a checkpoint, replayed as far as somebody has asked. */
class Stretch {
  readonly #history: History;
  readonly #factory: MemberFactory;
  readonly #events: WorldEvent[] = [];
  /** Ascending; the first is the checkpoint. */
  readonly #states: Pick<Checkpoint, 'event' | 'world' | 'members'>[];
  /** Where the replay has got to; what it does is heard and kept. */
  #front: Cluster | undefined;
  /** The replay that was asked for last: they go one after the other. */
  #going: Promise<void> = Promise.resolve();

  constructor(history: History, factory: MemberFactory, checkpoint: Checkpoint) {
    this.#history = history;
    this.#factory = factory;
    this.#states = [checkpoint];
  }

  get from(): number {
    return present(this.#states[0], 'the checkpoint').event;
  }

  /** The event before which the next checkpoint's stretch begins. */
  get to(): number {
    const { checkpoints } = this.#history;
    return checkpoints.find(({ event }) => event > this.from)?.event ?? Infinity;
  }

  async events(first: number, last: number): Promise<readonly WorldEvent[]> {
    await this.#goOnTo(last);
    return this.#events.slice(first - this.from - 1, last - this.from);
  }

  async at(event: number): Promise<Cluster> {
    await this.#goOnTo(event);
    const state = present(
      this.#states.findLast((each) => each.event <= event),
      'a state before it',
    );
    const copy = copyInProcess(state, this.#factory);
    await replayTo(this.#history, copy, event);
    return copy;
  }

  #goOnTo(event: number): Promise<void> {
    this.#going = this.#going.then(() => this.#replayTo(event));
    return this.#going;
  }

  async #replayTo(event: number): Promise<void> {
    if (event <= this.from + this.#events.length) return;
    const journal: Journal = { append: (each) => void this.#events.push(each) };
    this.#front ??= copyInProcess(present(this.#states[0], 'the checkpoint'), this.#factory, journal);
    const front = this.#front;
    while (front.world.events < event) {
      const newest = present(this.#states.at(-1), 'a state').event;
      const next = newest + STATE_EVERY;
      await replayTo(this.#history, front, Math.min(event, next));
      if (front.world.events < next) continue;
      const members = front.members().map((member) => member.clone());
      this.#states.push({ event: next, world: front.world.clone(), members });
    }
  }
}
