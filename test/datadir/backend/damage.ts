import { memorySource } from '../../../src/base/byte-source.ts';
import { DbError } from '../../../src/bbolt/db-error.ts';
import { openDb } from '../../../src/bbolt/db.ts';
import { readBackend } from '../../../src/datadir/backend/backend.ts';
import { bucketHash } from '../../../src/datadir/backend/bucket-hash.ts';
import { bucketEntries } from '../../../src/datadir/backend/buckets.ts';
import { snapshotStatus } from '../../../src/datadir/backend/snapshot-status.ts';
import { spaceByPrefix } from '../../../src/datadir/backend/space.ts';
import { noTell } from './recorded-backend.ts';

/** How a damaged file was taken: read, read with complaints, or refused with a DbError. Anything else is thrown. */
export function takeDamaged(bytes: Uint8Array): 'whole' | 'complains' | 'refused' {
  try {
    const db = openDb(memorySource('damaged.db', bytes));
    const backend = readBackend(db, noTell);
    const { times, revision } = backend;
    // What was read can be asked for everything.
    for (const at of [0, 1, Math.floor(revision / 2), revision]) {
      if ([...times.at(at)].length !== times.liveAt(at))
        throw new Error(`two counts of what is seen at ${at}`);
    }
    spaceByPrefix(times);
    if (backend.problems.length > 0) return 'complains';
    bucketHash(bucketEntries(db, 'key'), times, backend, 0, '3.6');
    snapshotStatus(db, backend, noTell);
    return 'whole';
  } catch (error) {
    if (error instanceof DbError) return 'refused';
    throw error;
  }
}

/** A copy with one byte changed: its lowest bit, its highest, or all. */
export function flipped(bytes: Uint8Array, at: number, bits: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ bits;
  return copy;
}
