import { memorySink, memorySource } from '../../../src/base/byte-source.ts';
import { encodeUtf8 } from '../../../src/base/utf8.ts';
import { openDb, type Db } from '../../../src/bbolt/db.ts';
import { writeDb } from '../../../src/bbolt/write.ts';
import { readBackend, type Backend } from '../../../src/datadir/backend/backend.ts';
import { revisionKey } from '../../../src/datadir/backend/stored-record.ts';
import type { KeyRecord } from '../../../src/etcd/mvcc/key-record.ts';
import { entriesOf } from './naive-history.ts';
import { noTell } from './recorded-backend.ts';

/** A db with these records and nothing else. */
export function dbOf(
  records: readonly KeyRecord[],
  compactRevision = -1,
): { readonly db: Db; readonly backend: Backend } {
  const sink = memorySink();
  const meta: [Uint8Array, Uint8Array][] = [];
  const mark = revisionKey(compactRevision, 0, false);
  if (compactRevision > 0) {
    meta.push([encodeUtf8('finishedCompactRev'), mark], [encodeUtf8('scheduledCompactRev'), mark]);
  }
  const entries = entriesOf(records).map(({ key, value }): [Uint8Array, Uint8Array] => [key, value]);
  writeDb(sink, [
    { name: 'key', entries: () => entries },
    { name: 'meta', entries: () => meta },
  ]);
  const db = openDb(memorySource('db', sink.bytes()));
  return { db, backend: readBackend(db, noTell) };
}
