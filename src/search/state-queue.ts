const CHUNK = 1 << 18;

/** States in line, first in, first out: each its number among the visited, its length and its numbers, one after the other in large pieces. */
export class StateQueue {
  readonly #chunks: Int32Array[] = [];
  /** How far the last piece is filled, and how far the first has been read. */
  #filled = CHUNK;
  #read = 0;
  #ends: number[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(number: number, state: Int32Array, length: number): void {
    if (this.#filled + length + 2 > CHUNK) {
      if (this.#chunks.length > 0) this.#ends.push(this.#filled);
      this.#chunks.push(new Int32Array(CHUNK));
      this.#filled = 0;
    }
    const chunk = this.#chunks[this.#chunks.length - 1] as Int32Array;
    chunk[this.#filled] = number;
    chunk[this.#filled + 1] = length;
    for (let i = 0; i < length; i++) chunk[this.#filled + 2 + i] = state[i] as number;
    this.#filled += length + 2;
    this.#length++;
  }

  /** Takes the first: where it is. Its memory is good until the next but one is taken. Undefined: there is none. */
  take(): Taken | undefined {
    if (this.#length === 0) return undefined;
    if (this.#ends.length > 0 && this.#read >= (this.#ends[0] as number)) {
      this.#chunks.shift();
      this.#ends.shift();
      this.#read = 0;
    }
    const states = this.#chunks[0] as Int32Array;
    const number = states[this.#read] as number;
    const length = states[this.#read + 1] as number;
    const at = this.#read + 2;
    this.#read = at + length;
    this.#length--;
    return { states, at, number, length };
  }
}

export interface Taken {
  readonly states: Int32Array;
  readonly at: number;
  readonly number: number;
  readonly length: number;
}
