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
    this.#sort(numbers);
    this.#sorted = numbers;
    return numbers;
  }

  /** The numbers of the keys that begin with `prefix`, in the order of the keys. */
  withPrefix(prefix: Uint8Array): Uint32Array {
    if (prefix.length === 0) return this.sorted();
    const found: number[] = [];
    for (let number = 0; number < this.#size; number++) if (this.#begins(number, prefix)) found.push(number);
    const numbers = Uint32Array.from(found);
    this.#sort(numbers);
    return numbers;
  }

  #begins(number: number, prefix: Uint8Array): boolean {
    const from = this.#from[number] ?? 0;
    if ((this.#to[number] ?? 0) - from < prefix.length) return false;
    const block = this.#blocks[this.#block[number] ?? 0] ?? NO_BYTES;
    // From its end on, as keys share beginnings.
    for (let i = prefix.length - 1; i >= 0; i--) if (block[from + i] !== prefix[i]) return false;
    return true;
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

  /** The byte at this place of a key, and 1; 0 behind its end. */
  #byteAt(number: number, place: number): number {
    const at = (this.#from[number] ?? 0) + place;
    if (at >= (this.#to[number] ?? 0)) return 0;
    return (this.#blocks[this.#block[number] ?? 0]?.[at] ?? 0) + 1;
  }

  /**
   * Sorts by bytes from the first on, three ways at each (Bentley, Sedgewick: Fast algorithms for sorting and searching strings): keys share
   * long beginnings, which are looked at once for all that share them.
   */
  #sort(numbers: Uint32Array): void {
    const waiting = [{ from: 0, to: numbers.length, place: 0 }];
    for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
      const { from, to, place } = part;
      if (to - from < 2) continue;
      const pivot = this.#byteAt(numbers[(from + to) >> 1] ?? 0, place);
      let [below, i, above] = [from, from, to];
      while (i < above) {
        const number = numbers[i] ?? 0;
        const byte = this.#byteAt(number, place);
        if (byte < pivot) swap(numbers, below++, i++);
        else if (byte > pivot) swap(numbers, --above, i);
        else i++;
      }
      waiting.push({ from, to: below, place }, { from: above, to, place });
      // No two keys are the same, so one at most ends here.
      if (pivot > 0) waiting.push({ from: below, to: above, place: place + 1 });
    }
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

function swap(numbers: Uint32Array, a: number, b: number): void {
  const held = numbers[a] ?? 0;
  numbers[a] = numbers[b] ?? 0;
  numbers[b] = held;
}

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
