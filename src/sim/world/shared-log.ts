import { assert } from '../../base/assert.ts';

/**
 * A list that only grows, cheap to clone: clones share one array and each knows how much of it is its own. Whoever
 * appends at the array's end appends in place; whoever has fallen behind (a clone that goes another way) copies first.
 */
export class SharedLog<T> {
  #items: T[];
  #length: number;

  constructor(items: readonly T[] = []) {
    this.#items = items.slice();
    this.#length = items.length;
  }

  get length(): number {
    return this.#length;
  }

  /** What clones share: the same object as long as they go the same way. */
  get shared(): object {
    return this.#items;
  }

  at(position: number): T | undefined {
    return position < this.#length ? this.#items[position] : undefined;
  }

  push(item: T): void {
    if (this.#items.length !== this.#length) this.#items = this.#items.slice(0, this.#length);
    this.#items.push(item);
    this.#length++;
  }

  slice(from: number, to: number = this.#length): T[] {
    assert(to <= this.#length, `slice ends at ${to}, within ${this.#length}`);
    return this.#items.slice(from, to);
  }

  clone(): SharedLog<T> {
    const copy = new SharedLog<T>();
    copy.#items = this.#items;
    copy.#length = this.#length;
    return copy;
  }
}
