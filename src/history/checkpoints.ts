import { present } from '../base/assert.ts';
import { countWhile } from '../base/column.ts';
import type { Member } from '../node/member.ts';
import type { World } from '../sim/world/world.ts';
import { CheckpointPool } from './checkpoint-pool.ts';

/** The whole state after an event: nobody steps it; whoever goes on from it clones it. */
export interface Checkpoint {
  readonly event: number;
  /** What a replay from the beginning to here has to do, in ordinary events. */
  readonly work: number;
  /** Bytes that only it has, beside files of disks: an estimate. */
  readonly objects: number;
  readonly world: World;
  readonly members: readonly Member[];
}

/**
 * The older a stretch of the run, the sparser its checkpoints: two that are neighbours may be this part of their age apart,
 * but a replay between them has never more to do than so many ordinary events, as long as the budget holds: a part of the whole
 * run, so that a short one has as many checkpoints as a long one and is looked into the quicker, and `GAP_MAX` in a long one.
 */
const GAP_OF_AGE = 1 / 4;
export const GAP_OF_RUN = 1 / 45;
export const GAP_MIN = 1000;
const GAP_STEP = 1.1;
export const GAP_MAX = 4400;

/**
 * The checkpoints of a branch, ascending by event. They are thinned as they age, and beyond the budget further
 * (`checkpoint-pool.ts`): then seeks into that part of the run replay more. The first and the newest always stay.
 */
export class Checkpoints {
  readonly pool: CheckpointPool;
  #all: Checkpoint[] = [];
  /** What a replay between two has to do at most. It grows with the run, in steps: then all are looked at again. */
  #gap = GAP_MIN;
  /** Before this place all neighbours are as far apart as they may be, as long as that stays as it is. */
  #final = 1;

  constructor(pool = new CheckpointPool()) {
    this.pool = pool;
    pool.enter(this);
  }

  get all(): readonly Checkpoint[] {
    return this.#all;
  }

  add(checkpoint: Checkpoint): void {
    this.#all.push(checkpoint);
    this.pool.add(checkpoint);
    this.#age();
    this.pool.thin();
  }

  /** The newest at or before an event. */
  before(event: number): Checkpoint {
    return this.#at(this.#countUpTo(event) - 1);
  }

  /** Those up to an event, the very same, in a list of their own. */
  branch(event: number): Checkpoints {
    const copy = new Checkpoints(this.pool);
    copy.#all = this.#all.slice(0, this.#countUpTo(event));
    for (const checkpoint of copy.#all) this.pool.hold(checkpoint);
    copy.#gap = this.#gap;
    copy.#final = Math.min(this.#final, Math.max(1, copy.#all.length - 1));
    return copy;
  }

  /** How much each is missed when it is gone, which depends on how near its neighbours are. Never: the first and the newest. */
  *losses(): Iterable<readonly [Checkpoint, number]> {
    const last = this.#all.length - 1;
    const newest = this.#at(last).work;
    for (const [i, checkpoint] of this.#all.entries()) {
      if (i === 0 || i === last) yield [checkpoint, Infinity];
      else {
        const gap = this.#at(i + 1).work - this.#at(i - 1).work;
        // Among those of the run's old part it is the gap alone that counts.
        yield [checkpoint, gap / (Math.min(newest - checkpoint.work, GAP_MAX / GAP_OF_AGE) + 1)];
      }
    }
  }

  /** The budget wants it gone. */
  drop(checkpoint: Checkpoint): void {
    const place = this.#countUpTo(checkpoint.event) - 1;
    if (this.#all[place] !== checkpoint) return;
    this.#remove(place);
    if (place < this.#final) this.#final--;
  }

  /** Takes out those whose neighbours are near enough for their age: each is looked at until it has its final place. */
  #age(): void {
    const newest = this.#at(this.#all.length - 1).work;
    const gapMax = Math.min(GAP_MAX, newest * GAP_OF_RUN);
    if (gapMax > this.#gap * GAP_STEP || (gapMax === GAP_MAX && this.#gap < GAP_MAX)) {
      this.#gap = gapMax;
      this.#final = 1;
    }
    for (let i = this.#final; i < this.#all.length - 1;) {
      const age = newest - this.#at(i).work;
      const gap = this.#at(i + 1).work - this.#at(i - 1).work;
      const isDropped = gap <= Math.min(this.#gap, age * GAP_OF_AGE);
      if (isDropped) this.#remove(i);
      // Old enough to be as sparse as ever: what stays now stays.
      const isFinal = age * GAP_OF_AGE > GAP_MAX;
      if (isFinal && !isDropped) this.#at(i).world.pack();
      if (!isDropped) i++;
      if (isFinal) this.#final = i;
    }
  }

  #remove(place: number): void {
    for (const checkpoint of this.#all.splice(place, 1)) this.pool.release(checkpoint);
  }

  #countUpTo(event: number): number {
    return countWhile(this.#all.length, (i) => this.#at(i).event <= event);
  }

  #at(place: number): Checkpoint {
    return present(this.#all[place], 'within the list');
  }
}
