import { avalanche, Digest } from '../base/digest.ts';

/** 64 bits of a fingerprint, as two whole numbers of 32. */
export interface Lanes {
  readonly a: number;
  readonly b: number;
}

/**
 * The fingerprint of a list of words. Fingerprints of the parts of a state are added up (each lane modulo 2^32), so that a state's can be had
 * without looking at all of its parts again; therefore every bit of each depends on every word.
 */
export function lanesOf(words: readonly number[]): Lanes {
  const digest = new Digest();
  for (const word of words) digest.integer(word);
  const [a, b] = digest.lanes();
  return { a: avalanche(a ^ Math.imul(b, 0x9e3779b1)) | 0, b: avalanche(b ^ ((a << 16) | (a >>> 16))) | 0 };
}

/** Of bytes, or of none. */
export function lanesOfBytes(bytes: Uint8Array | undefined): Lanes {
  const digest = new Digest();
  if (bytes !== undefined) digest.bytes(bytes);
  const [a, b] = digest.lanes();
  return { a, b };
}
