import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unreachable } from '../../../src/base/assert.ts';
import { KvStore } from '../../../src/etcd/mvcc/kv-store.ts';
import type { StoreRequest, KeyValue } from '../../../src/etcd/request.ts';
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

  apply(operation: StoreRequest): unknown {
    if (operation.type !== 'compact' && operation.key.length === 0) return 'emptyKey';
    switch (operation.type) {
      case 'put': {
        const before = this.at(this.revision).get(text(operation.key));
        this.revision++;
        this.events.push({
          revision: this.revision,
          key: text(operation.key),
          value: text(operation.value),
        });
        return { revision: this.revision, prevKv: operation.prevKv === true ? before : undefined };
      }
      case 'deleteRange': {
        const gone = this.inRange(operation, this.revision);
        if (gone.length > 0) this.revision++;
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
        const limit = operation.limit ?? 0;
        const kvs = operation.countOnly === true ? [] : limit > 0 ? all.slice(0, limit) : all;
        return {
          revision: this.revision,
          kvs,
          count: all.length,
          more: operation.countOnly !== true && kvs.length < all.length,
        };
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

function own(store: KvStore, operation: StoreRequest): unknown {
  const answer = store.apply(operation);
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

const key = fc.stringMatching(/^[abc]{1,3}$/);
const rangeEnd = fc.option(fc.oneof(key, fc.constant('\0')).map(bytes), { nil: undefined });
const revision = fc.integer({ min: -1, max: 40 });
function putWithPrevious(key: string, value: string): StoreRequest {
  return { ...put(key, value), prevKv: true };
}

function deletion(key: string, end: Uint8Array | undefined, prevKv: boolean): StoreRequest {
  return { ...del(key, end), prevKv };
}

const operation: fc.Arbitrary<StoreRequest> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(key, fc.stringMatching(/^[xy]{0,2}$/)).map(([k, v]) => put(k, v)) },
  {
    weight: 1,
    arbitrary: fc.tuple(key, key).map(([k, v]) => putWithPrevious(k, v)),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(key, rangeEnd, fc.boolean()).map(([k, end, prevKv]) => deletion(k, end, prevKv)),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(key, rangeEnd, revision, fc.integer({ min: -1, max: 4 }), fc.boolean())
      .map(([k, end, at, limit, countOnly]) =>
        get(k, { ...(end && { rangeEnd: end }), revision: at, limit, countOnly }),
      ),
  },
  { weight: 1, arbitrary: revision.map(compact) },
);

describe('the store and the list of all events', () => {
  it('answer every sequence of operations alike, through clones, saves and compactions', () => {
    fc.assert(
      fc.property(
        fc.array(operation, { maxLength: 60 }),
        fc.integer({ min: 0, max: 60 }),
        (operations, turn) => {
          let store = KvStore.create();
          const model = new NaiveStore();
          operations.forEach((each, i) => {
            if (i === turn) {
              const left = store;
              store = turn % 2 === 0 ? store.clone() : KvStore.restore(store.save());
              left.apply(put('left behind', 'x'));
            }
            expect(own(store, each)).toEqual(model.apply(each));
          });
          const changes = store.recentChanges(1000).map((change) => `${change.revision} ${text(change.key)}`);
          expect([...new Set(changes)].sort()).toEqual(model.knownEvents());
          expect(store.keyCount).toBe(model.at(model.revision).size);
          expect(KvStore.restore(store.save()).hash()).toBe(store.hash());
        },
      ),
      { numRuns: 400, seed: 27 },
    );
  });
});
