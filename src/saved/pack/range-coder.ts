import { savedError } from '../saved-error.ts';

/**
 * A binary range coder with adaptive probabilities, as LZMA has it (Igor Pavlov's LZMA specification, "Range Coder"; G. N.
 * N. Martin 1979): each bit costs as much as it is surprising, so that the few hundred numbers of a lab made by hand, each
 * kind with probabilities of its own, take hardly more room than what they say. Here a probability learns fast at first and
 * slowly later, which suits short lists.
 */

const PROBABILITY_BITS = 16;
const CODED_BITS = 12;
const LEARN_MAX = 40;
const TOP = 2 ** 24;
/** At most so many zeros at the end are not written: more are not asked for by whoever reads what was. */
const BEHIND_MAX = 4;

/** The chance of a 0 for each of some contexts, and how often each was asked. */
export class Bits {
  readonly #zero: Uint16Array;
  readonly #asked: Uint8Array;

  constructor(contexts: number) {
    this.#zero = new Uint16Array(contexts).fill(2 ** (PROBABILITY_BITS - 1));
    this.#asked = new Uint8Array(contexts);
  }

  /** In 1/4096, from 1 to 4095. */
  chanceOfZero(context: number): number {
    const chance = (this.#zero[context] ?? 0) >>> (PROBABILITY_BITS - CODED_BITS);
    return Math.min(Math.max(chance, 1), 2 ** CODED_BITS - 1);
  }

  learn(context: number, bit: number): void {
    const asked = this.#asked[context] ?? 0;
    const zero = this.#zero[context] ?? 0;
    const target = bit === 0 ? 2 ** PROBABILITY_BITS - 1 : 0;
    this.#zero[context] = zero + Math.trunc((target - zero) / (asked + 1.6));
    if (asked < LEARN_MAX) this.#asked[context] = asked + 1;
  }
}

export class RangeEncoder {
  #bytes: number[] = [];
  #low = 0;
  #range = 2 ** 32 - 1;
  /** The last byte that is not written yet, as a carry may still come, and how many 0xff stand behind it. */
  #held = 0;
  #heldCount = 0;

  bit(bits: Bits, context: number, bit: number): void {
    const bound = (this.#range >>> CODED_BITS) * bits.chanceOfZero(context);
    if (bit === 0) {
      this.#range = bound;
    } else {
      this.#low += bound;
      this.#range -= bound;
    }
    bits.learn(context, bit);
    this.#fill();
  }

  /** A bit that is as likely 0 as 1. */
  plainBit(bit: number): void {
    this.#range = Math.floor(this.#range / 2);
    if (bit !== 0) this.#low += this.#range;
    this.#fill();
  }

  finish(): Uint8Array {
    for (let i = 0; i < 5; i++) this.#shift();
    // A decoder reads zeros behind the end: those that stand there need not be written. The first byte is always 0.
    let end = this.#bytes.length;
    const least = Math.max(1, end - BEHIND_MAX);
    while (end > least && this.#bytes[end - 1] === 0) end--;
    return Uint8Array.from(this.#bytes.slice(1, end));
  }

  #fill(): void {
    while (this.#range < TOP) {
      this.#range *= 256;
      this.#shift();
    }
  }

  #shift(): void {
    if (this.#low < 0xff00_0000 || this.#low >= 2 ** 32) {
      const carry = this.#low >= 2 ** 32 ? 1 : 0;
      this.#bytes.push((this.#held + carry) & 0xff);
      for (; this.#heldCount > 0; this.#heldCount--) this.#bytes.push((0xff + carry) & 0xff);
      this.#held = Math.floor(this.#low / TOP) & 0xff;
    } else {
      this.#heldCount++;
    }
    this.#low = (this.#low % TOP) * 256;
  }
}

export class RangeDecoder {
  readonly #bytes: Uint8Array;
  #next = 0;
  #code = 0;
  #range = 2 ** 32 - 1;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    for (let i = 0; i < 4; i++) this.#code = this.#code * 256 + this.#byte();
  }

  bit(bits: Bits, context: number): number {
    const bound = (this.#range >>> CODED_BITS) * bits.chanceOfZero(context);
    const bit = this.#code < bound ? 0 : 1;
    if (bit === 0) {
      this.#range = bound;
    } else {
      this.#code -= bound;
      this.#range -= bound;
    }
    bits.learn(context, bit);
    this.#fill();
    return bit;
  }

  plainBit(): number {
    this.#range = Math.floor(this.#range / 2);
    const bit = this.#code < this.#range ? 0 : 1;
    if (bit !== 0) this.#code -= this.#range;
    this.#fill();
    return bit;
  }

  #fill(): void {
    while (this.#range < TOP) {
      this.#range *= 256;
      this.#code = this.#code * 256 + this.#byte();
    }
  }

  #byte(): number {
    const at = this.#next++;
    if (at < this.#bytes.length) return this.#bytes[at] ?? 0;
    if (at < this.#bytes.length + BEHIND_MAX) return 0;
    throw savedError('labCut', 'the saved lab ends too early: ask for it again, a part of it is missing');
  }
}
