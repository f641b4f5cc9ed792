import { Recent } from '../base/recent.ts';
import { entryTypeNumber, type Entry } from './entry.ts';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Entries never change, and the nodes of one thread take over the same one: it is hashed once. */
const recent = new Recent<Entry, number>();

/** A number for an entry: its term, type and data, but not its index. Equal entries have equal ones. uint32. */
export function entryHash(entry: Entry): number {
  const before = recent.get(entry.index, entry);
  if (before !== undefined) return before;
  const hash = computeHash(entry);
  recent.set(entry.index, entry, hash);
  return hash;
}

function computeHash({ term, type, data }: Entry): number {
  let hash = mixWord(FNV_OFFSET, entryTypeNumber[type]);
  if (data !== undefined) {
    hash = mixWord(hash, data.length + 1);
    for (let i = 0; i < data.length; i++) hash = Math.imul(hash ^ (data[i] as number), FNV_PRIME);
  }
  const [low, high] =
    typeof term === 'bigint'
      ? [Number(term & 0xffff_ffffn), Number(term >> 32n)]
      : [term | 0, Math.floor(term / 0x1_0000_0000)];
  return mixWord(mixWord(hash, low), high) >>> 0;
}

/** The hash of a log that goes on from `before` with an entry of this hash. uint32. */
export function extendHash(before: number, entry: number): number {
  return mixWord(before, entry) >>> 0;
}

/** The hash of an empty log. */
export const EMPTY_LOG_HASH = FNV_OFFSET;

function mixWord(hash: number, word: number): number {
  const h = Math.imul(hash ^ word, 0x85ebca6b);
  return Math.imul(h ^ (h >>> 15), 0xc2b2ae35) ^ (h >>> 13);
}
