import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KvStore } from '../../../src/etcd/mvcc/kv-store.ts';
import { bytes, compact, del, put } from '../operations.ts';

/** What was asked of a real etcd 3.4.23, one after the other (recorded/README.md). */
type Recorded =
  | { readonly put: string; readonly value: number; readonly lease?: boolean }
  | { readonly del: string; readonly end: string }
  | { readonly compact: number }
  | {
      readonly hashOf: number;
      readonly hash: number;
      readonly compactRevision: number;
      readonly revision: number;
    };

const LEASE = 777_777_777_777n;
const file = new URL('recorded/hash-kv.json', import.meta.url);
const recorded = JSON.parse(readFileSync(file, 'utf8')) as readonly Recorded[];

describe("etcd's hash of a revision", () => {
  it('is the one a real etcd has, of every revision, past compactions, deletions and leases', () => {
    const store = KvStore.create();
    let compared = 0;
    for (const step of recorded) {
      if ('put' in step) {
        const value = 'v'.repeat(step.value);
        store.apply({ ...put(step.put, value), lease: step.lease === true ? LEASE : 0n });
      } else if ('del' in step) store.apply(del(step.del, bytes(step.end)));
      else if ('compact' in step) store.compact(step.compact, 0);
      else {
        const { hashOf, ...expected } = step;
        expect(store.hashKv(hashOf), `of revision ${hashOf} after ${store.revision}`).toEqual(expected);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(100);
    expect(KvStore.restore(store.save()).hashKv(0)).toEqual(store.hashKv(0));
  });

  it('is the one of the scenario v3_compaction_b', () => {
    const store = KvStore.create();
    for (const value of ['v0', 'v1', 'v2', 'v3', 'v4']) store.apply(put('cfg', value));
    for (const operation of [del('cfg'), put('cfg', 'new'), put('other', 'o'), compact(7), compact(9)]) {
      expect(store.apply(operation).ok).toBe(true);
    }
    expect(store.hashKv(0)).toEqual({ hash: 170597059, compactRevision: 9, revision: 9 });
  });

  it.each([false, true])(
    'has no tombstone of the compaction itself, whether it is kept (%s)',
    (keepsTombstones) => {
      const store = KvStore.create(keepsTombstones);
      for (const operation of [put('a', 'b'), del('a'), compact(3)])
        expect(store.apply(operation).ok).toBe(true);
      // As etcd 3.4.23, which removes it, and 3.7.3, which keeps it, say.
      expect(store.hashKv(0)).toEqual({ hash: 1084519789, compactRevision: 3, revision: 3 });
    },
  );

  it('is refused at and below the compaction, and beyond the newest revision', () => {
    const store = KvStore.create();
    for (const operation of [put('a', '1'), put('a', '2'), compact(2)]) store.apply(operation);
    expect([1, 2, 3, 4].map((at) => typeof store.hashKv(at))).toEqual([
      'string',
      'string',
      'object',
      'string',
    ]);
    expect([store.hashKv(2), store.hashKv(4)]).toEqual(['compacted', 'futureRevision']);
  });
});
