/** No state. */
export const NONE = 0xffff_ffff;

/**
 * The states that have been found, by their keys of 64 bits: two states with one key would be one chance in 2^64 for each pair, some 10^-6 for
 * five million states. Of each it keeps from which state it was found first, and by which action. Open addressing in flat arrays: some 25 bytes a state.
 */
export class Visited {
  #slots: Uint32Array;
  #keysA: Int32Array;
  #keysB: Int32Array;
  #parents: Uint32Array;
  #actions: Uint32Array;
  #size = 0;

  constructor(room = 1 << 12) {
    this.#slots = new Uint32Array(room * 2).fill(NONE);
    this.#keysA = new Int32Array(room);
    this.#keysB = new Int32Array(room);
    this.#parents = new Uint32Array(room);
    this.#actions = new Uint32Array(room);
  }

  get size(): number {
    return this.#size;
  }

  /** The number of the state if it is new; if it has been found before, -1 - its number. */
  add(a: number, b: number, parent: number, action: number): number {
    if (this.#size === this.#keysA.length) this.#grow();
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = a & mask;
    for (;;) {
      const found = slots[slot] as number;
      if (found === NONE) break;
      if (this.#keysA[found] === a && this.#keysB[found] === b) return -1 - found;
      slot = (slot + 1) & mask;
    }
    const number = this.#size++;
    slots[slot] = number;
    this.#keysA[number] = a;
    this.#keysB[number] = b;
    this.#parents[number] = parent;
    this.#actions[number] = action;
    return number;
  }

  setParent(number: number, parent: number): void {
    this.#parents[number] = parent;
  }

  parent(number: number): number {
    return this.#parents[number] as number;
  }

  action(number: number): number {
    return this.#actions[number] as number;
  }

  #grow(): void {
    const room = this.#keysA.length * 2;
    this.#keysA = larger(this.#keysA, new Int32Array(room));
    this.#keysB = larger(this.#keysB, new Int32Array(room));
    this.#parents = larger(this.#parents, new Uint32Array(room));
    this.#actions = larger(this.#actions, new Uint32Array(room));
    const slots = new Uint32Array(room * 2).fill(NONE);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#size; number++) {
      let slot = (this.#keysA[number] as number) & mask;
      while (slots[slot] !== NONE) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
    this.#slots = slots;
  }
}

function larger<T extends Int32Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
