import type { Term } from '../../base/flavor.ts';

/**
 * The fingerprint of a run: two 32-bit lanes, chained over every word that is mixed in, in order. Not for secrets; for
 * telling two runs apart. State is two numbers, so a clone is cheap.
 */
export class RunHash {
  #a: number;
  #b: number;

  constructor(a = 0x243f6a88, b = 0x85a308d3) {
    this.#a = a | 0;
    this.#b = b | 0;
  }

  /** 32 bits. */
  word(x: number): void {
    this.#a = (Math.imul(rotate(Math.imul(this.#a ^ x, 0x85ebca6b), 13), 5) + 0xe6546b64) | 0;
    this.#b = (Math.imul(rotate(Math.imul(this.#b ^ rotate(x, 16), 0xc2b2ae35), 15), 5) + 0x561ccd1b) | 0;
  }

  /** A whole number, safe. */
  integer(n: number): void {
    this.word(n | 0);
    this.word(Math.floor(n / 0x1_0000_0000));
  }

  term(term: Term): void {
    if (typeof term === 'bigint') this.text(term.toString());
    else this.integer(term);
  }

  text(text: string): void {
    this.word(text.length);
    for (let i = 0; i < text.length; i++) this.word(text.charCodeAt(i));
  }

  /** Absent bytes and no bytes are told apart. */
  bytes(bytes: Uint8Array | undefined): void {
    if (bytes === undefined) return this.word(-1);
    this.word(bytes.length);
    let packed = 0;
    for (let i = 0; i < bytes.length; i++) {
      packed = (packed << 8) | (bytes[i] ?? 0);
      if ((i & 3) === 3) this.word(packed);
    }
    if ((bytes.length & 3) !== 0) this.word(packed & (0xffffff >>> (8 * (3 - (bytes.length & 3)))));
  }

  /** 16 hexadecimal digits. */
  hex(): string {
    const a = avalanche(this.#a ^ Math.imul(this.#b, 0x9e3779b1));
    const b = avalanche(this.#b ^ rotate(this.#a, 16));
    return [a, b].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
  }

  clone(): RunHash {
    return new RunHash(this.#a, this.#b);
  }
}

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}

function avalanche(x: number): number {
  let h = x;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
