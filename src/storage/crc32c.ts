/** The Castagnoli polynomial, bits reversed: what etcd's write-ahead log and snapshot files are summed with. */
const POLYNOMIAL = 0x82f63b78;

/** What a byte adds to the sum when it is followed by 0, 1, .. or 7 others: eight tables in one, 256 words each. */
const tables = makeTables();

function makeTables(): Int32Array {
  const made = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    made[byte] = crc;
  }
  for (let i = 256; i < made.length; i++) {
    const before = made[i - 256] ?? 0;
    made[i] = (before >>> 8) ^ (made[before & 0xff] ?? 0);
  }
  return made;
}

/**
 * CRC-32C of `bytes`, going on from `crc` (0 for a new sum): `crc32c(b, crc32c(a))` is the sum of a followed by b.
 * An unsigned 32-bit number. `from`, `to`: a stretch of the bytes.
 */
export function crc32c(bytes: Uint8Array, crc = 0, from = 0, to = bytes.length): number {
  let sum = ~crc;
  let at = from;
  for (const end = to - 7; at < end; at += 8) {
    // Of the first four bytes each is mixed with its part of the sum before it.
    const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
    const high = ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
    sum ^= low | high;
    sum =
      (tables[1792 + (sum & 0xff)] ?? 0) ^
      (tables[1536 + ((sum >>> 8) & 0xff)] ?? 0) ^
      (tables[1280 + ((sum >>> 16) & 0xff)] ?? 0) ^
      (tables[1024 + (sum >>> 24)] ?? 0) ^
      (tables[768 + (bytes[at + 4] ?? 0)] ?? 0) ^
      (tables[512 + (bytes[at + 5] ?? 0)] ?? 0) ^
      (tables[256 + (bytes[at + 6] ?? 0)] ?? 0) ^
      (tables[bytes[at + 7] ?? 0] ?? 0);
  }
  for (; at < to; at++) sum = (tables[(sum ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (sum >>> 8);
  return ~sum >>> 0;
}
