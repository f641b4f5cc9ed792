import type { Entry } from './entry.ts';

/**
 * Bytes of an entry as protobuf encodes it, every field present but an unset type and absent data: the unit of
 * MaxSizePerMsg and MaxCommittedSizePerReady.
 */
export function entrySize(entry: Entry): number {
  let size = 2 + varintSize(entry.term) + varintSize(entry.index);
  if (entry.type !== 'EntryNormal') size += 2;
  if (entry.data !== undefined) size += 1 + varintSize(entry.data.length) + entry.data.length;
  return size;
}

export function entriesSize(entries: readonly Entry[]): number {
  let size = 0;
  for (let i = 0; i < entries.length; i++) size += entrySize(entries[i] as Entry);
  return size;
}

/** Bytes of the data alone: the unit of MaxUncommittedEntriesSize and MaxInflightBytes. */
export function payloadsSize(entries: readonly Entry[]): number {
  let size = 0;
  for (let i = 0; i < entries.length; i++) size += (entries[i] as Entry).data?.length ?? 0;
  return size;
}

/**
 * How many of entries[from..to-1] fit in maxSize bytes: at least one, so that an entry above the limit still moves.
 */
export function countWithin(entries: readonly Entry[], from: number, to: number, maxSize: number): number {
  if (maxSize === Infinity || to - from <= 1) return to - from;
  let size = entrySize(entries[from] as Entry);
  let i = from + 1;
  while (i < to) {
    size += entrySize(entries[i] as Entry);
    if (size > maxSize) break;
    i++;
  }
  return i - from;
}

const LARGEST_BY_BYTES = [2 ** 7, 2 ** 14, 2 ** 21, 2 ** 28, 2 ** 35, 2 ** 42, 2 ** 49];

function varintSize(value: number | bigint): number {
  if (value < 128) return 1;
  if (value < 16384) return 2;
  for (let bytes = 2; bytes < LARGEST_BY_BYTES.length; bytes++)
    if (value < (LARGEST_BY_BYTES[bytes] as number)) return bytes + 1;
  if (value < 2n ** 56n) return 8;
  return value < 2n ** 63n ? 9 : 10;
}
