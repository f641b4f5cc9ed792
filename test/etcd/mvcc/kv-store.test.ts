import { describe, expect, it } from 'vitest';
import { present } from '../../../src/base/assert.ts';
import { KvStore } from '../../../src/etcd/mvcc/kv-store.ts';
import type { OperationResult } from '../../../src/etcd/request.ts';
import { bytes, compact, del, get, prefix, put, text } from '../operations.ts';

function run(store: KvStore, ...operations: Parameters<KvStore['apply']>[0][]): OperationResult {
  const answers = operations.map((operation) => store.apply(operation));
  const last = present(answers.at(-1), 'at least one operation');
  if (!last.ok) throw new Error(`refused: ${last.error}`);
  return last.result;
}

/** Puts, deletions and compactions number `from` to `to`, the store saved after each of them, or not. */
function write(store: KvStore, from: number, to: number, saves: boolean): void {
  for (let i = from; i < to; i++) {
    run(store, i % 7 === 6 ? del(`k${i % 5}`) : put(`k${i % 5}`, `${i}`));
    if (i % 50 === 49) run(store, compact(store.revision - 30));
    if (saves) store.save();
  }
}

/** `a=1@2` for each pair read: key, value, mod revision. */
function read(store: KvStore, operation: Parameters<KvStore['range']>[0]): string {
  const answer = store.range(operation);
  if (!answer.ok) return answer.error;
  if (answer.result.type !== 'range') throw new Error('not a range');
  return answer.result.kvs.map((kv) => `${text(kv.key)}=${text(kv.value)}@${kv.modRevision}`).join(' ');
}

describe('the multi-version store', () => {
  it('begins at revision 1, empty', () => {
    const store = KvStore.create();
    expect([store.revision, store.compactRevision, store.keyCount]).toEqual([1, 0, 0]);
  });

  it('makes a revision of each put, of equal values too', () => {
    const store = KvStore.create();
    run(store, put('a', '1'), put('a', '1'));
    expect(store.revision).toBe(3);
    expect(read(store, get('a'))).toBe('a=1@3');
  });

  it('counts version and createRevision anew after a delete', () => {
    const store = KvStore.create();
    run(store, put('a', '1'), put('a', '2'), del('a'), put('a', '3'));
    expect(
      store.keyHistory(bytes('a')).map((kv) => [kv.modRevision, kv.createRevision, kv.version, kv.deleted]),
    ).toEqual([
      [2, 2, 1, false],
      [3, 2, 2, false],
      [4, 0, 0, true],
      [5, 5, 1, false],
    ]);
  });

  it('makes no revision of a delete that finds nothing', () => {
    const store = KvStore.create();
    expect(run(store, put('a', '1'), del('b'))).toEqual({
      type: 'deleteRange',
      revision: 2,
      deleted: 0,
      prevKvs: [],
    });
  });

  it('makes one revision of a delete of many keys, in order of key', () => {
    const store = KvStore.create();
    run(store, put('p/2', 'x'), put('p/1', 'x'), put('q', 'x'), del(...prefix('p/')));
    expect([store.revision, store.keyCount]).toEqual([5, 1]);
    expect(store.recentChanges(3).map((change) => [change.revision, text(change.key), change.type])).toEqual([
      [4, 'q', 'put'],
      [5, 'p/1', 'delete'],
      [5, 'p/2', 'delete'],
    ]);
  });

  it('reads the past, ranges, prefixes and everything from a key on', () => {
    const store = KvStore.create();
    run(store, put('a', '1'), put('b', '1'), put('ab', '1'), put('a', '2'), del('b'));
    expect(read(store, get('a', { rangeEnd: bytes('b') }))).toBe('a=2@5 ab=1@4');
    expect(read(store, get('a', { rangeEnd: bytes('b'), revision: 3 }))).toBe('a=1@2');
    expect(read(store, get('ab', { rangeEnd: Uint8Array.of(0), revision: 4 }))).toBe('ab=1@4 b=1@3');
    expect(read(store, get('b', { rangeEnd: bytes('a') }))).toBe('');
    expect(read(store, get('a', { revision: 7 }))).toBe('futureRevision');
  });

  it('limits what it shows and not what it counts', () => {
    const store = KvStore.create();
    run(store, put('a', '1'), put('b', '1'), put('c', '1'));
    const all = { rangeEnd: Uint8Array.of(0) };
    expect(run(store, get('a', { ...all, limit: 2 }))).toMatchObject({ count: 3, more: true });
    expect(run(store, get('a', { ...all, limit: 3 }))).toMatchObject({ count: 3, more: false });
    expect(run(store, get('a', { ...all, countOnly: true }))).toMatchObject({
      count: 3,
      more: false,
      kvs: [],
    });
    expect(run(store, get('a', { keysOnly: true }))).toMatchObject({
      kvs: [{ value: new Uint8Array(0), version: 1 }],
    });
  });

  it('keeps at a compaction what a reader at that revision sees, and nothing older', () => {
    const store = KvStore.create();
    run(store, put('a', '1'), put('a', '2'), put('b', '1'), del('b'), put('c', '1'));
    run(store, compact(5));
    expect(store.apply(get('a', { revision: 4 }))).toEqual({ ok: false, error: 'compacted' });
    expect(read(store, get('a', { revision: 5, rangeEnd: Uint8Array.of(0) }))).toBe('a=2@3');
    expect(store.keyHistory(bytes('a')).map((kv) => kv.modRevision)).toEqual([3]);
    expect(store.keyHistory(bytes('b'))).toEqual([]);
    expect(store.apply(compact(5))).toEqual({ ok: false, error: 'compacted' });
    expect(store.apply(compact(7))).toEqual({ ok: false, error: 'futureRevision' });
  });

  it('refuses the empty key and then changes nothing', () => {
    const store = KvStore.create();
    const before = store.hash();
    for (const operation of [put('', '1'), del(''), get('')]) {
      expect(store.apply(operation)).toEqual({ ok: false, error: 'emptyKey' });
    }
    expect(store.hash()).toBe(before);
  });

  it('makes several writes one revision, and lets them see each other', () => {
    const store = KvStore.create();
    run(store, put('a', '1'));
    const write = store.beginWrite();
    expect(write.revision).toBe(2);
    write.deleteRange({ key: bytes('a') });
    expect(write.revision).toBe(3);
    expect(write.range({ key: bytes('a') })).toEqual([]);
    write.put(bytes('a'), bytes('2'));
    expect(write.end()).toBe(3);
    expect(store.keyHistory(bytes('a')).map((kv) => [kv.modRevision, kv.version, kv.deleted])).toEqual([
      [2, 1, false],
      [3, 0, true],
      [3, 1, false],
    ]);
  });
});

