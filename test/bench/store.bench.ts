import { drawInt, makeDice, type Dice } from '../../src/base/random.ts';
import { present } from '../../src/base/assert.ts';
import { KvStore } from '../../src/etcd/mvcc/kv-store.ts';
import { WatchHub } from '../../src/etcd/watch/watch-hub.ts';
import { printLine } from './print-line.ts';

// What the store costs as its history grows: a thousand 8-byte keys with values of 256 bytes, at ten thousand and at a
// million revisions. Every answer is looked at, so that nothing can be left out.

const SIZES = [10_000, 1_000_000];
const KEYS = 1000;
const VALUE_BYTES = 256;
const MEASURE_MS = 1500;
const RANGE_KEYS = 10;

/** `k0000042`, made once: requests come with bytes of their own, but that is not what is measured here. */
function makeKeys(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => Buffer.from(`k${String(i).padStart(7, '0')}`));
}

/** From Node's pool, as small buffers of a program are. */
function makeValue(serial: number): Uint8Array {
  const value = Buffer.allocUnsafe(VALUE_BYTES).fill(0);
  value.writeUInt32LE(serial);
  return value;
}

function put(store: KvStore, key: Uint8Array, serial: number): void {
  store.apply({ type: 'put', key, value: makeValue(serial) });
}

/** Keys in no order, each about equally often. */
function fill(revisions: number): { store: KvStore; keys: Uint8Array[]; bytesEach: number } {
  const keys = makeKeys(KEYS);
  const before = memory();
  const store = KvStore.create();
  const dice = makeDice(1, 'fill');
  for (let i = 0; i < revisions; i++) put(store, draw(dice, keys), i);
  return { store, keys, bytesEach: (memory() - before) / revisions };
}

