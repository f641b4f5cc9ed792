import { bucketAt, entries, type DbEntry } from '../../bbolt/bucket.ts';
import type { Db } from '../../bbolt/db.ts';
import type { DbError } from '../../bbolt/db-error.ts';

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

/** What is in a bucket, in order; nothing if there is no such bucket. Pages that cannot be read are told to `damaged`, or thrown. */
export function* bucketEntries(
  db: Db,
  name: BucketName | Uint8Array,
  damaged?: (error: DbError) => void,
): Generator<DbEntry, void> {
  const bucket = bucketAt(db, name);
  if (bucket !== undefined) yield* entries(db, bucket, undefined, damaged);
}
