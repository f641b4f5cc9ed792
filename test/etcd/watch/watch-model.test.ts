import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys, isBeyondRange } from '../../../src/etcd/mvcc/key-range.ts';
import { KvStore } from '../../../src/etcd/mvcc/kv-store.ts';
import type { StoreRequest, WatchResponse } from '../../../src/etcd/request.ts';
import { WatchHub } from '../../../src/etcd/watch/watch-hub.ts';
import type { StreamMessage } from '../../../src/etcd/watch/watcher.ts';
import { bytes, compact, del, put, text } from '../operations.ts';
import { watch } from './hub-driver.ts';

/** A change as the list of all changes ever has it. */
interface Change {
  readonly revision: number;
  readonly key: string;
  /** undefined: deleted. */
  readonly value: string | undefined;
}

/** What a client of one watch knows, and what it holds the watch to. */
interface Client {
  readonly stream: number;
  readonly key: string;
  readonly end: string;
  readonly from: number;
  readonly received: Change[];
  /** Revisions of the responses it got, in order. */
  readonly responses: number[];
  cancelledAt: number | undefined;
}

type Step =
  | { readonly type: 'write'; readonly operations: readonly StoreRequest[] }
  | { readonly type: 'watch'; readonly key: string; readonly end: string; readonly back: number }
  | { readonly type: 'compact'; readonly back: number }
  | { readonly type: 'tick' | 'sweep' | 'copy' | 'reload' | 'snapshot' };

/** A member with its store and its hub, the list of all changes, and clients. */
class Run {
  store = KvStore.create();
  hub = WatchHub.create({ progressIntervalMs: 1e9, fragmentBytes: 1e9 });
  readonly changes: Change[] = [];
  readonly clients: Client[] = [];
  readonly compactions = new Set<number>();

  do(step: Step): void {
    switch (step.type) {
      case 'write':
        this.#write(this.store, step.operations);
        this.#deliver(this.hub.sync(this.store));
        return;
      case 'watch':
        this.#watch(step.key, step.end, Math.max(0, this.store.revision + 3 - step.back));
        return;
      case 'compact':
        this.#compact(this.store.revision - step.back);
        return;
      case 'tick':
        this.#deliver(this.hub.tick(100, this.store));
        return;
      case 'sweep':
        this.store.compactStep(2);
        return;
      case 'copy':
        this.store = this.store.clone();
        this.hub = this.hub.clone();
        return;
      case 'reload':
        this.store = KvStore.restore(this.store.save());
        this.hub = WatchHub.load(structuredClone(this.hub.save()));
        return;
      default:
        return this.#snapshot();
    }
  }

  /** One transaction of them all. */
  #write(store: KvStore, operations: readonly StoreRequest[]): void {
    const write = store.beginWrite();
    for (const operation of operations) {
      if (operation.type === 'put') write.put(operation.key, operation.value);
      else if (operation.type === 'deleteRange') write.deleteRange(operation);
    }
    for (const { main, key, value, deleted } of write.changes) {
      this.changes.push({ revision: main, key: text(key), value: deleted ? undefined : text(value) });
    }
    write.end();
  }

  #watch(key: string, end: string, from: number): void {
    const stream = this.clients.length;
    const request = watch(key, { rangeEnd: bytes(end), startRevision: from });
    this.hub.open(stream);
    const answers = this.hub.request(stream, request, this.store, () => true);
    const first = answers[0]?.response;
    expect(first).toMatchObject({ created: true, revision: this.store.revision });
    const effective = from === 0 ? this.store.revision + 1 : from;
    const cancelledAt = first?.canceled === true ? 0 : undefined;
    this.clients.push({ stream, key, end, from: effective, received: [], responses: [], cancelledAt });
  }

  #compact(at: number): void {
    if (this.store.compact(at, 2).ok) this.compactions.add(at);
    this.#deliver(this.hub.sync(this.store));
  }

  /** Another member was ahead; its snapshot replaces the store. */
  #snapshot(): void {
    const ahead = this.store.clone();
    for (const key of ['a', 'b', 'ca']) this.#write(ahead, [put(key, 'ahead')]);
    this.#write(ahead, [del('b')]);
    if (this.changes.length % 2 === 0 && ahead.apply(compact(ahead.revision - 1)).ok) {
      this.compactions.add(ahead.compactRevision);
    }
    this.store = KvStore.restore(ahead.save());
    this.hub.reset(this.store);
  }

  #deliver(messages: readonly StreamMessage[]): void {
    for (const { stream, response } of messages) {
      const client = this.clients[stream];
      if (client === undefined) throw new Error(`a message for stream ${stream}, which nobody opened`);
      this.#receive(client, response);
    }
  }

  #receive(client: Client, response: WatchResponse): void {
    expect(client.cancelledAt).toBeUndefined();
    if (response.canceled) {
      client.cancelledAt = response.compactRevision;
      return;
    }
    expect(response.events).not.toEqual([]);
    client.responses.push(response.revision);
    for (const { type, kv } of response.events) {
      expect(kv.modRevision).toBeLessThanOrEqual(response.revision);
      const value = type === 'DELETE' ? undefined : text(kv.value);
      client.received.push({ revision: kv.modRevision, key: text(kv.key), value });
    }
  }

  /** What the client is owed up to `revision`, in order. */
  owed({ key, end, from }: Client, revision: number): Change[] {
    const range = { key: bytes(key), rangeEnd: bytes(end) };
    return this.changes.filter((change) => {
      const changed = bytes(change.key);
      const inRange = compareKeys(range.key, changed) <= 0 && !isBeyondRange(range, changed);
      return inRange && change.revision >= from && change.revision <= revision;
    });
  }
}

