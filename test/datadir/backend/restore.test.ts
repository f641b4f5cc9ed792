import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySink, memorySource } from '../../../src/base/byte-source.ts';
import { checkDb } from '../../../src/bbolt/check.ts';
import { DbError } from '../../../src/bbolt/db-error.ts';
import { openDb, type Db } from '../../../src/bbolt/db.ts';
import { readBackend, type Backend } from '../../../src/datadir/backend/backend.ts';
import { bucketEntries } from '../../../src/datadir/backend/buckets.ts';
import {
  RestoreError,
  restoreTo,
  type RestoreOptions,
  type Restored,
} from '../../../src/datadir/backend/restore.ts';
import { snapshotFooter } from '../../../src/datadir/backend/snapshot-status.ts';
import { revisionKey } from '../../../src/datadir/backend/stored-record.ts';
import { dbOf } from './db-of.ts';
import { compacted, entriesOf, hex, histories, newestOf, recordsOf } from './naive-history.ts';
import { keysAt, LINES, noTell, openRecorded, type Opened } from './recorded-backend.ts';

interface Written {
  readonly restored: Restored;
  readonly db: Db;
  readonly backend: Backend;
  readonly bytes: Uint8Array;
}

/** Restores into memory and reads what came out. */
function restore({ db, backend }: Pick<Opened, 'db' | 'backend'>, options: RestoreOptions): Written {
  const sink = memorySink();
  const restored = restoreTo(db, backend, options, sink, noTell);
  const bytes = sink.bytes();
  const source = memorySource('snapshot.db', bytes);
  expect(snapshotFooter(source, noTell)).toEqual({
    expected: restored.hash,
    actual: restored.hash,
    matches: true,
  });
  expect(restored.size).toBe(bytes.length);
  const written = openDb(source);
  return { restored, db: written, backend: readBackend(written, noTell), bytes };
}

function pairsOf(db: Db): string[] {
  return [...bucketEntries(db, 'key')].map(({ key, value }) => `${hex(key)} ${hex(value)}`);
}

