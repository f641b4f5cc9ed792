import { assert } from './assert.ts';

type Words = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/**
 * Whole numbers from 0 on that never change any more, in as few bytes each as their spread needs: none where all are
 * the same, else 1, 2, 4 or 8. 0 is apart from the spread, as it often stands for "none".
 */
export class Packed {
  readonly length: number;
  /** The least and the most of those that are not 0; 0 if all are. */
  readonly least: number;
  readonly most: number;
  readonly hasZeros: boolean;
  /** 0 is stored as 0, `least` as 1. Undefined: all are the same. */
  readonly #words: Words | undefined;

  private constructor(
    length: number,
    least: number,
    most: number,
    hasZeros: boolean,
    words: Words | undefined,
  ) {
    this.length = length;
    this.least = least;
    this.most = most;
    this.hasZeros = hasZeros;
    this.#words = words;
  }

  /** The first `length` of these values. */
  static of(values: ArrayLike<number>, length: number = values.length): Packed {
    let least = Infinity;
    let most = 0;
    let zeros = 0;
    for (let i = 0; i < length; i++) {
      const value = values[i] ?? 0;
      if (value === 0) zeros++;
      else {
        if (value < least) least = value;
        if (value > most) most = value;
      }
    }
    if (zeros === length) return new Packed(length, 0, 0, true, undefined);
    if (zeros === 0 && least === most) return new Packed(length, least, most, false, undefined);
    const words = wordsFor(most - least + 1, length);
    for (let i = 0; i < length; i++) {
      const value = values[i] ?? 0;
      words[i] = value === 0 ? 0 : value - least + 1;
    }
    return new Packed(length, least, most, zeros > 0, words);
  }

  /** Bytes of memory for the numbers. */
  get bytes(): number {
    return this.#words?.byteLength ?? 0;
  }

  at(position: number): number {
    assert(position >= 0 && position < this.length, 'a position within the numbers');
    const words = this.#words;
    if (words === undefined) return this.least;
    const word = words[position] ?? 0;
    return word === 0 ? 0 : word - 1 + this.least;
  }

  /** Whether the value may be among them. */
  mayHave(value: number): boolean {
    return value === 0 ? this.hasZeros : value >= this.least && value <= this.most;
  }
}

function wordsFor(most: number, length: number): Words {
  if (most < 2 ** 8) return new Uint8Array(length);
  if (most < 2 ** 16) return new Uint16Array(length);
  if (most < 2 ** 32) return new Uint32Array(length);
  return new Float64Array(length);
}
