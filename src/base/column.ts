import { assert } from './assert.ts';
import { Packed } from './packed.ts';

/** So many numbers are packed together. */
export const CHUNK = 4096;

/**
 * A list of whole numbers from 0 on that grows at its end: in chunks, of which the full ones never change any more and
 * are packed. Two branches of a run share the chunks of their common past.
 */
export class Column {
  #chunks: Packed[] = [];
  /** What is not packed yet, at the beginning of it. */
  #tail = new Float64Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The full chunks, each of `CHUNK` numbers. */
  get chunks(): readonly Packed[] {
    return this.#chunks;
  }

  push(value: number): void {
    const place = this.#length - this.#chunks.length * CHUNK;
    if (place === this.#tail.length) {
      const larger = new Float64Array(Math.min(CHUNK, place * 2));
      larger.set(this.#tail);
      this.#tail = larger;
    }
    this.#tail[place] = value;
    this.#length++;
    if (place + 1 === CHUNK) this.#chunks.push(Packed.of(this.#tail));
  }

  at(position: number): number {
    assert(position >= 0 && position < this.#length, 'a position within the list');
    const chunk = this.#chunks[Math.floor(position / CHUNK)];
    return chunk === undefined ? (this.#tail[position % CHUNK] ?? 0) : chunk.at(position % CHUNK);
  }

  /** In an ascending column: how many values are <= value. */
  countUpTo(value: number): number {
    return countWhile(this.#length, (position) => this.at(position) <= value);
  }

  /** The first position from `from` on with this value; undefined if there is none. Chunks that cannot have it are skipped. */
  first(value: number, from = 0): number | undefined {
    for (let i = from; i < this.#length; i++) {
      if (this.#chunks[Math.floor(i / CHUNK)]?.mayHave(value) === false) i += CHUNK - 1 - (i % CHUNK);
      else if (this.at(i) === value) return i;
    }
    return undefined;
  }

  /** The last position up to `to` with this value. */
  last(value: number, to = this.#length - 1): number | undefined {
    for (let i = to; i >= 0; i--) {
      if (this.#chunks[Math.floor(i / CHUNK)]?.mayHave(value) === false) i -= i % CHUNK;
      else if (this.at(i) === value) return i;
    }
    return undefined;
  }

  /** The first `length` numbers as a list of its own, which shares their full chunks. */
  branch(length: number): Column {
    assert(length <= this.#length, 'a branch has a past of what there is');
    const copy = new Column();
    copy.#chunks = this.#chunks.slice(0, Math.floor(length / CHUNK));
    copy.#length = copy.#chunks.length * CHUNK;
    while (copy.#length < length) copy.push(this.at(copy.#length));
    return copy;
  }
}

/** How many of the positions from 0 on fulfil a condition that holds up to some place and no further. */
export function countWhile(length: number, holds: (position: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Columns of the same length, by their names: a branch of them all. */
export function branchColumns<Name extends string>(
  columns: Readonly<Record<Name, Column>>,
  length: number,
): Record<Name, Column> {
  const entries = Object.entries<Column>(columns).map(([name, column]) => [name, column.branch(length)]);
  return Object.fromEntries(entries) as Record<Name, Column>;
}

export function columns<Name extends string>(...names: readonly Name[]): Record<Name, Column> {
  const entries = names.map((name) => [name, new Column()]);
  return Object.fromEntries(entries) as Record<Name, Column>;
}
