import { sha256 } from '@noble/hashes/sha2.js';
import type { ByteSource, Tell } from '../../base/byte-source.ts';
import type { Revision } from '../../base/flavor.ts';
import { buckets } from '../../bbolt/bucket.ts';
import type { Db } from '../../bbolt/db.ts';
import { crc32c } from '../../storage/crc32c.ts';
import type { Backend } from './backend.ts';
import { storedEntries } from './buckets.ts';
import { hexOf } from './problem.ts';
import { tellingEntries } from './telling.ts';

/** What `snapshot status` says of a file; `etcdctl` of 3.4, `etcdutl` from 3.5 on. */
export interface SnapshotStatus {
  /** CRC-32C over each bucket's name and its keys and values; the same number in all versions. */
  readonly hash: number;
  readonly revision: Revision;
  /** 3.4 and 3.5 count the entries of all buckets; 3.6 and later the keys that are there. */
  readonly totalKey: { readonly before36: number; readonly from36: number };
  /** Bytes up to the highest page that was ever in use; the file may be longer. */
  readonly totalSize: number;
  /** The storage version, from 3.6 on; empty before. */
  readonly version: string;
}

/** Reads the whole file. Throws DbError where a page cannot be read: the real tools refuse such a file. */
export function snapshotStatus(db: Db, backend: Backend, tell: Tell): SnapshotStatus {
  let hash = 0;
  let before36 = 0;
  for (const { key, value } of tellingEntries(db, allBytes(db), tell)) {
    hash = crc32c(value, crc32c(key, hash));
    if (key !== NO_BYTES) before36++;
  }
  return {
    hash,
    // The last record's, whatever was compacted.
    revision: backend.times.newestMain,
    totalKey: { before36, from36: backend.keys.live },
    totalSize: db.meta.pages * db.pageSize,
    version: backend.storageVersion ?? '',
  };
}

const NO_BYTES = new Uint8Array(0);

/** What is hashed: a bucket's name stands as a value without a key. */
function* allBytes(db: Db): Generator<{ key: Uint8Array; value: Uint8Array }> {
  for (const { name, bucket } of buckets(db)) {
    yield { key: NO_BYTES, value: name };
    yield* storedEntries(db, bucket);
  }
}

/** Bytes of the SHA-256 that a snapshot ends with. */
export const FOOTER_BYTES = 32;
/** By a length that is no multiple of a sector etcd tells that there is one (v3_snapshot.go). */
const SECTOR = 512;
const HASHED_AT_ONCE = 1 << 20;

/** The hash that stands behind a saved snapshot, and the one its bytes have. */
export interface Footer {
  readonly expected: string;
  readonly actual: string;
  readonly matches: boolean;
}

/** Undefined: the file has none, as one of a data directory; `snapshot restore` then asks for `--skip-hash-check`. */
export function snapshotFooter(source: ByteSource, tell: Tell): Footer | undefined {
  if (source.size % SECTOR !== FOOTER_BYTES) return undefined;
  const end = source.size - FOOTER_BYTES;
  const hash = sha256.create();
  for (let at = 0; at < end; at += HASHED_AT_ONCE) {
    hash.update(source.read(at, Math.min(HASHED_AT_ONCE, end - at)));
    tell(Math.min(at + HASHED_AT_ONCE, end), end);
  }
  const expected = hexOf(source.read(end, FOOTER_BYTES));
  const actual = hexOf(hash.digest());
  return { expected, actual, matches: expected === actual };
}
