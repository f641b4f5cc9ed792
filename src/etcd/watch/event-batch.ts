import type { Revision } from '../../base/flavor.ts';
import { keyValueOf, type KeyRecord } from '../mvcc/key-record.ts';
import type { KvStore } from '../mvcc/kv-store.ts';
import type { KeyValue, WatchEvent } from '../request.ts';
import { wantsEvent, type Watcher } from './watcher.ts';

/** Revisions that go into one response to a watcher that is being caught up (etcd: watchBatchMaxRevs). */
export const BATCH_REVISIONS_MAX = 1000;

/** What a watcher is to be told in one response, in order (etcd: eventBatch, mvcc/watcher_group.go). */
export class EventBatch {
  readonly records: KeyRecord[] = [];
  #revisions = 0;
  /** The first revision that did not go in; undefined: all did. */
  nextRevision: Revision | undefined;

  /** Changes come in order; one that comes after the batch is full is only noted. */
  add(record: KeyRecord): void {
    if (this.nextRevision !== undefined) return;
    if (this.records.at(-1)?.main !== record.main) {
      if (this.#revisions === BATCH_REVISIONS_MAX) {
        this.nextRevision = record.main;
        return;
      }
      this.#revisions++;
    }
    this.records.push(record);
  }
}

/** Changes as events for watchers; each event is made once, however many watch. */
export class EventMaker {
  readonly #kv: KvStore;
  readonly #plain = new Map<KeyRecord, WatchEvent>();
  readonly #withPrevious = new Map<KeyRecord, WatchEvent>();

  constructor(kv: KvStore) {
    this.#kv = kv;
  }

  /** What of the changes its filters let through, with previous values if it asked for them. */
  eventsFor(watcher: Watcher, records: readonly KeyRecord[]): WatchEvent[] {
    const events: WatchEvent[] = [];
    for (const record of records) {
      const event = watcher.prevKv ? this.#eventWithPrevious(record) : this.#event(record);
      if (wantsEvent(watcher, event)) events.push(event);
    }
    return events;
  }

  #event(record: KeyRecord): WatchEvent {
    const known = this.#plain.get(record);
    if (known !== undefined) return known;
    const event: WatchEvent = { type: record.deleted ? 'DELETE' : 'PUT', kv: keyValueOf(record) };
    this.#plain.set(record, event);
    return event;
  }

  /** What was there one revision before. Not of a put that makes a key, nor where that revision is compacted. */
  #eventWithPrevious(record: KeyRecord): WatchEvent {
    const known = this.#withPrevious.get(record);
    if (known !== undefined) return known;
    const plain = this.#event(record);
    const prevKv = record.createRevision === record.main ? undefined : this.#valueBefore(record);
    const event = prevKv === undefined ? plain : { ...plain, prevKv };
    this.#withPrevious.set(record, event);
    return event;
  }

  #valueBefore({ key, main }: KeyRecord): KeyValue | undefined {
    const answer = this.#kv.range({ type: 'range', key, revision: main - 1, consistency: 'serializable' });
    return answer.ok ? answer.result.kvs[0] : undefined;
  }
}