describe('a clone', () => {
  it('and its original go their own ways', () => {
    const store = KvStore.create();
    run(store, put('a', '1'), put('b', '1'));
    const clone = store.clone();
    run(store, put('a', 'left'), compact(4));
    run(clone, put('a', 'right'), del('b'));
    expect(read(store, get('a', { rangeEnd: Uint8Array.of(0) }))).toBe('a=left@4 b=1@3');
    expect(read(clone, get('a', { rangeEnd: Uint8Array.of(0) }))).toBe('a=right@4');
    expect(read(clone, get('a', { revision: 2 }))).toBe('a=1@2');
    expect(store.hash()).not.toBe(clone.hash());
  });
});

describe('the hash', () => {
  it('differs when a value, a past value, or the compaction differs, and is equal on equal stores', () => {
    const stores = [
      [put('a', '1'), put('a', '2')],
      [put('a', '1'), put('a', '3')],
      [put('a', '0'), put('a', '2')],
      [put('a', '1'), put('a', '2'), compact(2)],
      [put('a', '1'), put('a', '2'), compact(3)],
    ].map((operations) => {
      const store = KvStore.create();
      run(store, ...operations);
      return store.hash();
    });
    expect(new Set(stores).size).toBe(stores.length);
    const again = KvStore.create();
    run(again, put('a', '1'), put('a', '2'));
    expect(again.hash()).toBe(stores[0]);
    expect(again.hash()).toBe(again.hash() >>> 0);
  });
});

