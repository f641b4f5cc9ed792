import type { KeyRecord } from './key-record.ts';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * A number for one record, over everything in it. The store's hash is over the sum of these (mod 2^32), for all records
 * ever written: a sum can follow every write at the cost of one record, and since each record names its own revision
 * the order of summing says nothing more. A compaction takes nothing from it, so it does not matter how far the removal
 * of what it makes invisible has come.
 */
export function recordHash(record: KeyRecord): number {
  let hash = FNV_OFFSET;
  hash = foldNumber(hash, record.main);
  hash = foldNumber(hash, record.sub);
  hash = foldNumber(hash, record.createRevision);
  hash = foldNumber(hash, record.version);
  // Most have no lease, and the halves of a bigint are bigints.
  const { lease } = record;
  hash = foldNumber(hash, lease === 0n ? 0 : Number(lease & 0xffff_ffffn));
  hash = foldNumber(hash, lease === 0n ? 0 : Number((lease >> 32n) & 0xffff_ffffn));
  hash = foldNumber(hash, record.deleted ? 1 : 0);
  hash = foldBytes(hash, record.key);
  hash = foldBytes(hash, record.value);
  return finish(hash);
}

/** The whole store's: revisions and the sum over its records. */
export function storeHash(revision: number, compactRevision: number, recordSum: number): number {
  return finish(foldNumber(foldNumber(foldNumber(FNV_OFFSET, revision), compactRevision), recordSum));
}

/** A number for bytes, for tables of this run only. */
export function bytesHash(bytes: Uint8Array): number {
  return foldBytes(FNV_OFFSET, bytes);
}

/** FNV-1a over the bytes, and their number so that neighbours cannot trade bytes. */
function foldBytes(hash: number, bytes: Uint8Array): number {
  let folded = foldNumber(hash, bytes.length);
  for (let i = 0; i < bytes.length; i++) folded = Math.imul(folded ^ (bytes[i] ?? 0), FNV_PRIME);
  return folded;
}

/** Low and high 32 bits of a whole number, a byte at a time. */
function foldNumber(hash: number, value: number): number {
  return foldWord(foldWord(hash, value | 0), Math.floor(value / 0x1_0000_0000) | 0);
}

function foldWord(hash: number, word: number): number {
  let folded = hash;
  for (let shift = 0; shift < 32; shift += 8) {
    folded = Math.imul(folded ^ ((word >>> shift) & 0xff), FNV_PRIME);
  }
  return folded;
}

/** Spreads every bit over the word (the finalizer of MurmurHash3), unsigned. */
function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
