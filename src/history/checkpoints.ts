import { present } from '../base/assert.ts';
import { countWhile } from '../base/column.ts';
import type { Member } from '../node/member.ts';
import type { World } from '../sim/world/world.ts';

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

interface Holding {
  bytes: number;
  checkpoints: number;
}

/**
 * The checkpoints of a run, ascending by event. They are thinned as they age, and beyond the budget further: then seeks
 * into that part of the run replay more. The first and the newest always stay.
 */
export class Checkpoints {
  readonly #budget: CheckpointBudget;
  #all: Checkpoint[] = [];
  /** Files of disks, shared by machines and checkpoints, by the object that has their bytes. */
  readonly #held = new Map<object, Holding>();
  #bytes = 0;
  /** Before this place all neighbours are as far apart as they may ever be. */
  #settled = 1;

  constructor(budget: CheckpointBudget = CHECKPOINT_BUDGET) {
    this.#budget = budget;
  }

  get all(): readonly Checkpoint[] {
    return this.#all;
  }

  add(checkpoint: Checkpoint): void {
    this.#all.push(checkpoint);
    for (const [file, bytes] of filesOf(checkpoint)) this.#hold(file, bytes);
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
      copy.#all.push(checkpoint);
      for (const [file, bytes] of filesOf(checkpoint)) copy.#hold(file, bytes);
    }
    copy.#settled = Math.min(this.#settled, Math.max(1, copy.#all.length - 1));
    return copy;
  }

  /** Bytes of files that are kept for the past alone. */
  bytesOfPast(): number {
    const last = this.#all.at(-1);
    if (last === undefined) return 0;
    let needed = 0;
    for (const file of filesOf(last).keys()) needed += this.#held.get(file)?.bytes ?? 0;
    return this.#bytes - needed;
  }

  #hold(file: object, bytes: number): void {
    const holding = this.#held.get(file) ?? { bytes: 0, checkpoints: 0 };
    // A file of the log grows at its end, and all share it.
    this.#bytes += Math.max(0, bytes - holding.bytes);
    holding.bytes = Math.max(holding.bytes, bytes);
    holding.checkpoints++;
    this.#held.set(file, holding);
  }

  #release(checkpoint: Checkpoint): void {
    for (const file of filesOf(checkpoint).keys()) {
      const holding = present(this.#held.get(file), 'what a checkpoint has is held');
      holding.checkpoints--;
      if (holding.checkpoints > 0) continue;
      this.#held.delete(file);
      this.#bytes -= holding.bytes;
    }
  }

  /** Takes out those whose neighbours are near enough for their age: each is looked at until it has its final place. */
  #age(): void {
    const newest = this.#at(this.#all.length - 1).work;
    for (let i = this.#settled; i < this.#all.length - 1;) {
      const age = newest - this.#at(i).work;
      const gap = this.#at(i + 1).work - this.#at(i - 1).work;
      if (gap <= Math.min(GAP_MAX, age * GAP_OF_AGE)) this.#remove(i);
      else i++;
      // Old enough to be as sparse as ever: what stays now stays.
      if (age * GAP_OF_AGE > GAP_MAX) this.#settled = i;
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
      if (found < this.#settled) this.#settled--;
    }
  }

  #isBeyondBudget(): boolean {
    return this.#all.length > this.#budget.count || this.bytesOfPast() > this.#budget.bytes;
  }

  #remove(place: number): void {
    for (const checkpoint of this.#all.splice(place, 1)) this.#release(checkpoint);
  }

  #at(place: number): Checkpoint {
    return present(this.#all[place], 'within the list');
  }
}

function filesOf({ world }: Checkpoint): Map<object, number> {
  const files = new Map<object, number>();
  for (const { disk } of world.machines.values())
    for (const [file, bytes] of disk.holdings()) files.set(file, bytes);
  return files;
}
