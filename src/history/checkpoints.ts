import { present } from '../base/assert.ts';
import type { Member } from '../node/member.ts';
import type { World } from '../sim/world/world.ts';

/** The whole state after an event: nobody steps it; whoever goes on from it clones it. */
export interface Checkpoint {
  readonly event: number;
  readonly world: World;
  readonly members: readonly Member[];
}

/**
 * Bytes of disks that checkpoints may keep beyond what the first and the newest of them have anyway: old snapshots, and
 * segments of the log that have gone since. Beyond it checkpoints are thinned, and seeks replay further.
 */
export const CHECKPOINT_BYTES = 64e6;

interface Holding {
  bytes: number;
  checkpoints: number;
}

/** The checkpoints of a run, ascending by event, and what they keep in memory. */
export class Checkpoints {
  readonly #bytesMax: number;
  #all: Checkpoint[] = [];
  /** Files of disks, shared by machines and checkpoints, by the object that has their bytes. */
  readonly #held = new Map<object, Holding>();
  #bytes = 0;

  constructor(bytesMax: number = CHECKPOINT_BYTES) {
    this.#bytesMax = bytesMax;
  }

  get all(): readonly Checkpoint[] {
    return this.#all;
  }

  add(checkpoint: Checkpoint): void {
    this.#all.push(checkpoint);
    for (const [file, bytes] of filesOf(checkpoint)) this.#hold(file, bytes);
    this.#thin();
  }

  /** The newest at or before an event. */
  before(event: number): Checkpoint {
    let low = 0;
    let high = this.#all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#all[middle]?.event ?? Infinity) <= event) low = middle + 1;
      else high = middle;
    }
    return present(this.#all[low - 1], 'the beginning is a checkpoint');
  }

  /** Forgets those after an event. */
  truncate(event: number): void {
    for (const checkpoint of this.#all) if (checkpoint.event > event) this.#release(checkpoint);
    this.#all = this.#all.filter((checkpoint) => checkpoint.event <= event);
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

  /**
   * Takes out whichever is missed least, until the rest is within bounds: one whose neighbours are near each other for
   * their age. The first and the newest stay.
   */
  #thin(): void {
    while (this.#all.length > 2 && this.bytesOfPast() > this.#bytesMax) {
      const newest = present(this.#all.at(-1), 'there are some').event;
      let found = 1;
      let least = Infinity;
      for (let i = 1; i < this.#all.length - 1; i++) {
        const gap = this.#eventOf(i + 1) - this.#eventOf(i - 1);
        const loss = gap / (newest - this.#eventOf(i) + 1);
        if (loss >= least) continue;
        [found, least] = [i, loss];
      }
      for (const checkpoint of this.#all.splice(found, 1)) this.#release(checkpoint);
    }
  }

  #eventOf(position: number): number {
    return present(this.#all[position], 'within the list').event;
  }
}

function filesOf({ world }: Checkpoint): Map<object, number> {
  const files = new Map<object, number>();
  for (const { disk } of world.machines.values())
    for (const [file, bytes] of disk.holdings()) files.set(file, bytes);
  return files;
}
