import { mapLarge } from '../../base/large-bytes.ts';
import { Digest } from '../../base/digest.ts';

/**
 * Large bytes in plain data that goes between threads. A worker need not send back what its twin has as well: length and
 * sum tell whether it is the same.
 */
export interface BytesDigest {
  readonly digestOfBytes: number;
  /** 16 hexadecimal digits, of base/digest.ts. */
  readonly sum: string;
}

/** Sums by the memory that the bytes are in: nobody changes it, and members share it. */
const known = new WeakMap<ArrayBufferLike, Map<string, BytesDigest>>();

/** Computed once for the same part of the same memory. */
export function digestOf(bytes: Uint8Array): BytesDigest {
  const parts = known.get(bytes.buffer) ?? new Map<string, BytesDigest>();
  if (parts.size === 0) known.set(bytes.buffer, parts);
  const part = `${bytes.byteOffset}+${bytes.length}`;
  let digest = parts.get(part);
  if (digest === undefined) {
    const hash = new Digest();
    hash.bytes(bytes);
    digest = { digestOfBytes: bytes.length, sum: hash.hex() };
    parts.set(part, digest);
  }
  return digest;
}

export function isDigest(value: object): value is BytesDigest {
  return 'digestOfBytes' in value;
}

/** The same data with digests in the place of large bytes; the very same value if there are none. */
export function withDigests(value: unknown): unknown {
  return mapLarge(value, digestOf);
}
