import type { Tell } from '../../base/byte-source.ts';
import type { Revision } from '../../base/flavor.ts';
import type { CarvedPage } from '../../bbolt/carve.ts';
import type { Db } from '../../bbolt/db.ts';
import { crc32c } from '../../storage/crc32c.ts';
import type { Backend } from './backend.ts';
import { bucketEntries } from './buckets.ts';
import type { KeyTimes } from './key-times.ts';
import { RevisionKey, StoredKeyValue } from './stored-record.ts';
import { tellingEntries } from './telling.ts';

/** Elements of a leaf that the tree does not lead to (`bbolt/carve.ts`). */
export type FoundPage = Pick<CarvedPage, 'entries' | 'trust'>;

/**
 * How sure it is that the cluster once had this: `committed`: the tree of the transaction before leads to it; `likely`: a whole leaf, which
 * some transaction wrote, though it may never have been committed; `possible`: a piece of a page that something else has begun to cover.
 */
export type Sureness = 'committed' | 'likely' | 'possible';

/**
 * What it is to the store of today: `compacted`: older than the last compaction, which removed it. `missing`: the store should have it and
 * has not. `conflict`: the store has another record of the same revision. `ahead`: newer than anything in the store.
 */
export type Standing = 'compacted' | 'missing' | 'conflict' | 'ahead';

export interface CarvedRecord {
  readonly main: Revision;
  readonly sub: number;
  readonly key: Uint8Array;
  /** Undefined: not kept, as there were too many bytes of them; `page` and `index` lead to it. */
  readonly value: Uint8Array | undefined;
  readonly valueBytes: number;
  readonly createRevision: Revision;
  readonly version: number;
  /** Unsigned. */
  readonly lease: bigint;
  readonly deleted: boolean;
  readonly page: number;
  readonly index: number;
  readonly sureness: Sureness;
  readonly standing: Standing;
  /** Of a conflict: the position of the record that the store has. */
  readonly instead?: number;
  /** How many pages have it, byte for byte. */
  readonly copies: number;
}

export interface Carved {
  /** In the order of their revisions; of one found several times, the surest. */
  readonly records: readonly CarvedRecord[];
  /** Elements that are, byte for byte, what the store has: older copies of its pages. */
  readonly same: number;
  /** Elements that cannot be records of the key bucket: those of other buckets, and ruins. */
  readonly others: number;
  /** Records that were found and not told, as there are more than `most`. */
  readonly left: number;
}

/** So many records are told, and so many bytes of their values kept, unless told otherwise. */
const MOST_RECORDS = 100_000;
const MOST_BYTES = 64 << 20;

/**
 * Revisions of keys in pages that the tree does not lead to: `pages` are those of `carvePages`. Reads the key bucket once, to tell what is
 * known from what is news.
 */
export function carveKeys(
  db: Db,
  backend: Backend,
  pages: Iterable<FoundPage>,
  tell: Tell,
  most: number = MOST_RECORDS,
): Carved {
  const { times } = backend;
  const known = checksums(db, times, tell);
  const found = new Map<string, CarvedRecord>();
  const revision = new RevisionKey();
  const keyValue = new StoredKeyValue();
  let [same, others, left, bytes] = [0, 0, 0, 0];
  for (const { entries, trust } of pages) {
    const sureness = surenessOf(trust);
    for (const { key, value, page, index } of entries) {
      if (revision.read(key) !== undefined || !isRecord(revision, keyValue, value)) {
        others++;
        continue;
      }
      const { main, sub, isTombstone } = revision;
      const sum = crc32c(value);
      const live = times.positionOf(main, sub);
      if (live !== undefined && times.isTombstone(live) === isTombstone && known[live] === sum) {
        same++;
        continue;
      }
      const name = `${main}_${sub}_${isTombstone ? 't' : ''}${sum}`;
      const before = found.get(name);
      if (before !== undefined) {
        const isSurer = RANK[sureness] > RANK[before.sureness];
        const surer = isSurer ? { ...before, sureness, page, index } : before;
        found.set(name, { ...surer, copies: before.copies + 1 });
        continue;
      }
      if (found.size >= most) {
        left++;
        continue;
      }
      const { keyFrom, keyTo, valueFrom, valueTo } = keyValue;
      bytes += valueTo - valueFrom;
      found.set(name, {
        main,
        sub,
        key: value.slice(keyFrom, keyTo),
        value: bytes <= MOST_BYTES ? value.slice(valueFrom, valueTo) : undefined,
        valueBytes: valueTo - valueFrom,
        createRevision: keyValue.createRevision,
        version: keyValue.version,
        lease: (BigInt(keyValue.leaseHigh) << 32n) | BigInt(keyValue.leaseLow),
        deleted: isTombstone,
        page,
        index,
        sureness,
        standing: standingOf(backend, main, live),
        ...(live !== undefined && { instead: live }),
        copies: 1,
      });
    }
  }
  const records = [...found.values()].sort((a, b) => a.main - b.main || a.sub - b.sub || b.copies - a.copies);
  return { records, same, others, left };
}

const RANK: Readonly<Record<Sureness, number>> = { possible: 0, likely: 1, committed: 2 };

function surenessOf(trust: FoundPage['trust']): Sureness {
  if (trust === 'older meta') return 'committed';
  return trust === 'fragment' ? 'possible' : 'likely';
}

function standingOf(
  { compactRevision, revision }: Backend,
  main: Revision,
  live: number | undefined,
): Standing {
  if (live !== undefined) return 'conflict';
  if (main > revision) return 'ahead';
  return main <= compactRevision ? 'compacted' : 'missing';
}

/** Whether the value is one that etcd can have written under this revision. */
function isRecord({ main, isTombstone }: RevisionKey, keyValue: StoredKeyValue, value: Uint8Array): boolean {
  if (main < 1 || keyValue.read(value) !== undefined) return false;
  const { createRevision, modRevision, version } = keyValue;
  if (isTombstone) return createRevision === 0 && modRevision === 0 && version === 0;
  // The mark of a raised revision has nothing in it.
  if (value.length === 0) return true;
  if (modRevision !== main || version < 1 || createRevision < 1) return false;
  return version === 1 ? createRevision === main : createRevision < main;
}

function passOver(): void {
  // Pages that cannot be read were told of when the file was read.
}

/** By position: CRC-32C of the record's bytes. */
function checksums(db: Db, times: KeyTimes, tell: Tell): Uint32Array {
  const sums = new Uint32Array(times.length);
  const key = new RevisionKey();
  let position = 0;
  for (const entry of tellingEntries(db, bucketEntries(db, 'key', passOver), tell)) {
    if (position === times.length) break;
    if (key.read(entry.key) !== undefined) continue;
    if (key.main !== times.main(position) || key.sub !== times.sub(position)) continue;
    sums[position++] = crc32c(entry.value);
  }
  return sums;
}
