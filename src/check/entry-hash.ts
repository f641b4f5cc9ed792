import type { EntryView } from '../node/report/view.ts';
import { entryTypeNumber } from '../raft/entry.ts';

/** An entry as a member shows it. */
export interface ShownEntry {
  readonly view: EntryView;
  readonly data: Uint8Array | undefined;
}

/** The hash of an empty log. */
export const EMPTY_LOG_HASH = 0x811c9dc5;

/** The hash of a log that goes on with this entry. uint32. */
export function extendHash(before: number, entry: ShownEntry): number {
  let hash = mix(before, contentHash(entry));
  const { term } = entry.view;
  if (typeof term === 'bigint') {
    hash = mix(hash, Number(term & 0xffffffffn));
    return mix(hash, Number(term >> 32n)) >>> 0;
  }
  hash = mix(hash, term | 0);
  return mix(hash, Math.floor(term / 0x1_0000_0000)) >>> 0;
}

/** Entries never change and many members hold the same one: its content is hashed once. */
const contents = new WeakMap<EntryView, number>();

function contentHash({ view, data }: ShownEntry): number {
  const cached = contents.get(view);
  if (cached !== undefined) return cached;
  let hash = mix(EMPTY_LOG_HASH, entryTypeNumber[view.type]);
  if (data !== undefined) {
    hash = mix(hash, data.length + 1);
    for (const byte of data) hash = Math.imul(hash ^ byte, 0x01000193);
  }
  contents.set(view, hash);
  return hash;
}

function mix(hash: number, word: number): number {
  const h = Math.imul(hash ^ word, 0x85ebca6b);
  return Math.imul(h ^ (h >>> 15), 0xc2b2ae35) ^ (h >>> 13);
}
