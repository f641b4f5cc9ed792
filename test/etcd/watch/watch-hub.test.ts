import { describe, expect, it } from 'vitest';
import { KvStore } from '../../../src/etcd/mvcc/kv-store.ts';
import { prefixRangeEnd } from '../../../src/etcd/mvcc/key-range.ts';
import { WatchHub } from '../../../src/etcd/watch/watch-hub.ts';
import { bytes, compact, del, put } from '../operations.ts';
import { only, shownAll, watch, Watched } from './hub-driver.ts';

const options = { progressIntervalMs: 1000, fragmentBytes: 200 };
const everything = { rangeEnd: Uint8Array.of(0) };

function opened(): Watched {
  const hub = WatchHub.create(options);
  hub.open(1);
  return new Watched(KvStore.create(), hub);
}

describe('a watch of what is to come', () => {
  it('is told at once, of its key and of nothing else', () => {
    const watched = opened();
    expect(watched.ask(watch('b'))).toEqual(['w0 @1 created']);
    expect(watched.apply(put('a', '1'), put('b', '1'), put('b', '2'), put('ba', 'x'), del('b'))).toEqual([
      'w0 @3 put b=1@3/1',
      'w0 @4 put b=2@4/2',
      'w0 @6 del b@6',
    ]);
  });

  it('is told the writes of one revision together', () => {
    const watched = opened();
    watched.ask(watch('a', everything));
    const write = watched.store.beginWrite();
    write.put(bytes('a'), bytes('1'));
    write.put(bytes('c'), bytes('2'));
    write.put(bytes('b'), bytes('3'));
    write.end();
    expect(shownAll(watched.hub.sync(watched.store))).toEqual(['w0 @2 put a=1@2/1 put c=2@2/1 put b=3@2/1']);
    expect(watched.apply(del('a', bytes('c')))).toEqual(['w0 @3 del a@3 del b@3']);
  });

  it('of a range ends before its end; a prefix watches all keys that begin with it', () => {
    const watched = opened();
    watched.ask(watch('b', { rangeEnd: bytes('d') }));
    watched.ask(watch('ab', { rangeEnd: prefixRangeEnd(bytes('ab')) }));
    expect(watched.apply(put('a', ''), put('ab', ''), put('abc', ''), put('c', ''), put('d', ''))).toEqual([
      'w1 @3 put ab=@3/1',
      'w1 @4 put abc=@4/1',
      'w0 @5 put c=@5/1',
    ]);
  });

  it('of no key begins at the smallest key', () => {
    const watched = opened();
    watched.ask(watch('', everything));
    watched.ask(watch(''));
    expect(watched.apply(put('\0', 'x'), put('a', 'y'))).toEqual([
      'w0 @2 put \0=x@2/1',
      'w1 @2 put \0=x@2/1',
      'w0 @3 put a=y@3/1',
    ]);
  });

  it('from a revision that is not yet there is silent until it is', () => {
    const watched = opened();
    watched.ask(watch('a', { startRevision: 4 }));
    expect(watched.apply(put('a', '1'), put('a', '2'), put('a', '3'))).toEqual(['w0 @4 put a=3@4/3']);
    watched.ask(watch('a', { startRevision: 8 }));
    watched.hub.reset(watched.store);
    expect(watched.tick()).toEqual([]);
    expect(watched.apply(put('a', '4'), put('a', '5'), put('a', '6'), put('a', '7')).slice(-3)).toEqual([
      'w0 @7 put a=6@7/6',
      'w0 @8 put a=7@8/7',
      'w1 @8 put a=7@8/7',
    ]);
  });

  it('leaves out what its filters name, and says nothing if nothing is left', () => {
    const watched = opened();
    watched.ask(watch('a', { filters: ['NOPUT'] }));
    watched.ask(watch('a', { filters: ['NODELETE'] }));
    watched.ask(watch('a', { filters: ['NODELETE', 'NOPUT'] }));
    expect(watched.apply(put('a', '1'), del('a'))).toEqual(['w1 @2 put a=1@2/1', 'w0 @3 del a@3']);
  });

  it('shows what was there before, but not of a new key and not from before a compaction', () => {
    const watched = opened();
    watched.ask(watch('a', { prevKv: true }));
    expect(watched.apply(put('a', '1'), put('a', '2'), del('a'), put('a', '3'))).toEqual([
      'w0 @2 put a=1@2/1',
      'w0 @3 put a=2@3/2(1@2)',
      'w0 @4 del a@4(2@3)',
      'w0 @5 put a=3@5/1',
    ]);
    watched.apply(put('a', '4'), compact(6));
    watched.ask(watch('a', { prevKv: true, startRevision: 6 }));
    expect(watched.tick()).toEqual(['w1 @6 put a=4@6/2']);
  });

  it('hears nothing more once it is cancelled, or its stream closed', () => {
    const watched = opened();
    watched.hub.open(2);
    watched.ask(watch('a'));
    watched.ask(watch('a'));
    watched.ask(watch('a'), 2);
    expect(watched.ask({ type: 'cancel', watchId: 0n })).toEqual(['w0 @1 canceled']);
    expect(watched.ask({ type: 'cancel', watchId: 0n })).toEqual([]);
    expect(watched.apply(put('a', '1'))).toEqual(['w1 @2 put a=1@2/1', 'stream 2: w0 @2 put a=1@2/1']);
    watched.hub.close(1);
    expect(watched.apply(put('a', '2'))).toEqual(['stream 2: w0 @3 put a=2@3/2']);
    expect(watched.hub.views()).toHaveLength(1);
  });
});