/** Bytes in use, heap and buffers; exact with --expose-gc, else with what is not yet collected. */
function memory(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function draw(dice: Dice, keys: readonly Uint8Array[]): Uint8Array {
  return present(keys[drawInt(dice, 0, keys.length - 1)], 'a key');
}

/** Operations a second, in rounds of `each` until the time is over. */
function rate(operation: (i: number) => void, each = 100): number {
  let done = 0;
  const start = performance.now();
  let elapsed = 0;
  while (elapsed < MEASURE_MS) {
    for (let i = 0; i < each; i++) operation(done++);
    elapsed = performance.now() - start;
  }
  return (done / elapsed) * 1000;
}

function must(condition: boolean, what: string): void {
  if (!condition) throw new Error(`the benchmark's store is wrong: ${what}`);
}

function measurePut(store: KvStore, keys: readonly Uint8Array[]): number {
  // Of a copy: the store keeps its size for the others. What the copy shares it copies once, in the warm-up.
  const dice = makeDice(2, 'put');
  const copy = store.clone();
  const before = copy.revision;
  for (let i = 0; i < 5000; i++) put(copy, draw(dice, keys), i);
  let puts = 5000;
  const result = rate(() => put(copy, draw(dice, keys), puts++));
  must(copy.revision === before + puts, 'puts are missing');
  return result;
}

function measureRange(store: KvStore, keys: readonly Uint8Array[], revision: number): number {
  const dice = makeDice(3, 'range');
  let found = 0;
  let asked = 0;
  const result = rate(() => {
    const first = drawInt(dice, 0, keys.length - 1 - RANGE_KEYS);
    const key = present(keys[first], 'a key');
    const rangeEnd = present(keys[first + RANGE_KEYS], 'the key after the range');
    const answer = store.range({ type: 'range', key, rangeEnd, revision, consistency: 'serializable' });
    if (answer.ok) found += answer.result.kvs.length;
    asked++;
  });
  must(found > asked * RANGE_KEYS * 0.9, 'ranges have too few keys');
  return result;
}

/** Read a key as a compare does, put it and another, read it again. */
function measureTxn(store: KvStore, keys: readonly Uint8Array[]): number {
  const dice = makeDice(4, 'txn');
  const copy = store.clone();
  const before = copy.revision;
  let done = 0;
  const result = rate((i) => {
    const key = draw(dice, keys);
    const write = copy.beginWrite();
    const current = write.get(key);
    must(current === undefined || current.main <= copy.revision, 'a key is from the future');
    write.put(key, makeValue(i));
    write.put(draw(dice, keys), makeValue(i));
    must(write.get(key)?.main === write.revision, 'a transaction does not see its own writes');
    write.end();
    done++;
  });
  must(copy.revision === before + done, 'transactions are missing');
  return result;
}

function measureWatch(watchers: number, sameKey: boolean): { rate: number; events: number } {
  const keys = makeKeys(10_000);
  const store = KvStore.create();
  const hub = WatchHub.create({ progressIntervalMs: 600_000, fragmentBytes: 2 ** 21 });
  for (let i = 0; i < watchers; i++) {
    hub.open(i);
    const key = present(keys[sameKey ? 0 : i], 'a key');
    const request = {
      type: 'create',
      key,
      rangeEnd: new Uint8Array(0),
      startRevision: 0,
      progressNotify: false,
      filters: [],
      prevKv: false,
      watchId: 0n,
      fragment: false,
    } as const;
    hub.request(i, request, store, () => true);
  }
  const dice = makeDice(5, 'watch');
  let puts = 0;
  let events = 0;
  const result = rate(
    () => {
      put(store, sameKey ? present(keys[0], 'a key') : draw(dice, keys), puts++);
      events += hub.sync(store).length;
    },
    sameKey && watchers > 1000 ? 1 : 100,
  );
  must(events === puts * (sameKey ? watchers : 1), 'events are missing');
  return { rate: result, events: (result * events) / puts };
}

/** All of it to the newest revision, in steps as a member does them; steps in ms: 99 of 100, and the longest. */
function measureCompact(store: KvStore): { rate: number; p99Ms: number; longestMs: number } {
  const steps: number[] = [];
  const timed = (step: () => boolean): boolean => {
    const start = performance.now();
    const more = step();
    steps.push(performance.now() - start);
    return more;
  };
  const start = performance.now();
  timed(() => store.compact(store.revision).ok);
  while (timed(() => store.compactStep()));
  const elapsed = performance.now() - start;
  must(store.recentChanges(Infinity).length === store.keyCount, 'a compaction left too much');
  steps.sort((a, b) => a - b);
  const p99Ms = present(steps[Math.floor(0.99 * (steps.length - 1))], 'a step');
  return { rate: ((store.revision - 1) / elapsed) * 1000, p99Ms, longestMs: present(steps.at(-1), 'a step') };
}

const putRates: number[] = [];
for (const revisions of SIZES) {
  const { store, keys, bytesEach } = fill(revisions);
  const putRate = measurePut(store, keys);
  putRates.push(putRate);
  printLine(`store/put/${revisions}`, putRate, 'ops/s');
  printLine(`store/range/${revisions}`, measureRange(store, keys, 0), 'ops/s', { keys: RANGE_KEYS });
  const past = Math.floor(revisions * 0.7);
  printLine(`store/range-past/${revisions}`, measureRange(store, keys, past), 'ops/s', { keys: RANGE_KEYS });
  printLine(`store/txn/${revisions}`, measureTxn(store, keys), 'ops/s');
  const compaction = measureCompact(store);
  printLine(`store/compact/${revisions}`, compaction.rate, 'ops/s');
  printLine(`store/compact/${revisions}/longest-step`, compaction.longestMs, 'ms', {
    p99: Number(compaction.p99Ms.toPrecision(3)),
  });
  printLine(`store/memory/${revisions}`, bytesEach, 'bytes', { valueBytes: VALUE_BYTES });
}
const [small = 0, large = 0] = putRates;
printLine('store/put/ratio', small / large, '1');
for (const watchers of [1, 100, 10_000]) {
  const { rate: puts, events } = measureWatch(watchers, true);
  printLine(`store/watch/${watchers}`, puts, 'ops/s', { eventsPerSecond: Math.round(events) });
}
const spread = measureWatch(10_000, false);
printLine('store/watch-spread/10000', spread.rate, 'ops/s', { eventsPerSecond: Math.round(spread.events) });
