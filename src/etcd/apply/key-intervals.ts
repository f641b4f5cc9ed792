import { BTree } from '../mvcc/btree.ts';
import { compareKeys } from '../mvcc/key-range.ts';

/** A set of keys made of intervals [key, end), joined where they touch, so that asking costs a logarithm. */
export class KeyIntervals {
  /** End of each interval by its first key. */
  readonly #ends = new BTree<Uint8Array, Uint8Array>(undefined, compareKeys);

  /** Adds key <= k < end: nothing, if end is not after key. */
  add(key: Uint8Array, end: Uint8Array): void {
    if (compareKeys(key, end) >= 0) return;
    let joined = end;
    const before = this.#ends.getPairOrNextLower(key);
    const start = before !== undefined && compareKeys(before[1], key) >= 0 ? before[0] : key;
    const within: Uint8Array[] = [];
    for (const [next, nextEnd] of this.#ends.entries(start)) {
      if (compareKeys(next, end) > 0) break;
      if (compareKeys(nextEnd, joined) > 0) joined = nextEnd;
      within.push(next);
    }
    for (const next of within) this.#ends.delete(next);
    this.#ends.set(start, joined);
  }

  addAll(other: KeyIntervals): void {
    for (const [key, end] of other.#ends.entries()) this.add(key, end);
  }

  has(key: Uint8Array): boolean {
    const found = this.#ends.getPairOrNextLower(key);
    return found !== undefined && compareKeys(key, found[1]) < 0;
  }
}