describe('a watch from the past', () => {
  it('is told all of it in one response, then lives', () => {
    const watched = opened();
    watched.apply(put('a', '1'), put('b', '1'), del('a'));
    expect(watched.ask(watch('a', { startRevision: 1 }))).toEqual(['w0 @4 created']);
    expect(watched.apply(put('a', '2'))).toEqual([]);
    expect(watched.hub.views()).toMatchObject([{ synced: false, nextRevision: 1 }]);
    expect(watched.tick()).toEqual(['w0 @5 put a=1@2/1 del a@4 put a=2@5/1']);
    expect(watched.hub.views()).toMatchObject([{ synced: true, nextRevision: 6 }]);
    expect(watched.tick()).toEqual([]);
    expect(watched.apply(put('a', '3'))).toEqual(['w0 @6 put a=3@6/2']);
  });

  it('is told a thousand revisions in one response, and the rest in the next', () => {
    const watched = opened();
    for (let i = 0; i < 2500; i++) watched.apply(put(i % 2 === 0 ? 'a' : 'b', `${i}`));
    watched.ask(watch('a', { startRevision: 2 }));
    const first = watched.hub.tick(100, watched.store);
    expect(first.map(({ response }) => [response.revision, response.events.length])).toEqual([[2501, 1000]]);
    watched.apply(put('a', 'meanwhile'));
    const second = watched.hub.tick(100, watched.store);
    expect(second.map(({ response }) => [response.revision, response.events.length])).toEqual([[2502, 251]]);
    const told = [...first, ...second].flatMap(({ response }) => response.events.map((e) => e.kv.version));
    expect(told).toEqual(Array.from({ length: 1251 }, (_, i) => i + 1));
  });

  it('[K3] at a compaction: from before it is cancelled and told where, from exactly it has what a reader sees', () => {
    const watched = opened();
    watched.apply(put('b', '1'), put('a', '1'), put('a', '2'), del('a'), put('a', '3'), compact(5));
    watched.ask(watch('a', { startRevision: 3 }));
    watched.ask(watch('a', { startRevision: 5 }));
    watched.ask(watch('a', { startRevision: 6 }));
    expect(watched.tick()).toEqual(['w0 @0 canceled compacted 5', 'w1 @6 put a=3@6/1', 'w2 @6 put a=3@6/1']);
    expect(watched.apply(put('a', '4'))).toEqual(['w1 @7 put a=4@7/2', 'w2 @7 put a=4@7/2']);
    expect(watched.ask(watch('a', { watchId: 7n }))).toEqual(['w7 @7 created']);
    expect(watched.ask({ type: 'cancel', watchId: 0n })).toEqual(['w0 @7 canceled']);
  });

  it('that was not compacted when it began, but before its turn came, is cancelled too', () => {
    const watched = opened();
    watched.apply(put('a', '1'), put('a', '2'));
    watched.ask(watch('a', { startRevision: 2 }));
    watched.apply(put('a', '3'), compact(4));
    expect(watched.tick()).toEqual(['w0 @0 canceled compacted 4']);
  });

  it('from a negative revision is told nothing of the past; from below -1 it is cancelled', () => {
    const watched = opened();
    watched.apply(put('a', '1'));
    watched.ask(watch('a', { startRevision: -1 }));
    watched.ask(watch('a', { startRevision: -2 }));
    expect(watched.tick()).toEqual(['w1 @0 canceled compacted -1']);
    expect(watched.apply(put('a', '2'))).toEqual(['w0 @3 put a=2@3/2']);
  });

  it('in a crowd gets its turn when those before it had theirs', () => {
    const watched = opened();
    watched.apply(put('a', '1'));
    for (let i = 0; i < 600; i++) watched.ask(watch('a', { startRevision: 2 }));
    expect(watched.tick()).toHaveLength(512);
    expect(watched.tick()).toHaveLength(88);
    expect(watched.tick()).toEqual([]);
  });
});

