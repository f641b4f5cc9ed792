import { bucketAt, valueAt } from '../../bbolt/bucket.ts';
import type { Db } from '../../bbolt/db.ts';
import { NO_BYTES } from '../../etcd/mvcc/key-record.ts';
import type { KeyTimes } from './key-times.ts';
import { revisionKey, StoredKeyValue } from './stored-record.ts';

/** The value that a record has put, read from the file again; of a tombstone: empty. Throws DbError where the page is gone. */
export function valueOf(db: Db, times: KeyTimes, position: number): Uint8Array {
  const bucket = bucketAt(db, 'key');
  const key = revisionKey(times.main(position), times.sub(position), times.isTombstone(position));
  const stored = bucket === undefined ? undefined : valueAt(db, bucket, key);
  if (stored === undefined) return NO_BYTES;
  const keyValue = new StoredKeyValue();
  keyValue.read(stored);
  return stored.subarray(keyValue.valueFrom, keyValue.valueTo);
}
