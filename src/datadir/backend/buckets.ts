import { bucketAt, entries, type DbEntry } from '../../bbolt/bucket.ts';
import type { Bucket, Db } from '../../bbolt/db.ts';
import { DbError } from '../../bbolt/db-error.ts';

/** etcd's buckets by the names they have in the file (schema/bucket.go), in the order bbolt keeps them. */
export const BUCKETS = [
  'alarm',
  'auth',
  'authRoles',
  'authUsers',
  'cluster',
  'key',
  'lease',
  'members',
  'members_removed',
  'meta',
] as const;

export type BucketName = (typeof BUCKETS)[number];

/** Keys of the meta, auth and cluster buckets. */
export const FIELD = {
  consistentIndex: 'consistent_index',
  /** Since 3.5. */
  term: 'term',
  /** Since 3.5: JSON. */
  confState: 'confState',
  /** Since 3.6. */
  storageVersion: 'storageVersion',
  scheduledCompact: 'scheduledCompactRev',
  finishedCompact: 'finishedCompactRev',
  authEnabled: 'authEnabled',
  authRevision: 'authRevision',
  /** Since 3.5. */
  clusterVersion: 'clusterVersion',
  downgrade: 'downgrade',
} as const;

/** What is done where a page cannot be read. */
export type Damaged = (error: DbError) => void;

/** What is in a bucket, in order; nothing if there is no such bucket. Pages that cannot be read are told to `damaged`, or thrown. */
export function* bucketEntries(
  db: Db,
  name: BucketName | Uint8Array,
  damaged?: Damaged,
): Generator<DbEntry, void> {
  const bucket = bucketAt(db, name);
  if (bucket !== undefined) yield* storedEntries(db, bucket, damaged);
}

/**
 * The entries of a bucket, as long as they have no more bytes than the file: elements of a damaged page can lie over one another, so that a
 * small file seems to hold any amount.
 */
export function* storedEntries(db: Db, bucket: Bucket, damaged?: Damaged): Generator<DbEntry, void> {
  let bytes = 0;
  for (const entry of entries(db, bucket, undefined, damaged)) {
    bytes += entry.key.length + entry.value.length;
    if (bytes > db.size) {
      const reason = `the elements up to ${entry.index} of page ${entry.page} have more bytes than the file (${db.size}): they lie over one another`;
      const error = new DbError(db.source.name, entry.page * db.pageSize, reason);
      if (damaged === undefined) throw error;
      damaged(error);
      return;
    }
    yield entry;
  }
}
