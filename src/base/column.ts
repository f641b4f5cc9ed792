import { assert } from './assert.ts';

type Numbers = Float64Array | Uint32Array | Uint16Array | Uint8Array;

/** A list of numbers that grows in a typed array: small, and quick to search. */
export class Column<A extends Numbers> {
  #data: A;
  readonly #make: (length: number) => A;
  #length = 0;

  constructor(make: (length: number) => A) {
    this.#make = make;
    this.#data = make(256);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#data.length) {
      const larger = this.#make(this.#length * 2);
      larger.set(this.#data);
      this.#data = larger;
    }
    this.#data[this.#length++] = value;
  }

  at(position: number): number {
    assert(position >= 0 && position < this.#length, `position ${position} is within ${this.#length}`);
    return this.#data[position] ?? 0;
  }

  set(position: number, value: number): void {
    assert(position >= 0 && position < this.#length, `position ${position} is within ${this.#length}`);
    this.#data[position] = value;
  }

  truncate(length: number): void {
    assert(length <= this.#length, 'a column is cut, not extended');
    this.#length = length;
  }

  /** In an ascending column: how many values are <= value. */
  countUpTo(value: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#data[middle] ?? 0) <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export const float64Column = (): Column<Float64Array> => new Column((length) => new Float64Array(length));
export const uint32Column = (): Column<Uint32Array> => new Column((length) => new Uint32Array(length));
export const uint16Column = (): Column<Uint16Array> => new Column((length) => new Uint16Array(length));
export const uint8Column = (): Column<Uint8Array> => new Column((length) => new Uint8Array(length));
