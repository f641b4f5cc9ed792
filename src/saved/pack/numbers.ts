import { Bits, type RangeDecoder, type RangeEncoder } from './range-coder.ts';

/** A whole number up to 2^53 has so many bits. */
const LENGTH_BITS = 6;
/** So many bits below the highest are learned; what follows them is as good as random. */
const LEARNED_BITS = 3;

/**
 * Whole numbers from 0 to 2^53 - 1 as Exp-Golomb codes (of n + 1: how many bits it has, then the bits below the highest), with
 * the probabilities of one kind of number: small numbers and those that come often are short.
 */
export class NumberModel {
  readonly #length = new Bits(2 ** LENGTH_BITS);
  readonly #leading = new Map<number, Bits>();

  write(coder: RangeEncoder, value: number): void {
    const code = value + 1;
    const length = lengthOf(code);
    let context = 1;
    for (let i = LENGTH_BITS - 1; i >= 0; i--) {
      const bit = (length >> i) & 1;
      coder.bit(this.#length, context, bit);
      context = context * 2 + bit;
    }
    const leading = this.#leadingOf(length);
    let prefix = 1;
    for (let i = length - 1; i >= 0; i--) {
      const bit = bitOf(code, i);
      if (prefix < 2 ** LEARNED_BITS) {
        coder.bit(leading, prefix, bit);
        prefix = prefix * 2 + bit;
      } else {
        coder.plainBit(bit);
      }
    }
  }

  read(coder: RangeDecoder): number {
    let context = 1;
    for (let i = 0; i < LENGTH_BITS; i++) context = context * 2 + coder.bit(this.#length, context);
    // What was not written by `write` may say more: the numbers it gives are refused by whoever asked for them.
    const length = context - 2 ** LENGTH_BITS;
    const leading = this.#leadingOf(length);
    let prefix = 1;
    let code = 1;
    for (let i = 0; i < length; i++) {
      let bit: number;
      if (prefix < 2 ** LEARNED_BITS) {
        bit = coder.bit(leading, prefix);
        prefix = prefix * 2 + bit;
      } else {
        bit = coder.plainBit();
      }
      code = code * 2 + bit;
    }
    return code - 1;
  }

  #leadingOf(length: number): Bits {
    let leading = this.#leading.get(length);
    if (leading === undefined) {
      leading = new Bits(2 ** LEARNED_BITS);
      this.#leading.set(length, leading);
    }
    return leading;
  }
}

/** How many bits stand below the highest. */
function lengthOf(code: number): number {
  return code < 2 ** 32 ? 31 - Math.clz32(code) : 63 - Math.clz32(Math.floor(code / 2 ** 32));
}

function bitOf(code: number, i: number): number {
  return Math.floor(code / 2 ** i) % 2;
}

/** Whole numbers of one place, with those before them: each is what it adds to the last one, or what it is. */
export class IntegerModel {
  readonly #bits = new Bits(4);
  readonly #whole = new NumberModel();
  readonly #delta = new NumberModel();
  #last = 0;
  #step = 0;
  /** Bits that each form has taken lately. */
  #wholeCost = 0;
  #deltaCost = 0;

  write(coder: RangeEncoder, value: number): void {
    const goesOn = value === this.#last + this.#step;
    coder.bit(this.#bits, 0, goesOn ? 1 : 0);
    if (!goesOn) {
      const delta = value - this.#last;
      const asDelta = this.#deltaCost < this.#wholeCost && Number.isSafeInteger(delta);
      coder.bit(this.#bits, 1, asDelta ? 1 : 0);
      const said = asDelta ? delta : value;
      coder.bit(this.#bits, asDelta ? 2 : 3, said < 0 ? 1 : 0);
      (asDelta ? this.#delta : this.#whole).write(coder, Math.abs(said));
    }
    this.#learn(value);
  }

  /** A whole number, safe or not: what was not written by `write` may say anything. */
  read(coder: RangeDecoder): number {
    let value = this.#last + this.#step;
    if (coder.bit(this.#bits, 0) === 0) {
      const asDelta = coder.bit(this.#bits, 1) === 1;
      const isNegative = coder.bit(this.#bits, asDelta ? 2 : 3) === 1;
      const size = (asDelta ? this.#delta : this.#whole).read(coder);
      value = (asDelta ? this.#last : 0) + (isNegative ? -size : size);
    }
    this.#learn(value);
    return value;
  }

  #learn(value: number): void {
    const delta = value - this.#last;
    this.#wholeCost = this.#wholeCost * 0.9 + Math.log2(Math.abs(value) + 1);
    this.#deltaCost = this.#deltaCost * 0.9 + Math.log2(Math.abs(delta) + 1);
    this.#step = delta;
    this.#last = value;
  }
}