describe('a saved store', () => {
  it('comes back with its history, its compaction and its hash', () => {
    const store = KvStore.create();
    run(store, put('a', '1'), put('b', ''), del('a'), put('a', '2'), compact(3), put('c', 'x'));
    const again = KvStore.restore(store.save());
    expect(again.hash()).toBe(store.hash());
    expect(again.save()).toEqual(store.save());
    expect([again.revision, again.compactRevision, again.keyCount]).toEqual([6, 3, 3]);
    expect(again.keyHistory(bytes('a'))).toEqual(store.keyHistory(bytes('a')));
    expect(again.apply(compact(3))).toEqual({ ok: false, error: 'compacted' });
  });

  it('gives the same bytes however often it was saved before, in clones of it and after compactions', () => {
    const [often, once] = [KvStore.create(), KvStore.create()];
    write(often, 0, 120, true);
    write(once, 0, 120, false);
    const [other, otherOnce] = [often.clone(), once.clone()];
    write(often, 120, 300, true);
    write(once, 120, 300, false);
    write(other, 130, 330, true);
    write(otherOnce, 130, 330, false);
    expect(often.save()).toEqual(once.save());
    expect(other.save()).toEqual(otherOnce.save());
    expect(other.save()).not.toEqual(often.save());
    expect(KvStore.restore(often.save()).save()).toEqual(often.save());
  });

  it('of a fresh store is a fresh store', () => {
    expect(KvStore.restore(KvStore.create().save()).hash()).toBe(KvStore.create().hash());
  });

  it('cut short, lengthened or of another version is refused', () => {
    const store = KvStore.create();
    run(store, put('a', '1'));
    const saved = store.save();
    expect(() => KvStore.restore(saved.subarray(0, saved.length - 1))).toThrow(/a saved store/);
    expect(() => KvStore.restore(Uint8Array.of(...saved, 0))).toThrow(/after its last record/);
    expect(() => KvStore.restore(Uint8Array.of(2, 8, 9))).toThrow(/version 9/);
  });
});

/** Writes to the one, and the other is told. */
function both(operations: Parameters<KvStore['apply']>[0][]): [KvStore, KvStore] {
  const [own, follower] = [KvStore.create(), KvStore.create()];
  for (const operation of operations) {
    const before = own.revision;
    run(own, operation);
    const records = own.changesFrom(before + 1);
    if (records === 'compacted') throw new Error('a write is there');
    const compacted = operation.type === 'compact' ? operation.revision : undefined;
    follower.follow(records.flat(), compacted, () => undefined);
  }
  return [own, follower];
}

const seen = (store: KvStore) => [
  read(store, get('\0', { rangeEnd: bytes('\0') })),
  ...['a', 'b', 'c'].map((key) => store.keyHistory(bytes(key))),
  store.recentChanges(20),
  [store.revision, store.compactRevision, store.keyCount],
];

describe('a store that follows another', () => {
  it('keeps its trees, and shows what it showed; then each goes its own way', () => {
    const [own, follower] = both([
      put('a', '1'),
      put('b', '1'),
      put('a', '2'),
      del('b'),
      compact(3),
      put('c', '1'),
    ]);
    const before = seen(follower);
    expect(follower.shareTreesOf(own)).toBe(true);
    expect(seen(follower)).toEqual(before);
    expect(seen(follower)).toEqual(seen(own));
    run(own, put('a', '3'));
    expect(seen(follower)).toEqual(before);
    const after = seen(own);
    follower.follow([], 6, () => undefined);
    expect(seen(own)).toEqual(after);
    expect(read(follower, get('a'))).toBe('a=2@4');
  });

  it('does not while it is behind, has other records, or one of the two still compacts', () => {
    const puts = [put('a', '1'), put('a', '2'), put('b', '1')];
    const [own, behind] = both(puts);
    run(own, put('c', '1'));
    expect(behind.shareTreesOf(own)).toBe(false);
    const [one] = both(puts);
    const [, other] = both(puts);
    expect(other.shareTreesOf(one)).toBe(false);
    const [sweeping, swept] = both(puts);
    sweeping.compact(3, 1);
    swept.follow([], 3, () => undefined);
    expect(sweeping.isCompacting).toBe(true);
    expect(swept.shareTreesOf(sweeping)).toBe(false);
    sweeping.compactStep();
    expect(swept.shareTreesOf(sweeping)).toBe(true);
  });
});
