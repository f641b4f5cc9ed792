import { crc32c } from './crc32c.ts';

/**
 * Bytes in blocks that are cut where the bytes themselves say so, and each block kept once: files that are alike in long
 * stretches, as the snapshots of a store one after the other are, share the memory of these stretches, wherever in the
 * file they are. Blocks are never changed.
 */
export function inSharedBlocks(bytes: Uint8Array): Uint8Array[] {
  const blocks: Uint8Array[] = [];
  for (let from = 0; from < bytes.length;) {
    const to = endOfBlock(bytes, from);
    blocks.push(keptBlock(bytes.subarray(from, to)));
    from = to;
  }
  return blocks;
}

/** A block has at least and at most so many bytes; between them a cut comes about every 2^CUT_BITS bytes. */
const BLOCK_MIN = 4096;
const BLOCK_MAX = 65_536;
const CUT_BITS = 12;

/**
 * Content-defined chunking by a "gear" hash (Xia et al., "FastCDC", USENIX ATC 2016): each byte shifts the hash by a bit, so
 * that it depends on the last 32 bytes only, and a cut comes where its upper bits are all 0.
 */
function endOfBlock(bytes: Uint8Array, from: number): number {
  const last = Math.min(bytes.length, from + BLOCK_MAX);
  let hash = 0;
  for (let i = from + BLOCK_MIN - 32; i < last; i++) {
    hash = ((hash << 1) + (gears[bytes[i] ?? 0] ?? 0)) | 0;
    if (hash >>> (32 - CUT_BITS) === 0 && i >= from + BLOCK_MIN) return i + 1;
  }
  return last;
}

/** A number for each byte, without pattern and always the same. */
const gears = Uint32Array.from({ length: 256 }, (_, i) => crc32c(Uint8Array.of(i, 0x51, i ^ 0xa5, 0x7e)));

/** Blocks that somebody may still have, by their checksum. */
const known = new Map<number, WeakRef<Uint8Array>[]>();
let entries = 0;
/** The list is gone through for what nobody has any more when it has grown to this. */
let sweepAt = 4096;

/** The block that is kept, with these bytes: one of before, or a copy. */
export function keptBlock(bytes: Uint8Array): Uint8Array {
  const sum = crc32c(bytes);
  const alike = known.get(sum) ?? [];
  for (const reference of alike) {
    const other = reference.deref();
    if (other !== undefined && areEqual(other, bytes)) return other;
  }
  const block = bytes.slice();
  known.set(sum, [...alike.filter((reference) => reference.deref() !== undefined), new WeakRef(block)]);
  entries++;
  if (entries > sweepAt) sweep();
  return block;
}

function sweep(): void {
  for (const [sum, references] of known) {
    const alive = references.filter((reference) => reference.deref() !== undefined);
    if (alive.length === 0) known.delete(sum);
    else known.set(sum, alive);
  }
  entries = known.size;
  sweepAt = Math.max(4096, 2 * entries);
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