describe('ids', () => {
  it('are given out from 0, past those a client has chosen', () => {
    const watched = opened();
    watched.ask(watch('a', { watchId: 1n }));
    expect([0, 1, 2].flatMap(() => watched.ask(watch('a')))).toEqual([
      'w0 @1 created',
      'w2 @1 created',
      'w3 @1 created',
    ]);
    watched.ask({ type: 'cancel', watchId: 2n });
    expect(watched.ask(watch('a'))).toEqual(['w4 @1 created']);
  });

  it('that are taken are refused', () => {
    const watched = opened();
    watched.ask(watch('a', { watchId: 5n }));
    expect(watched.ask(watch('b', { watchId: 5n }))).toEqual([
      'w-1 @1 created canceled "mvcc: duplicate watch ID provided on the WatchStream"',
    ]);
    expect(watched.hub.views()).toHaveLength(1);
  });
});

describe('a refusal', () => {
  it('of an empty range, or of one that ends before it begins', () => {
    const watched = opened();
    for (const end of ['b', 'a']) {
      expect(watched.ask(watch('b', { rangeEnd: bytes(end) }))).toEqual([
        'w-1 @1 created canceled "mvcc: watcher range is empty"',
      ]);
    }
    expect(watched.hub.views()).toEqual([]);
  });

  it('of a range that may not be read comes in the words of gRPC, before its range is looked at', () => {
    const { hub, store } = opened();
    const asked: (string | number)[] = [];
    const answer = hub.request(1, watch('b', { rangeEnd: bytes('a') }), store, (key, rangeEnd) => {
      asked.push(key.length, rangeEnd.length);
      return false;
    });
    expect(shownAll(answer)).toEqual([
      'w-1 @1 created canceled "rpc error: code = PermissionDenied desc = etcdserver: permission denied"',
    ]);
    expect(only(shownAll(hub.request(1, watch('b'), store, () => 'invalidAuthToken')))).toContain(
      'code = Unauthenticated desc = etcdserver: invalid auth token',
    );
    hub.request(1, watch('', everything), store, (key, rangeEnd) => {
      asked.push(key.length, rangeEnd.length);
      return true;
    });
    expect(asked).toEqual([1, 1, 1, 0]);
  });
});

