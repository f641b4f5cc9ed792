import { assert, present, unreachable } from '../../base/assert.ts';
import type { Revision } from '../../base/flavor.ts';
import { BTree } from '../mvcc/btree.ts';
import { compareKeys, isFromKey } from '../mvcc/key-range.ts';
import { NO_BYTES, type KeyRecord } from '../mvcc/key-record.ts';
import type { KvStore } from '../mvcc/kv-store.ts';
import type { WatchRequest, WatchResponse } from '../request.ts';
import { EventBatch, EventMaker } from './event-batch.ts';
import { fragmentsOf } from './fragments.ts';
import { etcdRulesWith, type EtcdRules } from '../rules.ts';
import { DUPLICATE_ID, EMPTY_RANGE, refusalReason } from './refusal.ts';
import {
  allWatchers,
  visitWatchersOf,
  withoutWatcher,
  withWatcher,
  type WatchedRanges,
} from './watched-ranges.ts';
import {
  compareWatchers,
  viewOf,
  watchResponse,
  type MayRead,
  type StreamMessage,
  type Watcher,
  type WatcherName,
  type WatchView,
} from './watcher.ts';

export interface WatchOptions {
  /** Time after which a watcher that asked for it and was sent nothing is told how far the store is. */
  readonly progressIntervalMs: number;
  /** A response of this many bytes or more is split, if its watcher asked for that. */
  readonly fragmentBytes: number;
  /** Switches of rules that are on. */
  readonly brokenRules?: readonly string[];
}

interface Stream {
  readonly openedAtMs: number;
  /** The next id to give out, if it is not taken. */
  readonly nextId: bigint;
}

interface Saved {
  readonly options: WatchOptions;
  readonly nowMs: number;
  readonly toldRevision: Revision;
  readonly nextPlace: number;
  readonly streams: readonly (readonly [number, Stream])[];
  readonly watchers: readonly Watcher[];
}

type CreateRequest = Extract<WatchRequest, { type: 'create' }>;

/** Watchers that are caught up in one go (etcd: maxWatchersPerSync). */
const CAUGHT_UP_AT_ONCE_MAX = 512;

const EVERYTHING_FROM = Uint8Array.of(0);

/**
 * All watch streams of one member (etcd: mvcc/watchable_store.go, api/v3rpc/watch.go). A watcher that begins with what
 * is still to come is synced: `sync`, after each apply, tells it at once, one response a revision. One that begins in
 * the past is unsynced: `tick` catches it up, everything in one response (of 1000 revisions at most), and then it is
 * synced; if what it needs was compacted it is cancelled instead.
 *
 *     watch from 3 ─▶ unsynced ──tick: events of 3..9, revision 9──▶ synced ──sync: 10, 11, ...
 *                        │                                             │
 *                        └──tick after compact 5: cancelled, 5         └──reset (a snapshot came): unsynced from 12
 *
 * Of the member alone: nothing of it is replicated, and a member that starts again begins without streams.
 */
export class WatchHub {
  readonly #options: WatchOptions;
  readonly #rules: EtcdRules;
  readonly #streams: BTree<number, Stream>;
  readonly #watchers: BTree<WatcherName, Watcher>;
  /** The synced ones, by range. */
  #synced: WatchedRanges | undefined;
  /** The unsynced ones, in the order in which they get their turn. */
  readonly #unsynced: BTree<number, Watcher>;
  /** Streams with a watcher that wants to be told of progress. */
  readonly #progressing: BTree<number, number>;
  #nextPlace = 1;
  #nowMs = 0;
  /** Synced watchers have been told of everything up to here. */
  #toldRevision: Revision = 0;
  /** Watchers that others see differently since somebody last asked: made, gone or moved on. */
  #touched: WatcherName[] = [];

