import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unreachable } from '../../../src/base/assert.ts';
import { keyValueOf } from '../../../src/etcd/mvcc/key-record.ts';
import { KvStore, type StoreAnswer } from '../../../src/etcd/mvcc/kv-store.ts';
import type { WriteTransaction } from '../../../src/etcd/mvcc/write-transaction.ts';
import type { KeyValue, SortTarget, StoreRequest } from '../../../src/etcd/request.ts';
import { bytes, compact, del, get, put, text } from '../operations.ts';

interface Event {
  readonly revision: number;
  readonly key: string;
  /** Undefined: deleted. */
  readonly value: string | undefined;
}

/** The store as nobody would build it: all events ever, and every read goes through them from the first on. */
class NaiveStore {
  readonly events: Event[] = [];
  revision = 1;
  compacted = -1;
  /** Of the transaction that is going on: the revision before it. */
  #before: number | undefined;

  begin(): void {
    this.#before = this.revision;
  }

  end(): void {
    this.#before = undefined;
  }

  /** The revision to write at: a new one, or the one of the transaction that has written before. */
  #nextRevision(): number {
    if (this.#before === undefined || this.revision === this.#before) this.revision++;
    return this.revision;
  }

  apply(operation: StoreRequest): unknown {
    if (operation.type !== 'compact' && operation.key.length === 0) return 'emptyKey';
    switch (operation.type) {
      case 'put': {
        const before = this.at(this.revision).get(text(operation.key));
        this.#nextRevision();
        this.events.push({
          revision: this.revision,
          key: text(operation.key),
          value: text(operation.value),
        });
        return { revision: this.revision, prevKv: operation.prevKv === true ? before : undefined };
      }
      case 'deleteRange': {
        const gone = this.inRange(operation, this.revision);
        if (gone.length > 0) this.#nextRevision();
        for (const kv of gone) {
          this.events.push({ revision: this.revision, key: kv.key, value: undefined });
        }
        return {
          revision: this.revision,
          deleted: gone.length,
          prevKvs: operation.prevKv === true ? gone : [],
        };
      }
      case 'compact':
        if (operation.revision <= this.compacted) return 'compacted';
        if (operation.revision > this.revision) return 'futureRevision';
        this.compacted = operation.revision;
        return { revision: this.revision };
      case 'range': {
        if (operation.revision > this.revision) return 'futureRevision';
        const at = operation.revision <= 0 ? this.revision : operation.revision;
        if (at < this.compacted) return 'compacted';
        const all = this.inRange(operation, at);
        return { revision: this.revision, count: all.length, ...shownOf(operation, all) };
      }
      default:
        return unreachable(operation);
    }
  }

  at(revision: number): Map<string, ShownKv> {
    const live = new Map<string, ShownKv>();
    for (const event of this.events) {
      if (event.revision > revision) break;
      const before = live.get(event.key);
      if (event.value === undefined) live.delete(event.key);
      else {
        live.set(event.key, {
          key: event.key,
          value: event.value,
          createRevision: before?.createRevision ?? event.revision,
          modRevision: event.revision,
          version: (before?.version ?? 0) + 1,
        });
      }
    }
    return live;
  }

