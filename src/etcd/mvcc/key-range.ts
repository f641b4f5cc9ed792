/** Order of keys: byte by byte, a prefix before what it begins (Go: bytes.Compare). */
export function compareKeys(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/**
 * The keys an operation speaks of, in etcd's way of saying it:
 *
 *     no rangeEnd         the one key
 *     rangeEnd = [0]      key and everything after it
 *     else                key <= k < rangeEnd (nothing, if rangeEnd is not after key)
 *
 * A prefix is the range that ends at the prefix with its last byte (below 0xff) raised by one.
 */
export interface KeyRange {
  readonly key: Uint8Array;
  readonly rangeEnd?: Uint8Array | undefined;
}

export function isOneKey({ rangeEnd }: KeyRange): boolean {
  return rangeEnd === undefined || rangeEnd.length === 0;
}

/** Whether the range has no end. */
export function isFromKey({ rangeEnd }: KeyRange): boolean {
  return rangeEnd !== undefined && rangeEnd.length === 1 && rangeEnd[0] === 0;
}

/** Whether `key`, met while walking up from range.key, is already beyond the range. */
export function isBeyondRange(range: KeyRange, key: Uint8Array): boolean {
  const { rangeEnd } = range;
  if (rangeEnd === undefined || rangeEnd.length === 0) return compareKeys(key, range.key) > 0;
  if (rangeEnd.length === 1 && rangeEnd[0] === 0) return false;
  return compareKeys(key, rangeEnd) >= 0;
}

/** The rangeEnd that makes a range of all keys with this prefix; [0] where no key lies after them. */
export function prefixRangeEnd(prefix: Uint8Array): Uint8Array {
  for (let i = prefix.length - 1; i >= 0; i--) {
    const byte = prefix[i] ?? 0;
    if (byte === 0xff) continue;
    const end = prefix.slice(0, i + 1);
    end[i] = byte + 1;
    return end;
  }
  return Uint8Array.of(0);
}
