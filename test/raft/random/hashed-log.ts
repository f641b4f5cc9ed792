import type { LogIndex } from '../../../src/base/flavor.ts';
import type { Entry } from '../../../src/raft/entry.ts';

const UNKNOWN = -1;
const SEED = 0x811c9dc5;

/** The hashes of a log's prefixes: equal hashes at an index mean equal logs up to it. uint32 each. */
export class HashedLog {
  last: LogIndex = 0;
  /** What is below is only known as a snapshot's. */
  base: LogIndex = 0;
  private hashes: number[] = [SEED];
  private entries: (Entry | undefined)[] = [undefined];

  /** Of the log up to index; undefined where it does not reach, or where it is only known as a snapshot's. */
  at(index: LogIndex): number | undefined {
    if (index > this.last) return undefined;
    const hash = this.hashes[index];
    return hash === UNKNOWN ? undefined : hash;
  }

  entry(index: LogIndex): Entry | undefined {
    return index <= this.last ? this.entries[index] : undefined;
  }

  /** Is the prefix with this hash here, or a snapshot of more? */
  covers(index: LogIndex, hash: number): boolean {
    return index <= this.last && (index < this.base || this.hashes[index] === hash);
  }

  /** Puts an entry at its index, which follows the last or an earlier one; what stood there or after is gone. */
  put(entry: Entry): void {
    const { index } = entry;
    this.hashes[index] = extendHash(this.hashes[index - 1] as number, entry);
    this.entries[index] = entry;
    this.last = index;
  }

  /** The log is a snapshot's. */
  become(index: LogIndex, hash: number): void {
    this.hashes = Array.from<number>({ length: index }).fill(UNKNOWN);
    this.entries = Array.from<Entry | undefined>({ length: index + 1 }).fill(undefined);
    this.hashes.push(hash);
    this.last = index;
    this.base = index;
  }

  copy(): HashedLog {
    const copy = new HashedLog();
    copy.last = this.last;
    copy.base = this.base;
    copy.hashes = this.hashes.slice(0, this.last + 1);
    copy.entries = this.entries.slice(0, this.last + 1);
    return copy;
  }
}

/** How much of an entry's data is hashed: every payload of a run begins with a number of its own. */
const DATA_HASHED = 24;

export function extendHash(before: number, entry: Entry): number {
  let hash = Math.imul(before ^ Number(entry.term), 0x85ebca6b) ^ entry.type.length;
  const { data } = entry;
  if (data !== undefined) {
    hash = Math.imul(hash ^ (data.length + 1), 0x01000193);
    const end = Math.min(data.length, DATA_HASHED);
    for (let i = 0; i < end; i++) hash = Math.imul(hash ^ (data[i] as number), 0x01000193);
  }
  return (Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35) ^ (hash >>> 13)) >>> 0;
}