  inRange(range: { key: Uint8Array; rangeEnd?: Uint8Array }, revision: number): ShownKv[] {
    const from = text(range.key);
    const end = range.rangeEnd === undefined ? undefined : text(range.rangeEnd);
    return [...this.at(revision).values()]
      .filter(({ key }) => (end === undefined ? key === from : key >= from && (end === '\0' || key < end)))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** What a store compacted here still has to know of the past. */
  knownEvents(): string[] {
    const visible = [...this.at(this.compacted).values()].map((kv) => `${kv.modRevision} ${kv.key}`);
    const later = this.events
      .filter((event) => event.revision > this.compacted)
      .map((event) => `${event.revision} ${event.key}`);
    return [...new Set([...visible, ...later])].sort();
  }
}

type Range = Extract<StoreRequest, { type: 'range' }>;

/** What of the keys in its range a range shows: bounds, order, limit, told one after the other. */
function shownOf(request: Range, all: readonly ShownKv[]): { kvs: ShownKv[]; more: boolean } {
  if (request.countOnly === true) return { kvs: [], more: false };
  const { limit = 0, sortOrder = 'NONE', sortTarget = 'KEY' } = request;
  const { minModRevision = 0, maxModRevision = 0, minCreateRevision = 0, maxCreateRevision = 0 } = request;
  const isBounded = [minModRevision, maxModRevision, minCreateRevision, maxCreateRevision].some(
    (b) => b !== 0,
  );
  const seen = limit > 0 && sortOrder === 'NONE' && !isBounded ? all.slice(0, limit + 1) : all;
  const kept = seen.filter(
    (kv) =>
      (minModRevision === 0 || kv.modRevision >= minModRevision) &&
      (maxModRevision === 0 || kv.modRevision <= maxModRevision) &&
      (minCreateRevision === 0 || kv.createRevision >= minCreateRevision) &&
      (maxCreateRevision === 0 || kv.createRevision <= maxCreateRevision),
  );
  // Up to twelve keys, equals stay in the order of their keys, in both directions (go-sort.test.ts has the others).
  const field = fieldOf(sortTarget);
  const direction = sortOrder === 'DESCEND' ? -1 : 1;
  if (sortOrder !== 'NONE' || sortTarget !== 'KEY') {
    kept.sort((a, b) => direction * (field(a) < field(b) ? -1 : Number(field(a) > field(b))));
  }
  const more = limit > 0 && kept.length > limit;
  const kvs = more ? kept.slice(0, limit) : kept;
  return { kvs: request.keysOnly === true ? kvs.map((kv) => ({ ...kv, value: '' })) : kvs, more };
}

function fieldOf(target: SortTarget): (kv: ShownKv) => string | number {
  const name = {
    KEY: 'key',
    VALUE: 'value',
    VERSION: 'version',
    CREATE: 'createRevision',
    MOD: 'modRevision',
  };
  return (kv) => kv[name[target] as keyof ShownKv];
}

interface ShownKv {
  key: string;
  value: string;
  createRevision: number;
  modRevision: number;
  version: number;
}

function shownKv(kv: KeyValue): ShownKv {
  const { createRevision, modRevision, version } = kv;
  return { key: text(kv.key), value: text(kv.value), createRevision, modRevision, version };
}

function shownAnswer(answer: StoreAnswer): unknown {
  if (!answer.ok) return answer.error;
  const { result } = answer;
  switch (result.type) {
    case 'put':
      return { revision: result.revision, prevKv: result.prevKv && shownKv(result.prevKv) };
    case 'deleteRange':
      return {
        revision: result.revision,
        deleted: result.deleted,
        prevKvs: result.prevKvs.map(shownKv),
      };
    case 'range':
      return {
        revision: result.revision,
        kvs: result.kvs.map(shownKv),
        count: result.count,
        more: result.more,
      };
    case 'compact':
      return { revision: result.revision };
    default:
      throw new Error(`a result of ${result.type}`);
  }
}

const key = fc.stringMatching(/^[abc]{1,2}$/);
const rangeEnd = fc.option(fc.oneof(key, fc.constant('\0')).map(bytes), { nil: undefined });
const revision = fc.integer({ min: -1, max: 40 });
const bound = fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: -1, max: 20 }));

const putOperation = fc
  .tuple(key, fc.stringMatching(/^[xy]{0,2}$/), fc.boolean())
  .map(([k, v, prevKv]) => Object.assign(put(k, v), { prevKv }));
const deleteOperation = fc
  .tuple(key, rangeEnd, fc.boolean())
  .map(([k, end, prevKv]) => Object.assign(del(k, end), { prevKv }));
const rangeOperation = fc
  .record({
    k: key,
    end: rangeEnd,
    revision: fc.oneof(fc.constant(0), revision),
    limit: fc.integer({ min: -1, max: 4 }),
    countOnly: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
    keysOnly: fc.boolean(),
    sortOrder: fc.constantFrom('NONE' as const, 'ASCEND' as const, 'DESCEND' as const),
    sortTarget: fc.constantFrom(
      'KEY' as const,
      'VERSION' as const,
      'CREATE' as const,
      'MOD' as const,
      'VALUE' as const,
    ),
    minModRevision: bound,
    maxModRevision: bound,
    minCreateRevision: bound,
    maxCreateRevision: bound,
  })
  .map(({ k, end, ...more }) => get(k, { ...(end && { rangeEnd: end }), ...more }));