describe('progress', () => {
  it('asked for is told of the whole stream', () => {
    const watched = opened();
    watched.apply(put('a', '1'));
    expect(watched.ask({ type: 'progress' })).toEqual(['w-1 @2']);
  });

  it('comes by itself at the end of each interval in which nothing was sent', () => {
    const watched = opened();
    watched.ask(watch('a', { progressNotify: true }));
    watched.ask(watch('a'));
    expect(watched.tick(999)).toEqual([]);
    expect(watched.tick(1)).toEqual(['w0 @1']);
    watched.apply(put('a', '1'), put('b', '1'));
    expect(watched.tick(1000)).toEqual([]);
    watched.apply(put('b', '2'));
    expect(watched.tick(1000)).toEqual(['w0 @4']);
    expect(watched.tick(1000)).toEqual(['w0 @4']);
    watched.ask({ type: 'cancel', watchId: 0n });
    expect(watched.tick(1000)).toEqual([]);
  });
});

describe('a large response', () => {
  it('is split for a watcher that asked for it, no part empty, only the last without the mark', () => {
    const watched = opened();
    for (let i = 0; i < 6; i++) watched.apply(put(`k${i}`, 'v'.repeat(30)));
    watched.ask(watch('k', { ...everything, startRevision: 1, fragment: true }));
    watched.ask(watch('k', { ...everything, startRevision: 1 }));
    const messages = watched.hub.tick(100, watched.store);
    const parts = messages.filter(({ response }) => response.watchId === 0n);
    expect(parts.map(({ response }) => [response.events.length, response.fragment])).toEqual([
      [3, true],
      [3, false],
    ]);
    expect(parts.flatMap(({ response }) => response.events)).toEqual(messages.at(-1)?.response.events);
    expect(messages).toHaveLength(3);
    watched.hub.open(2);
    watched.ask(watch('big', { fragment: true }), 2);
    expect(watched.apply(put('big', 'x'.repeat(500))).filter((line) => line.includes('fragment'))).toEqual(
      [],
    );
  });
});

describe('a store that came as a snapshot', () => {
  it('is told to watchers from where they were: nothing twice, nothing left out', () => {
    const watched = opened();
    watched.ask(watch('a'));
    expect(watched.apply(put('a', '1'), put('a', '2'))).toHaveLength(2);
    const ahead = watched.store.clone();
    for (const operation of [put('a', '3'), put('b', '1'), put('a', '4')]) ahead.apply(operation);
    watched.hub.reset(ahead);
    const after = new Watched(KvStore.restore(ahead.save()), watched.hub);
    expect(after.tick()).toEqual(['w0 @6 put a=3@4/3 put a=4@6/4']);
    expect(after.apply(put('a', '5'))).toEqual(['w0 @7 put a=5@7/5']);
  });

  it('and has forgotten what they lack cancels them', () => {
    const watched = opened();
    watched.ask(watch('a'));
    watched.apply(put('a', '1'));
    const ahead = watched.store.clone();
    for (const operation of [put('a', '2'), put('a', '3'), compact(4)]) ahead.apply(operation);
    watched.hub.reset(ahead);
    expect(new Watched(ahead, watched.hub).tick()).toEqual(['w0 @0 canceled compacted 4']);
  });
});

describe('a clone, and a hub that was saved', () => {
  it('go on like the original, and apart from it', () => {
    const watched = opened();
    watched.apply(put('a', '1'));
    watched.ask(watch('a', { startRevision: 2, progressNotify: true }));
    watched.ask(watch('b'));
    const copies = [watched.hub.clone(), WatchHub.load(structuredClone(watched.hub.save()))].map(
      (hub) => new Watched(watched.store.clone(), hub),
    );
    watched.hub.close(1);
    expect(watched.hub.views()).toEqual([]);
    for (const copy of copies) {
      expect(copy.hub.views()).toHaveLength(2);
      expect(copy.tick()).toEqual(['w0 @2 put a=1@2/1']);
      expect(copy.apply(put('b', '1'))).toEqual(['w1 @3 put b=1@3/1']);
      expect(copy.ask(watch('c'))).toEqual(['w2 @3 created']);
      expect(copy.tick(900)).toEqual([]);
      expect(copy.tick(1000)).toEqual(['w0 @3']);
    }
  });
});
