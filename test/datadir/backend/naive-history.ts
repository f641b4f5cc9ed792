import * as fc from 'fast-check';
import { encodeUtf8 } from '../../../src/base/utf8.ts';
import { keyTimesOf, type KeyTimes, type PlacedEntry } from '../../../src/datadir/backend/key-times.ts';
import type { KeyRecord } from '../../../src/etcd/mvcc/key-record.ts';
import { ByteSink, writeKeyValue, writeRevisionKey } from '../../../src/etcd/mvcc/stored-form.ts';

/** One write of a transaction. */
export interface Write {
  readonly key: string;
  /** Undefined: a delete. */
  readonly value?: string | undefined;
  readonly lease: bigint;
}

/** Transactions, the first one of revision 2. */
export type History = readonly (readonly Write[])[];

const write: fc.Arbitrary<Write> = fc.record({
  key: fc.constantFrom('', 'a', 'a/1', 'a/2', 'a/3', 'b/1', 'b\u00e9', 'c'),
  value: fc.option(fc.string({ maxLength: 8 }), { nil: undefined }),
  lease: fc.constantFrom(0n, 0n, 1n, -2n, 1n << 62n),
});

/** A key is written once in a transaction, as etcd asks for. */
export const histories: fc.Arbitrary<History> = fc.array(
  fc.uniqueArray(write, { selector: ({ key }) => key, minLength: 1, maxLength: 4 }),
  { maxLength: 20 },
);

interface Life {
  readonly create: number;
  readonly version: number;
}

/**
 * The records a plain store makes of a history, transaction by transaction; those whose revision is in `without` do nothing. A
 * delete of what is not there makes no record. Revisions and places within them are those that all of the history would have had.
 */
export function recordsOf(history: History, without: ReadonlySet<number> = new Set()): KeyRecord[] {
  const lives = new Map<string, Life>();
  /** The keys that are there with nothing left out. */
  const there = new Set<string>();
  const records: KeyRecord[] = [];
  let main = 1;
  for (const transaction of history) {
    const next = main + 1;
    let sub = 0;
    for (const { key, value, lease } of transaction) {
      if (value === undefined && !there.has(key)) continue;
      if (value === undefined) there.delete(key);
      else there.add(key);
      const place = sub++;
      if (without.has(next)) continue;
      const life = lives.get(key);
      if (value === undefined) {
        if (life === undefined) continue;
        lives.delete(key);
        records.push(tombstone(next, place, key));
        continue;
      }
      const now = { create: life?.create ?? next, version: (life?.version ?? 0) + 1 };
      lives.set(key, now);
      records.push({
        main: next,
        sub: place,
        key: encodeUtf8(key),
        value: encodeUtf8(value),
        createRevision: now.create,
        version: now.version,
        lease,
        deleted: false,
      });
    }
    if (sub > 0) main = next;
  }
  return records;
}

function tombstone(main: number, sub: number, key: string): KeyRecord {
  const value = new Uint8Array(0);
  return { main, sub, key: encodeUtf8(key), value, createRevision: 0, version: 0, lease: 0n, deleted: true };
}

/** What a reader at a revision sees, in the order of the keys: the records replayed into a map. */
export function seenAt(records: readonly KeyRecord[], revision: number): KeyRecord[] {
  const seen = new Map<string, KeyRecord>();
  for (const record of records) {
    if (record.main > revision) continue;
    const key = hex(record.key);
    if (record.deleted) seen.delete(key);
    else seen.set(key, record);
  }
  return [...seen.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record);
}

/** What a compaction at a revision leaves. */
export function compacted(
  records: readonly KeyRecord[],
  revision: number,
  keepsTombstones: boolean,
): KeyRecord[] {
  const seen = new Set(seenAt(records, revision));
  return records.filter(
    (record) =>
      record.main > revision ||
      seen.has(record) ||
      (keepsTombstones && record.deleted && record.main === revision),
  );
}

/** The bucket's entries. */
export function entriesOf(records: readonly KeyRecord[]): PlacedEntry[] {
  return records.map((record, i) => {
    const [key, value] = [new ByteSink(), new ByteSink()];
    writeRevisionKey(key, record);
    writeKeyValue(value, record);
    return { key: key.written(), value: value.written(), page: 3 + Math.floor(i / 50), index: i % 50 };
  });
}

export function timesOf(records: readonly KeyRecord[]): KeyTimes {
  return keyTimesOf(entriesOf(records));
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

export function newestOf(records: readonly KeyRecord[]): number {
  return Math.max(1, ...records.map(({ main }) => main));
}
