import { compareKeys } from '../../etcd/mvcc/key-range.ts';

/** Keys are kept together in blocks of so many bytes; a longer one has a block of its own. */
const BLOCK = 1 << 20;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Every key that was met, once, by numbers from 0 on: what is said of millions of records is said by number. */
export class KeyNames {
  #blocks: Uint8Array[] = [];
  #used = 0;
  /** Per key: its block, and where in it. */
  #block = new Uint32Array(256);
  #from = new Uint32Array(256);
  #to = new Uint32Array(256);
  /** Keys that differ in their ends only are told apart without looking at their bytes. */
  #hash = new Uint32Array(256);
  #size = 0;
  /** Open addressing: the number of a key and 1, 0 where there is none; a power of two, at most half full. */
  #slots = new Int32Array(1024);
  #sorted: Uint32Array | undefined;

  get size(): number {
    return this.#size;
  }

  /** The key's bytes; they stay as they are. */
  at(number: number): Uint8Array {
    const block = this.#blocks[this.#block[number] ?? 0] ?? NO_BYTES;
    return block.subarray(this.#from[number], this.#to[number]);
  }

  /** Of the key that stands in `bytes` from `from` to `to`; a new number if it was not met before. */
  numberOf(bytes: Uint8Array, from: number, to: number): number {
    if (2 * (this.#size + 1) > this.#slots.length) this.#rehash();
    const hash = hashOf(bytes, from, to);
    const slot = this.#slotOf(hash, bytes, from, to);
    const found = this.#slots[slot] ?? 0;
    if (found > 0) return found - 1;
    this.#sorted = undefined;
    const number = this.#size++;
    this.#slots[slot] = number + 1;
    this.#keep(number, bytes, from, to);
    this.#hash[number] = hash;
    return number;
  }

  /** Undefined: this key was never met. */
  find(key: Uint8Array): number | undefined {
    const found = this.#slots[this.#slotOf(hashOf(key, 0, key.length), key, 0, key.length)] ?? 0;
    return found > 0 ? found - 1 : undefined;
  }

  /** The numbers of all keys, in the order of the keys. */
  sorted(): Uint32Array {
    if (this.#sorted !== undefined) return this.#sorted;
    const numbers = new Uint32Array(this.#size);
    for (let i = 0; i < numbers.length; i++) numbers[i] = i;
    this.#sorted = numbers.sort((a, b) => this.#compare(a, b));
    return this.#sorted;
  }

  /** The numbers of the keys that begin with `prefix`, in the order of the keys. */
  withPrefix(prefix: Uint8Array): Uint32Array {
    const sorted = this.sorted();
    const from = this.#countBefore(sorted, (key) => compareKeys(key, prefix) < 0);
    const to = this.#countBefore(sorted, (key) => compareKeys(key.subarray(0, prefix.length), prefix) <= 0);
    return sorted.subarray(from, to);
  }

  #countBefore(sorted: Uint32Array, isBefore: (key: Uint8Array) => boolean): number {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(this.at(sorted[middle] ?? 0))) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #keep(number: number, bytes: Uint8Array, from: number, to: number): void {
    const length = to - from;
    if (this.#blocks.length === 0 || this.#used + length > BLOCK) {
      this.#blocks.push(new Uint8Array(Math.max(BLOCK, length)));
      this.#used = 0;
    }
    if (number === this.#block.length) {
      this.#block = grown(this.#block);
      this.#from = grown(this.#from);
      this.#to = grown(this.#to);
      this.#hash = grown(this.#hash);
    }
    const last = this.#blocks.length - 1;
    this.#blocks[last]?.set(bytes.subarray(from, to), this.#used);
    this.#block[number] = last;
    this.#from[number] = this.#used;
    this.#used += length;
    this.#to[number] = this.#used;
  }

  /** Where the key is in the table, or where it would be. */
  #slotOf(hash: number, bytes: Uint8Array, from: number, to: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const found = this.#slots[slot] ?? 0;
      if (found === 0) return slot;
      if (this.#hash[found - 1] === hash && this.#is(found - 1, bytes, from, to)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #is(number: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#from[number] ?? 0;
    if ((this.#to[number] ?? 0) - start !== to - from) return false;
    const block = this.#blocks[this.#block[number] ?? 0] ?? NO_BYTES;
    for (let i = from; i < to; i++) if (block[start + i - from] !== bytes[i]) return false;
    return true;
  }

  /** As `compareKeys`, without an object for each key: a sort compares twenty times a key. */
  #compare(a: number, b: number): number {
    const blockA = this.#blocks[this.#block[a] ?? 0] ?? NO_BYTES;
    const blockB = this.#blocks[this.#block[b] ?? 0] ?? NO_BYTES;
    let atA = this.#from[a] ?? 0;
    let atB = this.#from[b] ?? 0;
    const lengthA = (this.#to[a] ?? 0) - atA;
    const lengthB = (this.#to[b] ?? 0) - atB;
    for (const end = atA + Math.min(lengthA, lengthB); atA < end; atA++, atB++) {
      const difference = (blockA[atA] ?? 0) - (blockB[atB] ?? 0);
      if (difference !== 0) return difference;
    }
    return lengthA - lengthB;
  }

  #rehash(): void {
    this.#slots = new Int32Array(2 * this.#slots.length);
    const mask = this.#slots.length - 1;
    for (let number = 0; number < this.#size; number++) {
      let slot = (this.#hash[number] ?? 0) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number + 1;
    }
  }
}

const NO_BYTES = new Uint8Array(0);

function grown(words: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * words.length);
  larger.set(words);
  return larger;
}

/** FNV-1a, its bits spread: keys often differ in their last bytes only. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = FNV_OFFSET;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), FNV_PRIME);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
