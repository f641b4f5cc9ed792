/** The Castagnoli polynomial, bits reversed: what etcd's write-ahead log and snapshot files are summed with. */
const POLYNOMIAL = 0x82f63b78;

/** What a byte adds to the sum when it is followed by 0, 1, 2 or 3 others: four tables in one, 256 words each. */
const tables = makeTables();

function makeTables(): Int32Array {
  const made = new Int32Array(4 * 256);
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
 * An unsigned 32-bit number.
 */
export function crc32c(bytes: Uint8Array, crc = 0): number {
  let sum = ~crc;
  let at = 0;
  for (const end = bytes.length - 3; at < end; at += 4) {
    const b0 = bytes[at] ?? 0;
    const b1 = bytes[at + 1] ?? 0;
    const b2 = bytes[at + 2] ?? 0;
    const b3 = bytes[at + 3] ?? 0;
    sum ^= b0 | (b1 << 8) | (b2 << 16) | (b3 << 24);
    const low = (tables[768 + (sum & 0xff)] ?? 0) ^ (tables[512 + ((sum >>> 8) & 0xff)] ?? 0);
    const high = (tables[256 + ((sum >>> 16) & 0xff)] ?? 0) ^ (tables[sum >>> 24] ?? 0);
    sum = low ^ high;
  }
  for (; at < bytes.length; at++) sum = (tables[(sum ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (sum >>> 8);
  return ~sum >>> 0;
}