  private constructor(
    options: WatchOptions,
    streams = new BTree<number, Stream>(undefined, compareNumbers),
    watchers = new BTree<WatcherName, Watcher>(undefined, compareWatchers),
    unsynced = new BTree<number, Watcher>(undefined, compareNumbers),
    progressing = new BTree<number, number>(undefined, compareNumbers),
  ) {
    this.#options = options;
    this.#rules = etcdRulesWith(options.brokenRules ?? NONE);
    this.#streams = streams;
    this.#watchers = watchers;
    this.#unsynced = unsynced;
    this.#progressing = progressing;
  }

  static create(options: WatchOptions): WatchHub {
    return new WatchHub(options);
  }

  /** How many there are of each, for etcd's metrics. */
  counts(): { readonly streams: number; readonly watchers: number; readonly unsynced: number } {
    return { streams: this.#streams.size, watchers: this.#watchers.size, unsynced: this.#unsynced.size };
  }

  open(stream: number): void {
    assert(!this.#streams.has(stream), 'a stream is opened once');
    this.#streams.set(stream, { openedAtMs: this.#nowMs, nextId: 0n });
  }

  /** Its watchers go with it. */
  close(stream: number): void {
    for (const watcher of this.#watchersOf(stream)) {
      this.#forget(watcher);
      this.#touched.push(watcher);
    }
    this.#streams.delete(stream);
  }

  /** What a client sends on an open stream, and what it is answered at once. */
  request(stream: number, request: WatchRequest, kv: KvStore, mayRead: MayRead): readonly StreamMessage[] {
    switch (request.type) {
      case 'create':
        return [{ stream, response: this.#create(stream, request, kv, mayRead) }];
      case 'cancel': {
        const watcher = this.#watchers.get({ stream, id: request.watchId });
        if (watcher === undefined) return [];
        this.#forget(watcher);
        this.#touched.push(watcher);
        const { watchId } = request;
        return [{ stream, response: watchResponse({ revision: kv.revision, watchId, canceled: true }) }];
      }
      case 'progress':
        // Of the whole stream: while one of its watchers is behind, etcd has no answer (since 3.5.8: issue 15220).
        return this.#mayMarkAll(stream, kv)
          ? [{ stream, response: watchResponse({ revision: kv.revision }) }]
          : NONE;
      default:
        return unreachable(request);
    }
  }

  /** To be called after every apply: tells synced watchers what is new, one response a revision and watcher. */
  sync(kv: KvStore): readonly StreamMessage[] {
    const from = this.#toldRevision + 1;
    if (this.#synced === undefined || kv.revision < from) {
      this.#toldRevision = kv.revision;
      return NONE;
    }
    const changes = kv.changesFrom(from);
    if (changes === 'compacted') {
      this.reset(kv);
      return [];
    }
    this.#toldRevision = kv.revision;
    const events = new EventMaker(kv);
    const messages: StreamMessage[] = [];
    for (const records of changes) {
      for (const [watcher, batch] of batchesFor(this.#synced, records)) {
        this.#tell(watcher, records[0]?.main ?? 0, batch, events, messages);
      }
    }
    return messages;
  }

  /** Time passes: unsynced watchers are caught up, quiet ones told of progress. */
  tick(elapsedMs: number, kv: KvStore): readonly StreamMessage[] {
    const messages: StreamMessage[] = [];
    this.#catchUp(kv, messages);
    const before = this.#nowMs;
    this.#nowMs += elapsedMs;
    if (this.#progressing.size > 0)
      for (const stream of this.#progressing.keysArray()) this.#tellProgress(stream, before, kv, messages);
    return messages;
  }

  /** The store was replaced by a snapshot: whoever was synced has to be caught up from where it was. */
  reset(kv: KvStore): void {
    for (const watcher of allWatchers(this.#synced)) {
      const nextRevision = this.#rules.resumesFrom(watcher.nextRevision, this.#toldRevision + 1);
      this.#move(watcher, { ...watcher, state: 'unsynced', nextRevision, place: this.#nextPlace++ });
    }
    this.#toldRevision = kv.revision;
  }

  /** By stream and id. */
  views(): readonly WatchView[] {
    return [...this.#watchers.values()].map((watcher) => viewOf(watcher, this.#toldRevision));
  }

  /** Synced watchers have been told of everything up to here, as far as there are any. */
  get toldRevision(): Revision {
    return this.#toldRevision;
  }

  /** Watchers that were made, have gone or have moved on since this was last asked: as they are now, each once. */
  takeTouched(): readonly (WatcherName & { readonly watcher: Watcher | undefined })[] {
    if (this.#touched.length === 0) return NONE;
    const names = this.#touched;
    this.#touched = [];
    const seen = new Set<string>();
    return names.flatMap(({ stream, id }) => {
      const name = `${stream}/${id}`;
      if (seen.has(name)) return [];
      seen.add(name);
      return [{ stream, id, watcher: this.#watchers.get({ stream, id }) }];
    });
  }

  /** At constant cost. */
  clone(): WatchHub {
    const clone = new WatchHub(
      this.#options,
      this.#streams.clone(),
      this.#watchers.clone(),
      this.#unsynced.clone(),
      this.#progressing.clone(),
    );
    clone.#synced = this.#synced;
    clone.#nextPlace = this.#nextPlace;
    clone.#nowMs = this.#nowMs;
    clone.#toldRevision = this.#toldRevision;
    clone.#touched = this.#touched.slice();
    return clone;
  }

  /** Plain data, for `load`. */
  save(): unknown {
    const saved: Saved = {
      options: this.#options,
      nowMs: this.#nowMs,
      toldRevision: this.#toldRevision,
      nextPlace: this.#nextPlace,
      streams: [...this.#streams.entries()],
      watchers: [...this.#watchers.values()],
    };
    return saved;
  }

  /** The hub that `save` wrote. */
  static load(data: unknown): WatchHub {
    const saved = data as Saved;
    const hub = new WatchHub(saved.options);
    hub.#nowMs = saved.nowMs;
    hub.#toldRevision = saved.toldRevision;
    hub.#nextPlace = saved.nextPlace;
    for (const [name, stream] of saved.streams) hub.#streams.set(name, stream);
    for (const watcher of saved.watchers) hub.#file(watcher);
    return hub;
  }

  #create(name: number, request: CreateRequest, kv: KvStore, mayRead: MayRead): WatchResponse {
    const stream = present(this.#streams.get(name), 'requests come on open streams');
    // No key stands for the smallest one there can be.
    const key = request.key.length === 0 ? EVERYTHING_FROM : request.key;
    const { rangeEnd, startRevision, filters, prevKv, fragment, progressNotify } = request;
    const range = { key, rangeEnd };

    const allowed = mayRead(key, isFromKey(range) ? NO_BYTES : rangeEnd);
    if (allowed !== true) {
      return refused(kv, refusalReason(allowed === false ? 'permissionDenied' : allowed));
    }
    if (rangeEnd.length > 0 && !isFromKey(range) && compareKeys(key, rangeEnd) >= 0) {
      return refused(kv, EMPTY_RANGE);
    }
    const id = this.#newId(name, stream, request.watchId);
    if (id === undefined) return refused(kv, DUPLICATE_ID);

    if (this.#synced === undefined) this.#toldRevision = kv.revision;
    const synced = this.#rules.needsNoHistory(startRevision, kv.revision);
    this.#touched.push({ stream: name, id });
    this.#file({
      stream: name,
      id,
      key,
      rangeEnd,
      nextRevision: startRevision === 0 ? kv.revision + 1 : startRevision,
      state: synced ? 'synced' : 'unsynced',
      place: synced ? 0 : this.#nextPlace++,
      filters,
      prevKv,
      fragment,
      progressNotify,
      quiet: true,
    });
    return watchResponse({ revision: kv.revision, watchId: id, created: true });
  }

  /** The id asked for; of 0, the next that is not taken. undefined: it is taken. */
  #newId(name: number, stream: Stream, wanted: bigint): bigint | undefined {
    if (wanted !== 0n) return this.#watchers.has({ stream: name, id: wanted }) ? undefined : wanted;
    let id = stream.nextId;
    while (this.#watchers.has({ stream: name, id })) id++;
    this.#streams.set(name, { ...stream, nextId: id + 1n });
    return id;
  }

  #catchUp(kv: KvStore, messages: StreamMessage[]): void {
    if (this.#unsynced.size === 0) return;
    const chosen: Watcher[] = [];
    for (const watcher of this.#unsynced.values()) {
      if (chosen.length === CAUGHT_UP_AT_ONCE_MAX) break;
      chosen.push(watcher);
    }
    if (chosen.length === 0) return;
    const known = chosen.filter((watcher) => !this.#cancelIfCompacted(watcher, kv, messages));
    const batches = batchesFrom(known, kv);
    const events = new EventMaker(kv);
    for (const watcher of known) {
      const batch = batches.get(watcher);
      const more = batch?.nextRevision;
      const next =
        more === undefined
          ? {
              nextRevision: this.#rules.caughtUpFrom(watcher.nextRevision, kv.revision + 1),
              state: 'synced' as const,
              place: 0,
            }
          : { nextRevision: more, place: this.#nextPlace++ };
      const caughtUp = this.#move(watcher, { ...watcher, ...next });
      if (batch !== undefined) this.#tell(caughtUp, kv.revision, batch, events, messages);
    }
  }

  /** It stays known by its id until its client cancels it. */
  #cancelIfCompacted(watcher: Watcher, kv: KvStore, messages: StreamMessage[]): boolean {
    const { lastCompaction } = kv;
    if (watcher.nextRevision >= lastCompaction) return false;
    if (!this.#rules.cancelsOvertaken()) {
      this.#move(watcher, { ...watcher, state: 'synced', place: 0, nextRevision: kv.revision + 1 });
      return true;
    }
    this.#move(watcher, { ...watcher, state: 'compacted' });
    const { stream, id: watchId } = watcher;
    // The header has no revision, and a compaction at 0 does not count as one.
    const response = { watchId, canceled: lastCompaction !== 0, compactRevision: lastCompaction };
    messages.push({ stream, response: watchResponse(response) });
    return true;
  }

  #tell(
    watcher: Watcher,
    revision: Revision,
    batch: EventBatch,
    maker: EventMaker,
    messages: StreamMessage[],
  ): void {
    const events = maker.eventsFor(watcher, batch.records);
    if (events.length === 0) return;
    const { stream, id: watchId, fragment } = watcher;
    const response = watchResponse({ revision, watchId, events });
    if (!fragment) messages.push({ stream, response });
    else {
      for (const part of fragmentsOf(response, this.#options.fragmentBytes)) {
        messages.push({ stream, response: part });
      }
    }
    if (watcher.progressNotify) this.#setQuiet(watcher, false);
  }

  /** At each end of an interval since the stream was opened: synced watchers that were sent nothing in it. */
  #tellProgress(name: number, beforeMs: number, kv: KvStore, messages: StreamMessage[]): void {
    const { openedAtMs } = present(this.#streams.get(name), 'watchers are on open streams');
    const { progressIntervalMs } = this.#options;
    const intervals = (ms: number): number => Math.floor((ms - openedAtMs) / progressIntervalMs);
    if (intervals(this.#nowMs) === intervals(beforeMs)) return;
    for (const watcher of this.#watchersOf(name)) {
      if (!watcher.progressNotify) continue;
      const isToldAll = watcher.state === 'synced' && this.#rules.mayMark(watcher.nextRevision, kv.revision);
      if (watcher.quiet && isToldAll) {
        const response = watchResponse({ revision: kv.revision, watchId: watcher.id });
        messages.push({ stream: name, response });
      }
      this.#setQuiet(watcher, true);
    }
  }

  #mayMarkAll(stream: number, { revision }: KvStore): boolean {
    const watchers = this.#watchersOf(stream);
    const behind = watchers.filter(({ state }) => state === 'unsynced').length;
    return (
      this.#rules.mayMarkStream(behind) &&
      watchers.every(({ nextRevision }) => this.#rules.mayMark(nextRevision, revision))
    );
  }

  #setQuiet(watcher: Watcher, quiet: boolean): void {
    if (watcher.quiet !== quiet) this.#replace(watcher, { ...watcher, quiet });
  }

  #watchersOf(stream: number): Watcher[] {
    const watchers: Watcher[] = [];
    for (const watcher of this.#watchers.values({ stream, id: SMALLEST_ID })) {
      if (watcher.stream !== stream) break;
      watchers.push(watcher);
    }
    return watchers;
  }

  /** Puts a watcher into all places where it is looked for. */
  #file(watcher: Watcher): void {
    this.#watchers.set(watcher, watcher);
    if (watcher.state === 'synced') this.#synced = withWatcher(this.#synced, watcher);
    if (watcher.state === 'unsynced') this.#unsynced.set(watcher.place, watcher);
    if (watcher.progressNotify) this.#countProgressing(watcher.stream, 1);
  }

  #forget(watcher: Watcher): void {
    this.#watchers.delete(watcher);
    if (watcher.state === 'synced') this.#synced = withoutWatcher(this.#synced, watcher);
    if (watcher.state === 'unsynced') this.#unsynced.delete(watcher.place);
    if (watcher.progressNotify) this.#countProgressing(watcher.stream, -1);
  }

  #replace(before: Watcher, after: Watcher): Watcher {
    this.#forget(before);
    this.#file(after);
    return after;
  }

  /** It is somewhere else than it was, and others see it. */
  #move(before: Watcher, after: Watcher): Watcher {
    this.#touched.push(after);
    return this.#replace(before, after);
  }

  #countProgressing(stream: number, change: 1 | -1): void {
    const count = (this.#progressing.get(stream) ?? 0) + change;
    if (count === 0) this.#progressing.delete(stream);
    else this.#progressing.set(stream, count);
  }
}

/** A watcher that never came to be: created and cancelled in one. */
function refused({ revision }: KvStore, cancelReason: string): WatchResponse {
  return watchResponse({ revision, created: true, canceled: true, cancelReason });
}

const NONE: readonly never[] = [];

/** int64's. */
const SMALLEST_ID = -(2n ** 63n);

function compareNumbers(a: number, b: number): number {
  return a - b;
}

/** Whom the changes concern, with what of them each is to be told. */
function batchesFor(
  ranges: WatchedRanges | undefined,
  records: readonly KeyRecord[],
): Map<Watcher, EventBatch> {
  const batches = new Map<Watcher, EventBatch>();
  for (const record of records) addToBatches(ranges, record, batches);
  return batches;
}

/** What is known since the first of their revisions, for each of them from its own. */
function batchesFrom(watchers: readonly Watcher[], kv: KvStore): Map<Watcher, EventBatch> {
  const batches = new Map<Watcher, EventBatch>();
  let ranges: WatchedRanges | undefined;
  let from: Revision = Infinity;
  for (const watcher of watchers) {
    ranges = withWatcher(ranges, watcher);
    // A negative revision is not compacted before the first compaction, and yet there is nothing to tell from it on.
    if (watcher.nextRevision >= 0) from = Math.min(from, watcher.nextRevision);
  }
  if (from > kv.revision) return batches;
  let full = 0;
  kv.visitChanges(from, (record) => {
    full += addToBatches(ranges, record, batches);
    return full < watchers.length;
  });
  return batches;
}

/** How many batches could not take it, having been able to take those before. */
function addToBatches(
  ranges: WatchedRanges | undefined,
  record: KeyRecord,
  batches: Map<Watcher, EventBatch>,
): number {
  let filled = 0;
  visitWatchersOf(ranges, record.key, (watcher) => {
    if (record.main < watcher.nextRevision || watcher.nextRevision < 0) return;
    let batch = batches.get(watcher);
    if (batch === undefined) batches.set(watcher, (batch = new EventBatch()));
    const wasFull = batch.nextRevision !== undefined;
    batch.add(record);
    if (!wasFull && batch.nextRevision !== undefined) filled++;
  });
  return filled;
}
