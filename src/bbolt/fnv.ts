const OFFSET = 0xcbf2_9ce4_8422_2325n;
const PRIME = 0x100_0000_01b3n;
const MASK = 0xffff_ffff_ffff_ffffn;

/** FNV-1a of 64 bits: the checksum of a meta page. For few bytes. */
export function fnv1a(bytes: Uint8Array): bigint {
  let hash = OFFSET;
  for (const byte of bytes) hash = ((hash ^ BigInt(byte)) * PRIME) & MASK;
  return hash;
}
