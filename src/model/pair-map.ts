const EMPTY = -1;

/** Numbers by pairs of whole numbers that are not negative: what a Map would need an object for each. */
export class PairMap {
  #keys = new Int32Array(2 * 1024).fill(EMPTY);
  #values = new Int32Array(1024);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** -1: there is none. */
  get(x: number, y: number): number {
    const at = this.#place(x, y);
    return this.#keys[2 * at] === EMPTY ? EMPTY : (this.#values[at] as number);
  }

  set(x: number, y: number, value: number): void {
    if (this.#size * 2 >= this.#values.length) this.#grow();
    const at = this.#place(x, y);
    if (this.#keys[2 * at] === EMPTY) this.#size++;
    this.#keys[2 * at] = x;
    this.#keys[2 * at + 1] = y;
    this.#values[at] = value;
  }

  #place(x: number, y: number): number {
    const keys = this.#keys;
    const mask = this.#values.length - 1;
    let hash = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b);
    hash ^= hash >>> 15;
    let at = hash & mask;
    while (keys[2 * at] !== EMPTY && (keys[2 * at] !== x || keys[2 * at + 1] !== y)) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Int32Array(keys.length * 2).fill(EMPTY);
    this.#values = new Int32Array(values.length * 2);
    for (let i = 0; i < values.length; i++) {
      const x = keys[2 * i] as number;
      if (x === EMPTY) continue;
      const at = this.#place(x, keys[2 * i + 1] as number);
      this.#keys[2 * at] = x;
      this.#keys[2 * at + 1] = keys[2 * i + 1] as number;
      this.#values[at] = values[i] as number;
    }
  }
}
