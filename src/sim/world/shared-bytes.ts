import { LARGE_BYTES } from '../../base/large-bytes.ts';

/** Small appends go into blocks of this many bytes: a buffer for each would cost more than what is in it. */
const BLOCK_BYTES = 4096;

/** A stretch of a file, and what comes before it in the file. */
export interface Stretch {
  readonly bytes: Uint8Array;
  readonly before: Stretch | undefined;
}

/** Memory that is filled from its beginning on; who has all of what is used may go on in place. */
interface Block extends Stretch {
  used: number;
}

/**
 * The bytes of a file that grows at its end, cheap to clone: clones share all memory, and each knows how much of it is its
 * own. Whoever appends where the used part ends appends in place; whoever has fallen behind copies its last block first.
 */
export class SharedBytes {
  /** The last of the full blocks and large pieces, never changed. */
  #last: Stretch | undefined;
  /** What follows them. */
  #block: Block | undefined;
  /** So many bytes of the block are this file's. */
  #own = 0;

  /** The file with these bytes; the pieces are kept as they are. */
  constructor(pieces: readonly Uint8Array[] = []) {
    for (const bytes of pieces) this.#last = { bytes, before: this.#last };
  }

  append(bytes: Uint8Array): void {
    if (bytes.length >= LARGE_BYTES) {
      this.#endBlock();
      this.#last = { bytes, before: this.#last };
      return;
    }
    let rest = bytes;
    while (rest.length > 0) {
      const block = this.#openBlock();
      const room = block.bytes.length - block.used;
      const fits = rest.length <= room; // nearly always, and then without a view of a part
      const part = fits ? rest : rest.subarray(0, room);
      block.bytes.set(part, block.used);
      block.used += part.length;
      this.#own = block.used;
      if (block.used === block.bytes.length) this.#endBlock();
      if (fits) return;
      rest = rest.subarray(room);
    }
  }

  /** All bytes, in their order. */
  pieces(): readonly Uint8Array[] {
    const pieces: Uint8Array[] = [];
    if (this.#block !== undefined) pieces.push(this.#block.bytes.subarray(0, this.#own));
    for (let at = this.#last; at !== undefined; at = at.before) pieces.push(at.bytes);
    return pieces.reverse();
  }

  /** The memory that it keeps, from its end on: shared or not, and all of a block of which it has a part. */
  get end(): Stretch | undefined {
    return this.#block ?? this.#last;
  }

  clone(): SharedBytes {
    const copy = new SharedBytes();
    copy.#last = this.#last;
    copy.#block = this.#block;
    copy.#own = this.#own;
    return copy;
  }

  #openBlock(): Block {
    if (this.#block === undefined) {
      this.#block = { bytes: new Uint8Array(BLOCK_BYTES), used: 0, before: this.#last };
      this.#own = 0;
    } else if (this.#block.used !== this.#own) {
      const bytes = new Uint8Array(BLOCK_BYTES);
      bytes.set(this.#block.bytes.subarray(0, this.#own));
      this.#block = { bytes, used: this.#own, before: this.#last };
    }
    return this.#block;
  }

  #endBlock(): void {
    if (this.#block === undefined) return;
    const { bytes } = this.#block;
    this.#last = {
      bytes: this.#own === bytes.length ? bytes : bytes.subarray(0, this.#own),
      before: this.#last,
    };
    this.#block = undefined;
    this.#own = 0;
  }
}
