import type { Db } from './db.ts';
import { ELEMENT_BYTES, HEADER_BYTES, pageNumber, viewOf } from './format.ts';

/** Bytes of branches that are kept. */
const KEPT_BYTES = 16 << 20;

/** So much of one at most, which is always enough for its elements; keys that stand after it are read one by one. */
const LARGE_BYTES = 2 << 20;

interface KeptBranch {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

/** Branches that have been checked and are looked into again, for the keys that bound their children. */
export class BranchCache {
  /** The last used last. */
  private readonly kept = new Map<number, KeptBranch>();
  private size = 0;
  private lastPage = 0;
  private last: KeptBranch | undefined;

  constructor(private readonly db: Db) {}

  count(page: number): number {
    return this.branch(page).view.getUint16(10, true);
  }

  child(page: number, index: number): number {
    return pageNumber(this.branch(page).view, HEADER_BYTES + ELEMENT_BYTES * index + 8);
  }

  /** The key of an element. */
  key(page: number, index: number): Uint8Array {
    const { bytes, view } = this.branch(page);
    const element = HEADER_BYTES + ELEMENT_BYTES * index;
    const start = element + view.getUint32(element, true);
    const length = view.getUint32(element + 4, true);
    if (start + length <= bytes.length) return bytes.subarray(start, start + length);
    return this.db.source.read(page * this.db.pageSize + start, length);
  }

  private branch(page: number): KeptBranch {
    if (this.lastPage === page && this.last !== undefined) return this.last;
    const branch = this.kept.get(page) ?? this.read(page);
    this.kept.delete(page);
    this.kept.set(page, branch);
    this.lastPage = page;
    this.last = branch;
    return branch;
  }

  private read(page: number): KeptBranch {
    const { pageSize, source } = this.db;
    const first = source.read(page * pageSize, pageSize);
    const overflow = viewOf(first).getUint32(12, true);
    const length = Math.min((overflow + 1) * pageSize, LARGE_BYTES);
    // A copy, so that no larger piece of the file is kept with it.
    const bytes = (length <= pageSize ? first : source.read(page * pageSize, length)).slice();
    this.size += bytes.length;
    for (const [oldest, { bytes: old }] of this.kept) {
      if (this.size <= KEPT_BYTES) break;
      this.kept.delete(oldest);
      this.size -= old.length;
    }
    return { bytes, view: viewOf(bytes) };
  }
}
