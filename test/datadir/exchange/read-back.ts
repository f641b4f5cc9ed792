import { memorySource } from '../../../src/base/byte-source.ts';
import { openDb } from '../../../src/bbolt/db.ts';
import { readBackend } from '../../../src/datadir/backend/backend.ts';
import { bucketEntries } from '../../../src/datadir/backend/buckets.ts';
import { bucketHash, type HashRules } from '../../../src/datadir/backend/bucket-hash.ts';
import type { DataFile } from '../../../src/datadir/exchange/data-dir.ts';
import type { EtcdVersion } from '../../../src/datadir/exchange/version.ts';

export const noTell = (): void => undefined;

/** What our own readers say of the database among these files. */
export function backendOf(files: readonly DataFile[], version: EtcdVersion) {
  const file = files.find(({ path }) => path === 'member/snap/db');
  if (file === undefined) throw new Error('a data directory has a db');
  const db = openDb(memorySource('db', file.bytes));
  const backend = readBackend(db, noTell);
  const rules: HashRules = version === '3.4' || version === '3.5' ? version : '3.6';
  const hash = bucketHash(bucketEntries(db, 'key'), backend.times, backend, 0, rules);
  return { backend, hash, db };
}