type Step =
  | StoreRequest
  | { readonly type: 'transaction'; readonly operations: readonly StoreRequest[] }
  | { readonly type: 'sweep' | 'clone' | 'save' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: putOperation },
  { weight: 3, arbitrary: deleteOperation },
  { weight: 8, arbitrary: rangeOperation },
  {
    weight: 3,
    arbitrary: fc
      .array(fc.oneof(putOperation, deleteOperation, rangeOperation), { maxLength: 5 })
      .map((operations) => ({ type: 'transaction' as const, operations })),
  },
  { weight: 1, arbitrary: revision.map(compact) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('sweep' as const, 'clone' as const, 'save' as const).map((type) => ({ type })),
  },
);

/** Does one step on both and compares; the store to go on with. */
function doBoth(store: KvStore, model: NaiveStore, next: Step): KvStore {
  switch (next.type) {
    case 'transaction': {
      const write = store.beginWrite();
      model.begin();
      for (const operation of next.operations)
        expect(ownIn(write, operation)).toEqual(model.apply(operation));
      model.end();
      expect(write.end()).toBe(model.revision);
      return store;
    }
    case 'sweep':
      store.compactStep(2);
      return store;
    case 'clone': {
      const clone = store.clone();
      store.apply(put('left behind', 'x'));
      store.compactStep(3);
      return clone;
    }
    case 'save':
      return KvStore.restore(store.save());
    case 'compact':
      // One record at once; the rest by sweeps, or never.
      expect(shownAnswer(store.compact(next.revision, 1))).toEqual(model.apply(next));
      return store;
    default:
      expect(shownAnswer(store.apply(next))).toEqual(model.apply(next));
      return store;
  }
}

function ownIn(write: WriteTransaction, operation: StoreRequest): unknown {
  if (operation.type === 'range') return shownAnswer(write.read(operation));
  if (operation.type === 'put') {
    const before = write.get(operation.key);
    write.put(operation.key, operation.value);
    const prevKv =
      operation.prevKv === true && before !== undefined ? shownKv(keyValueOf(before)) : undefined;
    return { revision: write.revision, prevKv };
  }
  if (operation.type === 'compact') throw new Error('not in a transaction');
  const before = operation.prevKv === true ? write.range(operation) : [];
  const deleted = write.deleteRange(operation);
  return { revision: write.revision, deleted, prevKvs: before.map((record) => shownKv(keyValueOf(record))) };
}

const everyKey = ['a', 'b', 'c'].flatMap((one) => ['', 'a', 'b', 'c'].map((two) => bytes(one + two)));

function plainChanges(store: KvStore): unknown {
  const changes = store.changesFrom(store.lastCompaction);
  return changes === 'compacted'
    ? changes
    : changes.flat().map((record) => [record.sub, record.deleted, keyValueOf(record)]);
}

/** Everything that can be known of a store, but for how much room it takes. */
function everything(store: KvStore): unknown {
  return {
    hash: store.hash(),
    hashKv: [0, store.revision - 1, store.compactRevision + 1].map((at) => store.hashKv(at)),
    saved: store.save(),
    recent: store.recentChanges(7),
    changes: plainChanges(store),
    histories: everyKey.map((one) => store.keyHistory(one)),
    count: store.keyCount,
  };
}

describe('the store and the list of all events', () => {
  it('answer every sequence of operations alike, through transactions, clones, saves and half-done compactions', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
        let store = KvStore.create();
        const model = new NaiveStore();
        for (const next of steps) store = doBoth(store, model, next);
        const changes = store.recentChanges(1000).map((change) => `${change.revision} ${text(change.key)}`);
        expect([...new Set(changes)].sort()).toEqual(model.knownEvents());
        expect(store.keyCount).toBe(model.at(model.revision).size);

        const finished = store.clone();
        while (finished.compactStep(3));
        expect(finished.isCompacting).toBe(false);
        expect(everything(store)).toEqual(everything(finished));
        expect(everything(KvStore.restore(store.save()))).toEqual(everything(finished));
      }),
      { numRuns: 250, seed: 27 },
    );
  });
});
