/** The Castagnoli polynomial, bits reversed: what etcd's write-ahead log and snapshot files are summed with. */
const POLYNOMIAL = 0x82f63b78;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  return crc;
});

/**
 * CRC-32C of `bytes`, going on from `crc` (0 for a new sum): `crc32c(b, crc32c(a))` is the sum of a followed by b.
 * An unsigned 32-bit number.
 */
export function crc32c(bytes: Uint8Array, crc = 0): number {
  let sum = ~crc;
  for (const byte of bytes) sum = (table[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8);
  return ~sum >>> 0;
}
