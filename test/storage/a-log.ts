import type { Term } from '../../src/base/flavor.ts';
import type { Entry, Snapshot } from '../../src/raft/entry.ts';
import { EMPTY_DISK, type DiskImage } from '../../src/storage/disk.ts';
import { applyOperations, operationBytes } from '../../src/storage/disk-image.ts';
import {
  createWal,
  writeWal,
  type WalOutput,
  type WalPosition,
  type WalWrite,
} from '../../src/storage/wal-writer.ts';

/** An entry whose data is its term and index over and over. */
export function entry(index: number, term: Term, size = 4): Entry {
  const data = new Uint8Array(size).map((_, i) => (i % 2 === 0 ? Number(BigInt(term) & 0xffn) : index));
  return { type: 'EntryNormal', term, index, data };
}

export const confState = {
  voters: [1, 2, 3],
  votersOutgoing: [],
  learners: [4],
  learnersNext: [],
  autoLeave: false,
};

export function snapshot(index: number, term: Term): Snapshot {
  return { index, term, confState, data: Uint8Array.of(index, 7, 7) };
}

/** A log being written: the image and the position together. */
export class WrittenLog {
  image: DiskImage = EMPTY_DISK;
  position: WalPosition;
  /** Bytes at the end of the last file that the last write added: what a crash may cut short. */
  atRisk = 0;

  constructor(readonly segmentBytes?: number) {
    const created = createWal(Uint8Array.of(1, 2, 3));
    this.position = created.position;
    this.#take(created);
  }

  write(write: WalWrite): this {
    this.#take(writeWal(this.position, write, this.segmentBytes));
    return this;
  }

  apply(output: WalOutput): this {
    this.#take(output);
    return this;
  }

  #take(output: WalOutput): void {
    this.position = output.position;
    const whole = output.operations.findLastIndex(({ type }) => type !== 'append');
    if (output.operations.length > 0) this.atRisk = operationBytes(output.operations.slice(whole + 1));
    this.image = applyOperations(this.image, output.operations);
  }
}