describe('a snapshot restored from a db', () => {
  it('has the records up to the revision, as if those left out had never been', () => {
    fc.assert(
      fc.property(
        histories,
        fc.integer({ min: 1, max: 14 }),
        fc.uniqueArray(fc.integer({ min: 2, max: 12 }), { maxLength: 2 }),
        (history, drawn, left) => {
          const records = recordsOf(history);
          const at = Math.min(drawn, newestOf(records));
          const without = left.filter((main) => main <= at && records.some((record) => record.main === main));
          const { db, restored } = restore(dbOf(records), { revision: at, without });
          const naive = recordsOf(history, new Set(without)).filter(({ main }) => main <= at);
          expect(pairsOf(db)).toEqual(entriesOf(naive).map(({ key, value }) => `${hex(key)} ${hex(value)}`));
          expect(restored.records).toBe(naive.length);
          expect(restored.revision).toBe(newestOf(naive));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('of a compacted db has what the compaction has left', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 2, max: 12 }), (history, drawn) => {
        const records = recordsOf(history);
        const at = Math.min(drawn, newestOf(records));
        const kept = compacted(records, at, true);
        const { db, restored } = restore(dbOf(kept, at), { revision: at });
        const naive = kept.filter(({ main }) => main <= at);
        expect(pairsOf(db)).toEqual(entriesOf(naive).map(({ key, value }) => `${hex(key)} ${hex(value)}`));
        expect(restored).toMatchObject({ revision: at, compactRevision: at });
      }),
      { numRuns: 30 },
    );
  });

  it.each(LINES)('of etcd %s is whole to the page and shows the same keys at every revision', (line) => {
    const opened = openRecorded(`${line}-plain`);
    const { revision, compactRevision } = opened.backend;
    for (let at = compactRevision; at <= revision; at++) {
      const written = restore(opened, { revision: at });
      expect(checkDb(written.db, noTell).problems).toEqual([]);
      expect(written.restored.alarms).toEqual(written.backend.alarms);
      expect(written.restored.alarms.length).toBe(1);
      expect(written.backend).toMatchObject({
        revision: at,
        compactRevision,
        leases: opened.backend.leases,
        auth: opened.backend.auth,
        buckets: opened.backend.buckets,
        problems: [],
      });
      for (let seen = compactRevision; seen <= at; seen++) {
        expect(keysAt(written, seen), `at ${seen} of ${at}`).toEqual(keysAt(opened, seen));
      }
    }
  });

  it('is raised and marked as compacted as etcdutl does it', () => {
    const opened = openRecorded('3.7-plain');
    const { restored, backend, db } = restore(opened, { bump: 1000 });
    const to = opened.backend.revision + 1000;
    expect(restored).toMatchObject({ revision: to, compactRevision: to });
    expect(backend).toMatchObject({ revision: to, scheduledCompactRevision: to, problems: [] });
    expect(pairsOf(db).at(-1)).toBe(`${hex(revisionKey(to, 0, false))} `);
    // The mark is a record of the empty key, which the story has put, too.
    const before = keysAt(opened, opened.backend.revision).filter(({ key }) => key !== '');
    expect(keysAt({ db, backend }, to).filter(({ key }) => key !== '')).toEqual(before);
  });

  it('is what is left of a damaged db, if that is asked for', () => {
    const { db } = openRecorded('3.4-compacting');
    const leaf = [...bucketEntries(db, 'key')].at(-1)?.page ?? 0;
    const bytes = db.source.read(0, db.size).slice();
    // The flags of the last leaf's header: it is no leaf any more.
    bytes[leaf * db.pageSize + 8] = 0xff;
    const damaged = openDb(memorySource('damaged.db', bytes));
    const backend = readBackend(damaged, noTell);
    expect(backend.problems).toMatchObject([{ bucket: 'key', at: leaf * db.pageSize + 8 }]);
    const sink = memorySink();
    expect(() => restoreTo(damaged, backend, {}, sink, noTell)).toThrow(DbError);
    expect(sink.size).toBe(0);
    const written = restore({ db: damaged, backend }, { salvage: true });
    expect(written.restored.lost).toEqual({ pages: 1, elements: 0 });
    expect(written.backend).toMatchObject({ problems: [], revision: backend.revision });
    expect(keysAt(written, backend.revision)).toEqual(keysAt({ db, backend }, backend.revision));
  });

  it('leaves alarms behind if that is asked for', () => {
    const opened = openRecorded('3.6-plain');
    expect(opened.backend.alarms).toEqual([{ member: 77n, kind: 'NOSPACE' }]);
    const { backend, restored } = restore(opened, { dropAlarms: true });
    expect([backend.alarms, restored.alarms]).toEqual([[], []]);
    expect(backend.buckets).toEqual(opened.backend.buckets);
  });

  it('tells of leases that are gone', () => {
    const records = recordsOf([[{ key: 'a', value: 'x', lease: 5n }], [{ key: 'a', lease: 0n }]]);
    expect(restore(dbOf(records), {}).restored.leasesGone).toEqual([]);
    expect(restore(dbOf(records), { revision: 2 }).restored.leasesGone).toEqual([5n]);
  });

  it.each([
    [{ revision: 2 }, 'compacted', 'revision 2 has been compacted; the oldest that can be restored is '],
    [{ revision: 99 }, 'futureRevision', 'revision 99 is not in the file: its newest is '],
    [{ revision: 1.5 }, 'futureRevision', 'revision 1.5 is not in the file'],
    [{ without: [1] }, 'noSuchRevision', 'no record of revision 1 up to '],
    [{ bump: 0 }, 'badBump', 'a revision is raised by a whole number from 1 on, not by 0'],
    [{ bump: Number.MAX_SAFE_INTEGER }, 'badBump', 'a revision is raised by a whole number'],
  ])('is refused before a byte is written: %j', (options, reason, words) => {
    const opened = openRecorded('3.7-plain');
    const sink = memorySink();
    let thrown: unknown;
    try {
      restoreTo(opened.db, opened.backend, options, sink, noTell);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(RestoreError);
    expect(thrown).toMatchObject({ reason, message: expect.stringContaining(words) as string });
    expect(sink.size).toBe(0);
  });
});
