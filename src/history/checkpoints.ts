import { present } from '../base/assert.ts';
import { countWhile } from '../base/column.ts';
import type { Member } from '../node/member.ts';
import type { World } from '../sim/world/world.ts';
import { HeldFiles } from './held-files.ts';

/** The whole state after an event: nobody steps it; whoever goes on from it clones it. */
export interface Checkpoint {
  readonly event: number;
  /** What a replay from the beginning to here has to do, in ordinary events. */
  readonly work: number;
  readonly world: World;
  readonly members: readonly Member[];
}

/** What checkpoints may keep. */
export interface CheckpointBudget {
  /** Bytes of disks beyond what the newest of them has anyway: old snapshots, and segments of the log that have gone since. */
  readonly bytes: number;
  /** So many checkpoints. */
  readonly count: number;
}

export const CHECKPOINT_BUDGET: CheckpointBudget = { bytes: 32e6, count: 1600 };

/**
 * The older a stretch of the run, the sparser its checkpoints: two that are neighbours may be this part of their age apart,
 * but a replay between them has never more to do than `GAP_MAX` ordinary events, as long as the budget holds.
 */
const GAP_OF_AGE = 1 / 4;
export const GAP_MAX = 4400;

/**
 * The checkpoints of a run, ascending by event. They are thinned as they age, and beyond the budget further: then seeks
 * into that part of the run replay more. The first and the newest always stay.
 */
export class Checkpoints {
  readonly #budget: CheckpointBudget;
  #all: Checkpoint[] = [];
  /** The disks' files of all of them, and of the newest alone. */
  readonly #files = new HeldFiles();
  readonly #newestFiles = new HeldFiles();
  /** Before this place all neighbours are as far apart as they may ever be. */
  #final = 1;

  constructor(budget: CheckpointBudget = CHECKPOINT_BUDGET) {
    this.#budget = budget;
  }

  get all(): readonly Checkpoint[] {
    return this.#all;
  }

  add(checkpoint: Checkpoint): void {
    this.#push(checkpoint);
    this.#age();
    this.#thin();
  }

  /** The newest at or before an event. */
  before(event: number): Checkpoint {
    const count = countWhile(this.#all.length, (i) => this.#at(i).event <= event);
    return present(this.#all[count - 1], 'the beginning is a checkpoint');
  }

  /** Those up to an event, the very same, in a list of their own. */
  branch(event: number): Checkpoints {
    const copy = new Checkpoints(this.#budget);
    for (const checkpoint of this.#all) {
      if (checkpoint.event > event) break;
      copy.#push(checkpoint);
    }
    copy.#final = Math.min(this.#final, Math.max(1, copy.#all.length - 1));
    return copy;
  }

  /** Bytes of files that are kept for the past alone. */
  bytesOfPast(): number {
    return this.#files.bytes - this.#newestFiles.bytes;
  }

  #push(checkpoint: Checkpoint): void {
    const newest = this.#all.at(-1);
    this.#all.push(checkpoint);
    this.#files.hold(checkpoint.world);
    // The new one first: what both have need not be gone through then.
    this.#newestFiles.hold(checkpoint.world);
    if (newest !== undefined) this.#newestFiles.release(newest.world);
  }

  /** Takes out those whose neighbours are near enough for their age: each is looked at until it has its final place. */
  #age(): void {
    const newest = this.#at(this.#all.length - 1).work;
    for (let i = this.#final; i < this.#all.length - 1;) {
      const age = newest - this.#at(i).work;
      const gap = this.#at(i + 1).work - this.#at(i - 1).work;
      if (gap <= Math.min(GAP_MAX, age * GAP_OF_AGE)) this.#remove(i);
      else i++;
      // Old enough to be as sparse as ever: what stays now stays.
      if (age * GAP_OF_AGE > GAP_MAX) this.#final = i;
    }
  }

  /**
   * Takes out whichever is missed least, until the rest is within the budget: one whose neighbours are near each other for
   * their age.
   */
  #thin(): void {
    while (this.#all.length > 2 && this.#isBeyondBudget()) {
      const newest = this.#at(this.#all.length - 1).work;
      let found = 1;
      let least = Infinity;
      for (let i = 1; i < this.#all.length - 1; i++) {
        const gap = this.#at(i + 1).work - this.#at(i - 1).work;
        // Among those of the run's old part it is the gap alone that counts.
        const loss = gap / (Math.min(newest - this.#at(i).work, GAP_MAX / GAP_OF_AGE) + 1);
        if (loss >= least) continue;
        [found, least] = [i, loss];
      }
      this.#remove(found);
      if (found < this.#final) this.#final--;
    }
  }

  #isBeyondBudget(): boolean {
    return this.#all.length > this.#budget.count || this.bytesOfPast() > this.#budget.bytes;
  }

  #remove(place: number): void {
    for (const { world } of this.#all.splice(place, 1)) this.#files.release(world);
  }

  #at(place: number): Checkpoint {
    return present(this.#all[place], 'within the list');
  }
}
