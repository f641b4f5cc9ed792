import { present } from '../base/assert.ts';
import type { Checkpoint, Checkpoints } from './checkpoints.ts';
import { HeldFiles } from './held-files.ts';

/** In bytes; what a million events of nine nodes with a put to every hundred of them need is half of it. */
export const CHECKPOINT_BUDGET = 192e6;

/**
 * What the checkpoints of all branches of a run keep in memory, each counted once however many branches have it, and what they
 * may. Files of disks are counted to the byte, but for those that the newest checkpoint has anyway; what else is in a checkpoint by
 * estimate (`Checkpoint.objects`). Beyond the budget the one that is missed least goes, out of all branches that have it.
 */
export class CheckpointPool {
  #budget: number;
  readonly #lists = new Set<Checkpoints>();
  /** By how many lists each is held. */
  readonly #holders = new Map<Checkpoint, number>();
  readonly #files = new HeldFiles();
  /** Of the checkpoint that came last. */
  readonly #newestFiles = new HeldFiles();
  #newest: Checkpoint | undefined;
  #objects = 0;

  constructor(budget = CHECKPOINT_BUDGET) {
    this.#budget = budget;
  }

  /** Bytes. */
  get budget(): number {
    return this.#budget;
  }

  set budget(bytes: number) {
    this.#budget = bytes;
    this.thin();
  }

  /** How many there are. */
  get count(): number {
    return this.#holders.size;
  }

  get bytes(): number {
    return this.fileBytes + this.#objects;
  }

  /** Bytes of files that are kept for the past alone. */
  get fileBytes(): number {
    return this.#files.bytes - this.#newestFiles.bytes;
  }

  enter(list: Checkpoints): void {
    this.#lists.add(list);
  }

  /** Nobody needs this list any more. */
  leave(list: Checkpoints): void {
    this.#lists.delete(list);
    for (const checkpoint of list.all) this.release(checkpoint);
  }

  /** The newest of them all: somebody's live edge is here. */
  add(checkpoint: Checkpoint): void {
    this.hold(checkpoint);
    // The new one first: what both have need not be gone through then.
    this.#newestFiles.hold(checkpoint.world);
    if (this.#newest !== undefined) this.#newestFiles.release(this.#newest.world);
    this.#newest = checkpoint;
  }

  hold(checkpoint: Checkpoint): void {
    const holders = this.#holders.get(checkpoint) ?? 0;
    this.#holders.set(checkpoint, holders + 1);
    if (holders > 0) return;
    this.#files.hold(checkpoint.world);
    this.#objects += checkpoint.objects;
  }

  release(checkpoint: Checkpoint): void {
    const holders = present(this.#holders.get(checkpoint), 'what is released was held');
    if (holders > 1) return void this.#holders.set(checkpoint, holders - 1);
    this.#holders.delete(checkpoint);
    this.#files.release(checkpoint.world);
    this.#objects -= checkpoint.objects;
  }

  /** Until the rest is within the budget. */
  thin(): void {
    while (this.bytes > this.#budget) {
      const found = this.#leastMissed();
      if (found === undefined) return;
      for (const list of this.#lists) list.drop(found);
    }
  }

  /** One that several branches have is missed as much as by the one that misses it most; undefined: all are needed. */
  #leastMissed(): Checkpoint | undefined {
    const losses = new Map<Checkpoint, number>();
    for (const list of this.#lists) {
      for (const [checkpoint, loss] of list.losses()) {
        if (loss > (losses.get(checkpoint) ?? -1)) losses.set(checkpoint, loss);
      }
    }
    let found: Checkpoint | undefined;
    let least = Infinity;
    for (const [checkpoint, loss] of losses) if (loss < least) [found, least] = [checkpoint, loss];
    return found;
  }
}