/**
 * Ordered, unique, complete: a client has what it is owed, a cancelled one the beginning of it. What is missing in
 * between are changes of a revision that was compacted before they could be told, when exactly that was the next
 * revision: of these a reader there sees nothing. Returns how many are missing so.
 */
function checkClient(run: Run, client: Client): number {
  expect(client.responses.toSorted((a, b) => a - b)).toEqual(client.responses);
  let next = 0;
  const missing: Change[] = [];
  for (const change of run.owed(client, run.store.revision)) {
    const received = client.received[next];
    if (client.cancelledAt !== undefined && received === undefined) break;
    if (received !== undefined && isEqual(change, received)) next++;
    else missing.push(change);
  }
  expect(client.received.slice(next)).toEqual([]);
  for (const { revision } of missing) expect([...run.compactions]).toContain(revision);
  return missing.length;
}

function isEqual(a: Change, b: Change): boolean {
  return a.revision === b.revision && a.key === b.key && a.value === b.value;
}

const key = fc.stringMatching(/^[abc]{1,2}$/);
const end = fc.oneof(key, fc.constantFrom('', '\0', 'd'));
const operation: fc.Arbitrary<StoreRequest> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(key, fc.stringMatching(/^[xy]$/)).map(([k, v]) => put(k, v)) },
  { weight: 2, arbitrary: fc.tuple(key, end).map(([k, e]) => del(k, bytes(e))) },
);
const write = fc
  .array(operation, { minLength: 1, maxLength: 3 })
  .map((operations) => ({ type: 'write' as const, operations }));

function steps(others: readonly Exclude<Step['type'], 'write' | 'watch'>[]): fc.Arbitrary<Step[]> {
  return fc.array(
    fc.oneof(
      { weight: 8, arbitrary: write },
      {
        weight: 3,
        arbitrary: fc.record({
          type: fc.constant('watch' as const),
          key,
          end,
          back: fc.integer({ min: 0, max: 20 }),
        }),
      },
      { weight: 3, arbitrary: fc.constant({ type: 'tick' as const }) },
      {
        weight: 3,
        arbitrary: fc
          .constantFrom(...others)
          .chain((type) =>
            type === 'compact'
              ? fc.integer({ min: 0, max: 8 }).map((back): Step => ({ type, back }))
              : fc.constant<Step>({ type }),
          ),
      },
    ),
    { minLength: 10, maxLength: 80, size: 'max' },
  );
}

function runAll(all: readonly Step[]): Run {
  const run = new Run();
  for (const step of all) run.do(step);
  run.do({ type: 'tick' });
  return run;
}

describe('watches and the list of all changes', () => {
  it('agree: everybody has all of it once and in order, through copies, saves and snapshots', () => {
    fc.assert(
      fc.property(steps(['copy', 'reload']), (all) => {
        const run = runAll(all);
        for (const client of run.clients) {
          if (client.cancelledAt === 0) continue;
          expect(client.received).toEqual(run.owed(client, run.store.revision));
        }
      }),
      { numRuns: 100, seed: 5 },
    );
  });

  it('agree where compactions and snapshots of others cut the past off', () => {
    let cancelled = 0;
    let missing = 0;
    fc.assert(
      fc.property(steps(['compact', 'sweep', 'copy', 'reload', 'snapshot']), (all) => {
        const run = runAll(all);
        for (const client of run.clients) {
          if (client.cancelledAt === 0) continue;
          missing += checkClient(run, client);
          if (client.cancelledAt !== undefined) cancelled++;
        }
      }),
      { numRuns: 140, seed: 6 },
    );
    expect(cancelled).toBeGreaterThan(50);
    expect(missing).toBeGreaterThan(3);
  });

  it('resumes on another member after the last revision it was told, without gap or repeat', () => {
    fc.assert(
      fc.property(steps(['copy']), fc.integer({ min: 0, max: 80 }), (all, turn) => {
        const run = runAll(all.slice(0, turn));
        const told = run.clients.map((client) => client.received.at(-1)?.revision);
        // The other member has applied the same and has no streams.
        run.hub = WatchHub.create({ progressIntervalMs: 1e9, fragmentBytes: 1e9 });
        run.clients.forEach(({ stream, key: k, end: e, from }, i) => {
          const startRevision = Math.max(from, (told[i] ?? 0) + 1);
          run.hub.open(stream);
          run.hub.request(stream, watch(k, { rangeEnd: bytes(e), startRevision }), run.store, () => true);
        });
        for (const step of all.slice(turn)) run.do(step);
        run.do({ type: 'tick' });
        for (const client of run.clients) {
          if (client.cancelledAt === 0) continue;
          expect(client.received).toEqual(run.owed(client, run.store.revision));
        }
      }),
      { numRuns: 80, seed: 7 },
    );
  });
});
